import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { expect, it } from 'vitest';
import { deriveDirectory, type Derivation } from '../../src/graph/build/active-directory/index.ts';
import { memoryFile, readWith, type Reading } from '../../src/sources/conformance/harness.ts';
import { sharphound } from '../../src/sources/sharphound/manifest.ts';
import { describeShared } from './shared.ts';

/**
 * BloodHound CE's own fixtures: a collection, the graph after it was read, and the graph after post-processing. The
 * graphs are an oracle for the source and for the derivation.
 *
 * Residual differences: none; every edge of both graphs is equal, and there is no further one. The comparison is of kind and
 * ends. Two properties differ on purpose: `lastseen`, which is the time of the import there and absent here, and a right
 * that is both inherited and set on the object, which there is what came last and here not inherited.
 */
describeShared('BloodHound CE as an oracle', (root) => {
  const corpus = join(root, 'corpus/bloodhound');
  const kinds = ['computers', 'containers', 'domains', 'gpos', 'groups', 'ous', 'sessions', 'users'];
  const folder = (): Promise<Reading> =>
    readWith(
      sharphound,
      ...kinds.map((kind) =>
        memoryFile(
          `${kind}.json`,
          readFileSync(join(corpus, `ununp3ntium115__Version5JSON_raw__${kind}.json`)),
        ),
      ),
    );
  const zip = (name: string): Promise<Reading> =>
    readWith(
      sharphound,
      ...Object.entries(unzipSync(readFileSync(join(corpus, name)))).map(([member, bytes]) =>
        memoryFile(member, bytes, 65536),
      ),
    );

  it('states the edges of the graph after reading, from the folder and from the zip', async () => {
    const expected = oracle(corpus, 'ingest__ingested');
    for (const reading of [await folder(), await zip('ununp3ntium115__Version5ZIP_raw__archive.zip')]) {
      expect(reading.outcome).toEqual({ ok: true });
      expect(compare('stated', expected.edges, stated(reading))).toEqual({ missing: [], extra: [] });
      expect(reading.observations.identity.map(({ ObjectId }) => ObjectId).sort()).toEqual(
        [...expected.nodes.keys()].sort(),
      );
      for (const { ObjectId = '', IdentityType } of reading.observations.identity)
        expect(expected.nodes.get(ObjectId), ObjectId).toContain(IdentityType);
    }
  });

  it('derives the edges and objects of the graph after post-processing', async () => {
    const expected = oracle(corpus, 'analysis__analyzed');
    const reading = await folder();
    const derivation = derive(reading);
    const edges = new Set([...stated(reading), ...derived(derivation)]);
    expect(compare('stated and derived', expected.edges, edges)).toEqual({ missing: [], extra: [] });
    const ids = [...reading.observations.identity, ...derivation.objects].map((object) =>
      id('Ref' in object ? object.Ref : object.ref),
    );
    expect(ids.sort()).toEqual([...expected.nodes.keys()].sort());
  });

  it('reads version 6 of three domains with certificate services', async () => {
    const name = 'specterops__assets_sample-data__ad_sampledata.zip';
    const reading = await zip(name);
    expect(reading.detection).toEqual({ kind: 'read', format: 'sharphound v6' });
    expect(reading.outcome).toEqual({ ok: true });
    expect(reading.quarantined).toEqual([]);
    expect(reading.native['per_member']).toEqual(facts(root, name)['per_member']);
    expect(reading.observations.device).toHaveLength(34);

    const derivation = derive(reading);
    const edges = derived(derivation);
    const counts = countKinds(edges);
    console.info(table(['kind', 'derived'], [...counts].sort(byName)));

    const phantom = 'S-1-5-21-2697957641-2271029196-387917394';
    const wraith = 'S-1-5-21-3702535222-3822678775-2090119576';
    // Administrators replicate in every domain; Domain Admins do as their members.
    for (const domain of ['PHANTOM.CORP', 'GHOST.CORP', 'WRAITH.CORP'])
      expect([...edges].filter((edge) => edge.startsWith(`DCSync ${domain}-S-1-5-32-544 `))).toHaveLength(1);
    // Templates that take any name from anybody are published in PHANTOM, only to administrators in WRAITH.
    expect(edges).toContain(`ADCSESC1 PHANTOM.CORP-S-1-5-11 ${phantom}`);
    expect([...edges].filter((edge) => edge.startsWith('ADCSESC1 ') && edge.endsWith(wraith)).sort()).toEqual(
      [`ADCSESC1 ${wraith}-512 ${wraith}`, `ADCSESC1 ${wraith}-519 ${wraith}`],
    );
    // Four enterprise CAs on four hosts, all trusted and chained.
    expect(counts.get('TrustedForNTAuth')).toBe(4);
    expect(counts.get('GoldenCert')).toBe(4);
    // The CA of PHANTOM takes any name with any request; the setting of WRAITH's is off or unknown.
    expect(
      [...edges].filter((edge) => /^ADCSESC6[ab] /.test(edge)).every((edge) => edge.endsWith(phantom)),
    ).toBe(true);
    expect([...edges].filter((edge) => /^ADCSESC6[ab] /.test(edge)).length).toBeGreaterThan(0);
    // Nothing about NTLM was collected, so nothing can be relayed as far as is known.
    expect([...counts.keys()].filter((kind) => kind.startsWith('Coerce'))).toEqual([]);
    // Every way leads back to relations that exist.
    const last = reading.observations.relation.length + derivation.count;
    for (const { ways } of derivation.relations())
      for (const needed of ways.flat()) {
        expect(needed.length).toBeGreaterThan(0);
        for (const relation of needed) expect(relation).toBeLessThan(last);
      }
  });

  it('reads a file with a byte order mark and no objects', async () => {
    const bytes = readFileSync(join(corpus, 'ununp3ntium115__fixtures_fixtures__utf8bomjson.json'));
    const reading = await readWith(sharphound, memoryFile('utf8bomjson.json', bytes));
    expect(reading.outcome).toEqual({ ok: true });
    expect(reading.native).toEqual({ type: 'sessions', version: 5, meta_count: 0, objects: 0 });
  });

  it('leaves graphs to their own source, and schemas alone', () => {
    const detect = (name: string) =>
      sharphound.detect(memoryFile(name, readFileSync(join(corpus, name))).head);
    for (const name of [
      'specterops__assets_opengraph__opengraph-minimal.json',
      'specterops__samples__githound_O_kgDOCoV2OQ.json',
      'specterops__samples__githound_saml_O_kgDOCoV2OQ.json',
      'specterops__samples__githound_scim_O_kgDOCoV2OQ.json',
      'ununp3ntium115__OpenGraphJSON_deleted__expected_all.json',
      'ununp3ntium115__OpenGraphJSON_deleted__expected_sourcekinds.json',
      'ununp3ntium115__OpenGraphJSON_raw__base.json',
      'ununp3ntium115__Version5JSON_ingest__ingested.json',
      'ununp3ntium115__Version5JSON_analysis__analyzed.json',
    ])
      expect(detect(name), name).toBeUndefined();
    for (const name of ['opengraph-edge', 'opengraph-node'])
      expect(detect(`specterops__assets_opengraph__${name}.json`)).toBeUndefined();
  });
});

