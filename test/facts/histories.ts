import fc from 'fast-check';
import type { ExaminedAsset, Import, Statement } from './model.ts';

/** What may be said of a thing of each kind; the first is the one that is sent most. */
const contents: Readonly<Record<string, readonly (readonly [content: string, isOpen: boolean])[]>> = {
  vulnerability: [
    ['affected', true],
    ['fixed', false],
    ['will_not_fix', true],
  ],
  control: [
    ['fail', true],
    ['pass', false],
  ],
  secret: [
    ['key', true],
    ['token', true],
  ],
  software: [
    ['supported', false],
    ['ended', false],
  ],
  identity: [
    ['ann', false],
    ['bob', false],
  ],
};

/** Everything that a generated report can say, each thing with each content. */
export const allStatements: readonly Statement[] = Object.entries(contents).flatMap(([kind, said]) =>
  ['t1', 't2', 't3'].flatMap((thing) => said.map(([content, isOpen]) => ({ kind, thing, content, isOpen }))),
);

const statement: fc.Arbitrary<Statement> = fc
  .record({
    said: fc.constantFrom(...allStatements),
    seen: fc.option(fc.integer({ min: 1, max: 50 }), { nil: undefined }),
  })
  .map(({ said, seen }) => ({ ...said, lastSeen: said.kind === 'vulnerability' ? seen : undefined }));

const examined = fc.subarray(['vulnerabilities', 'configuration', 'secrets', 'software']);

/** An asset of three; its name in the report is another one at times, and two of a report may share a key (clones). */
const asset = fc
  .record({
    key: fc.constantFrom('a', 'b', 'c'),
    alias: fc.constantFrom('', '', '-new'),
    examined,
    says: fc.array(statement, { maxLength: 4 }),
  })
  .map(({ key, alias, ...rest }): ExaminedAsset => ({ ref: `${key}${alias}`, key: `name:${key}`, ...rest }));

const assets = fc.uniqueArray(asset, { selector: ({ ref }) => ref, maxLength: 3 });

export type Report = Omit<Import, 'id'>;

/** Assets of several histories that have nothing in common: what is checked of one is checked of all in one import. */
function grouped(groups: number): fc.Arbitrary<readonly ExaminedAsset[]> {
  return fc
    .array(assets, { minLength: groups, maxLength: groups })
    .map((all) =>
      all.flatMap((some, group) =>
        some.map((one) => ({ ...one, ref: `${group}-${one.ref}`, key: `${one.key}-${group}` })),
      ),
    );
}

export function reportOf(sources: readonly string[], groups = 1): fc.Arbitrary<Report> {
  return fc.record({
    source: fc.constantFrom(...sources),
    checks: fc.constantFrom('', '', 'web'),
    isComplete: fc.boolean(),
    time: fc.integer({ min: 1, max: 1_000_000 }),
    closeAfter: fc.integer({ min: 1, max: 3 }),
    assets: grouped(groups),
  });
}

/** Reports in the order they come; their stated times are in no order. */
export function reportsOf(maxLength: number, minLength = 0): fc.Arbitrary<readonly Report[]> {
  return fc.uniqueArray(reportOf(['x', 'y']), { selector: ({ time }) => time, minLength, maxLength });
}

export function numbered(reports: readonly Report[]): readonly Import[] {
  return reports.map((report, i) => ({ ...report, id: i + 1 }));
}
