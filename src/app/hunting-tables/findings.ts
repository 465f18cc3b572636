import { readRows } from '../read-rows.ts';
import type { Intelligence } from '../../intel/index.ts';
import { exploitability } from '../../posture/index.ts';
import { observationTables, ownTables, type Row } from '../../schema/index.ts';
import type { Store } from '../../store/index.ts';
import { assetColumns, assetOfRef } from './assets.ts';
import type { HuntingFacts, RowWriter, TableFamily } from './family.ts';
import { openVulnerabilities, type OpenVulnerability } from './open-vulnerabilities.ts';
import { Reports } from './reports.ts';

type Finding = Row<typeof ownTables.findings>;

/**
 * Open weaknesses, failed checks and secrets of devices and other assets. `Timestamp` is the time of the report of the row
 * that is told.
 */
export const findings: TableFamily = {
  tables: ['Findings'],
  async fill(facts, store, out) {
    for await (const batch of openVulnerabilities(facts, store)) {
      for (const vulnerability of batch)
        out.own(ownTables.findings, vulnerabilityFinding(facts, vulnerability));
      await out.pressure();
    }
    await addFailedChecks(facts, store, out);
    await addSecrets(facts, store, out);
  },
};

function vulnerabilityFinding(
  { estate, intelligence }: HuntingFacts,
  { row, id, asset, product, productKey, sources, firstSeen, lastSeen, reported }: OpenVulnerability,
): Finding {
  const columns = assetColumns(estate, asset);
  const cve = id.startsWith('CVE-') ? id : undefined;
  // What a row of several CVEs says of exploits holds for some of them, nobody knows which.
  const own = (row.CveIds as readonly string[]).length > 1 ? undefined : row;
  const chance = exploitability(
    cve,
    {
      severity: row.Severity,
      exploitMaturity: own?.ExploitMaturity,
      isKnownExploited: own?.IsKnownExploited,
      epssScore: own?.EpssScore,
    },
    intelligence,
  );
  return {
    FindingId: `vulnerability:${columns.AssetId}:${id}:${productKey}`,
    Kind: 'vulnerability',
    Timestamp: reported,
    ...columns,
    Title: row.Title ?? (product === undefined ? id : `${id} in ${product.title}`),
    Severity: row.Severity,
    CveId: cve,
    SourceFindingId: row.VulnerabilityId,
    SoftwareVendor: product?.vendor,
    SoftwareName: product?.name,
    SoftwareVersion: row.SoftwareVersion,
    FixedVersion: row.FixedVersion,
    FixText: row.FixText,
    Port: row.Port === 0 ? undefined : row.Port,
    CvssScore: row.CvssScore ?? intelligence.cves.get(id)?.cvssScore,
    IsKnownExploited: isKnownExploited(cve, own?.IsKnownExploited, intelligence),
    ExploitProbability: chance.q,
    ExploitReason: chance.reason,
    Sources: sources,
    FirstSeen: firstSeen,
    LastSeen: lastSeen,
    Status: 'open',
    IsStale: estate.silence.isStale(asset, sources[0] ?? ''),
    File: row.File,
    Locator: row.Locator,
  };
}

function isKnownExploited(
  cve: string | undefined,
  said: boolean | undefined,
  { kev }: Intelligence,
): boolean | undefined {
  if (said === true || (cve !== undefined && kev.has(cve))) return true;
  return cve !== undefined && kev.size > 0 ? false : said;
}

const controlColumns = [
  'ImportId',
  'File',
  'Locator',
  'Ref',
  'ControlId',
  'Title',
  'Severity',
  'Result',
  'FixText',
  'Place',
] as const;

async function addFailedChecks({ estate, files }: HuntingFacts, store: Store, out: RowWriter): Promise<void> {
  const reports = new Reports(files);
  const seen = new Set<string>();
  for await (const rows of readRows(store, observationTables.control, controlColumns)) {
    for (const row of rows) {
      const asset = row.Result === 'fail' ? assetOfRef(estate, row.Ref) : undefined;
      if (asset === undefined) continue;
      const columns = assetColumns(estate, asset);
      const place = row.Place === undefined ? '' : `:${row.Place}`;
      const id = `misconfiguration:${columns.AssetId}:${row.ControlId}${place}`;
      if (seen.has(id)) continue;
      seen.add(id);
      const time = reports.timeOf(row.ImportId);
      out.own(ownTables.findings, {
        FindingId: id,
        Kind: 'misconfiguration',
        Timestamp: time,
        ...columns,
        Title: row.Title ?? row.ControlId,
        Severity: row.Severity,
        SourceFindingId: row.ControlId,
        FixText: row.FixText,
        Sources: [reports.sourceOf(row.ImportId)],
        FirstSeen: time,
        LastSeen: time,
        Status: 'open',
        IsStale: estate.silence.isStale(asset, reports.sourceOf(row.ImportId)),
        File: row.File,
        Locator: row.Locator,
      });
    }
    await out.pressure();
  }
}

const secretColumns = [
  'ImportId',
  'File',
  'Locator',
  'Ref',
  'RuleId',
  'Title',
  'Severity',
  'Place',
  'Fingerprint',
  'FoundAt',
] as const;

/** One for each value in each asset, as the estate counts them; the places are rows of Secrets. */
async function addSecrets({ estate, files }: HuntingFacts, store: Store, out: RowWriter): Promise<void> {
  const reports = new Reports(files);
  const seen = new Set<string>();
  for await (const rows of readRows(store, observationTables.secret, secretColumns)) {
    for (const row of rows) {
      const asset = assetOfRef(estate, row.Ref);
      if (asset === undefined) continue;
      const columns = assetColumns(estate, asset);
      const id = `secret:${columns.AssetId}:${row.Fingerprint}`;
      if (seen.has(id)) continue;
      seen.add(id);
      const time = reports.timeOf(row.ImportId);
      const what = row.Title ?? `${row.RuleId} secret`;
      out.own(ownTables.findings, {
        FindingId: id,
        Kind: 'secret',
        Timestamp: time,
        ...columns,
        Title: row.Place === undefined ? what : `${what} in ${row.Place}`,
        Severity: row.Severity,
        SourceFindingId: row.RuleId,
        Sources: [reports.sourceOf(row.ImportId)],
        FirstSeen: row.FoundAt ?? time,
        LastSeen: time ?? row.FoundAt,
        Status: 'open',
        IsStale: estate.silence.isStale(asset, reports.sourceOf(row.ImportId)),
        File: row.File,
        Locator: row.Locator,
      });
    }
    await out.pressure();
  }
}