interface Oracle {
  readonly edges: ReadonlySet<string>;
  /** Kinds by object id. */
  readonly nodes: ReadonlyMap<string, readonly string[]>;
}

interface OracleFile {
  readonly graph: {
    readonly nodes: readonly { id: string; kinds: string[] }[];
    readonly edges: readonly { kind: string; start: { value: string }; end: { value: string } }[];
  };
}

function oracle(corpus: string, name: string): Oracle {
  const path = join(corpus, `ununp3ntium115__Version5JSON_${name}.json`);
  const { graph } = JSON.parse(readFileSync(path, 'utf8')) as OracleFile;
  return {
    edges: new Set(graph.edges.map(({ kind, start, end }) => `${kind} ${start.value} ${end.value}`)),
    nodes: new Map(graph.nodes.map((node) => [node.id, node.kinds])),
  };
}

function stated(reading: Reading): ReadonlySet<string> {
  return new Set(
    reading.observations.relation.map(
      ({ Relation, FromRef, ToRef }) => `${Relation} ${id(FromRef)} ${id(ToRef)}`,
    ),
  );
}

function derived(derivation: Derivation): ReadonlySet<string> {
  return new Set(
    [...derivation.relations()].map(({ relation, from, to }) => `${relation} ${id(from)} ${id(to)}`),
  );
}

function derive(reading: Reading): Derivation {
  return deriveDirectory({
    objects: reading.observations.identity.map((identity) => ({
      ref: identity.Ref,
      type: identity.IdentityType,
      name: identity.IdentityName,
      isDescribed: identity.IsDescribed,
      properties: (identity.Properties ?? {}) as Record<string, unknown>,
    })),
    relations: reading.observations.relation.map(({ Relation, FromRef, ToRef }) => ({
      relation: Relation,
      from: FromRef,
      to: ToRef,
    })),
  });
}

function id(ref: string): string {
  return ref.replace('directory:', '');
}

/** Prints equal, missing and further edges per kind; gives back the missing and the further ones. */
function compare(
  title: string,
  expected: ReadonlySet<string>,
  actual: ReadonlySet<string>,
): { missing: string[]; extra: string[] } {
  const equal = countKinds([...expected].filter((edge) => actual.has(edge)));
  const missing = [...expected].filter((edge) => !actual.has(edge));
  const extra = [...actual].filter((edge) => !expected.has(edge));
  const missingCounts = countKinds(missing);
  const extraCounts = countKinds(extra);
  const kinds = new Set([...equal.keys(), ...missingCounts.keys(), ...extraCounts.keys()]);
  const rows = [...kinds]
    .sort()
    .map(
      (kind) =>
        [kind, equal.get(kind) ?? 0, missingCounts.get(kind) ?? 0, extraCounts.get(kind) ?? 0] as const,
    );
  console.info(table([title, 'equal', 'missing', 'extra'], rows));
  return { missing, extra };
}

function countKinds(edges: Iterable<string>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const edge of edges) {
    const [kind = ''] = edge.split(' ');
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return counts;
}

function byName(a: readonly [string, number], b: readonly [string, number]): number {
  return a[0] < b[0] ? -1 : 1;
}

function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]): string =>
    cells.map((cell, i) => (i === 0 ? String(cell).padEnd(30) : String(cell).padStart(8))).join('');
  return [line(head), ...rows.map(line)].join('\n');
}

interface IndexEntry {
  readonly file: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

function facts(root: string, name: string): IndexEntry['facts'] {
  const index = JSON.parse(readFileSync(join(root, 'corpus/INDEX.json'), 'utf8')) as
    readonly IndexEntry[] | { readonly files: readonly IndexEntry[] };
  const entries = 'files' in index ? index.files : index;
  return entries.find(({ file }) => file === `bloodhound/${name}`)?.facts ?? {};
}
