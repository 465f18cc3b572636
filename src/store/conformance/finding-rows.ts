import { observationTables } from '../../schema/index.ts';
import type { ImportCounts, ImportHead, LastingStore } from '../lasting-store.ts';

const { device, vulnerability } = observationTables;

/**
 * For tests: imports a report that looked at host `h` and found weaknesses there, one after the other. `seen` is when they were
 * seen, and the time of the report but where `head` says another.
 */
export async function importFindings(
  store: LastingStore,
  found: readonly string[],
  { seen, ...head }: { readonly seen: number } & Partial<ImportHead>,
): Promise<ImportCounts> {
  const importId = await store.nextImportId();
  const Ref = `${importId}:h`;
  const place = { ImportId: importId, File: `report-${importId}` };
  await store.begin();
  store.name(Ref, 'name:h');
  await store.append(device, [
    { ...place, Locator: 'h', Ref, DeviceName: 'h', Examined: ['vulnerabilities'], LastSeen: seen },
  ]);
  await store.append(
    vulnerability,
    found.map((id, i) => ({
      ...{
        ...place,
        Locator: `[${i}]`,
        Ref,
        VulnerabilityId: id,
        CveIds: [],
        Severity: 'High',
        Status: 'affected',
      },
      LastSeen: seen,
    })),
  );
  return store.merge(
    {
      ...{ importId, source: 'scanner', checks: '', isComplete: true, time: seen, timeBasis: 'stated' },
      ...{ importedAt: seen, closeAfter: 1, ...head },
    },
    'keep',
  );
}

/** For tests: weaknesses that are said still, with import, place and time last seen (in milliseconds). */
export async function placesOf(store: LastingStore): Promise<readonly string[]> {
  const sql = `SELECT concat_ws(' ', "VulnerabilityId", "ImportId", "File", "Locator", ("LastSeen" / 10000 - 62135596800000)::BIGINT) AS v
    FROM "VulnerabilityObservations" ORDER BY v`;
  return (await valuesOf(store, sql, 'string')).map(String);
}

/** For tests: the numbers of all rows of weaknesses, smallest first. */
export async function rowNumbers(store: LastingStore): Promise<readonly bigint[]> {
  const sql = 'SELECT row_id AS v FROM kept."VulnerabilityObservations" ORDER BY v';
  return (await valuesOf(store, sql, 'long')).map((value) => value as bigint);
}

async function valuesOf(
  store: LastingStore,
  sql: string,
  type: 'string' | 'long',
): Promise<readonly unknown[]> {
  const run = store.query({ sql, columns: [{ id: 'v', name: 'v', type }], tables: [vulnerability.name] });
  const values: unknown[] = [];
  for await (const { columns } of run) values.push(...columns[0]!);
  const outcome = await run.outcome;
  if (!outcome.ok) throw new Error(outcome.fault.message);
  return values;
}
