import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { numbered, reportsOf } from './histories.ts';
import {
  changesOf,
  familyOf,
  findingKinds,
  keysOf,
  looksAt,
  stateOf,
  type Import,
  type State,
} from './model.ts';

const numRuns = Number(process.env['FACTS_MODEL_RUNS'] ?? 10_000);

/** A history and one of its reports. */
const historyWithOne = fc
  .tuple(reportsOf(5, 1), fc.nat())
  .map(([reports, n]) => ({ imports: numbered(reports), one: numbered(reports)[n % reports.length]! }));

/** A state without the numbers of imports, which are those of the order of coming. */
function timeless(states: ReadonlyMap<string, State>): unknown {
  return [...states]
    .map(([key, { lastImport: _, ...state }]) => ({ key, ...state }))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
}

const without = (imports: readonly Import[], one: Import): readonly Import[] =>
  imports.filter(({ id }) => id !== one.id);

describe('the rules of memory', () => {
  it('importing a report again changes nothing', () => {
    fc.assert(
      fc.property(historyWithOne, ({ imports, one }) => {
        const again = { ...one, id: 99 };
        const before = stateOf(imports);
        const after = stateOf([...imports, again]);
        expect(timeless(after)).toEqual(timeless(before));
        const { seenAgain: _, ...changes } = changesOf(before, after, { report: again });
        expect(changes).toEqual({ new: 0, missing: 0, closed: 0, reopened: 0 });
      }),
      { numRuns },
    );
  });

  it('undoing an import gives the state and the opposite counts of before it', () => {
    fc.assert(
      fc.property(historyWithOne, ({ imports, one }) => {
        const before = stateOf(without(imports, one));
        const after = stateOf(imports);
        const undone = stateOf(without([...without(imports, one), one], one));
        expect(undone).toEqual(before);
        const open = (states: ReadonlyMap<string, State>): number =>
          new Set(
            [...states.values()]
              .filter((row) => findingKinds.has(row.kind) && row.isOpen && isVisible(row))
              .map(({ thingKey }) => thingKey),
          ).size;
        const there = changesOf(before, after, { report: one });
        const back = changesOf(after, undone);
        expect(open(after) - open(before)).toBe(there.new + there.reopened - there.closed);
        expect(open(undone) - open(after)).toBe(back.new + back.reopened - back.closed);
      }),
      { numRuns },
    );
  });

  it('reports with stated times give one state in whatever order they come', () => {
    fc.assert(
      fc.property(
        reportsOf(5).chain((reports) =>
          fc.tuple(
            fc.constant(reports),
            fc.shuffledSubarray([...reports], { minLength: reports.length, maxLength: reports.length }),
          ),
        ),
        ([reports, shuffled]) => {
          expect(timeless(stateOf(numbered(shuffled)))).toEqual(timeless(stateOf(numbered(reports))));
        },
      ),
      { numRuns },
    );
  });

  it('nothing changes that a report neither names nor examined', () => {
    fc.assert(
      fc.property(historyWithOne, ({ imports, one }) => {
        const before = stateOf(without(imports, one));
        const after = stateOf(imports);
        const named = new Set([...stateOf([one]).values()].map(({ thingKey }) => thingKey));
        for (const [key, row] of before) {
          const { source, checks, assetKey, kind } = row;
          const isInside =
            one.isComplete &&
            one.source === source &&
            one.checks === checks &&
            looksAt(one, assetKey, familyOf[kind] ?? '');
          if (!named.has(row.thingKey) && !isInside) expectSame(after.get(key), row);
        }
      }),
      { numRuns },
    );
  });

  it('an incomplete report retires nothing that it does not name', () => {
    fc.assert(
      fc.property(historyWithOne, ({ imports, one }) => {
        const incomplete = { ...one, isComplete: false };
        const before = stateOf(without(imports, one));
        const after = stateOf([...without(imports, one), incomplete]);
        const named = new Set([...stateOf([one]).values()].map(({ thingKey }) => thingKey));
        for (const [key, row] of before) {
          if (!named.has(row.thingKey)) expectSame(after.get(key), row);
        }
        expect(changesOf(before, after, { report: incomplete }).closed).toBeLessThanOrEqual(named.size);
      }),
      { numRuns },
    );
  });

  it('a complete report that looked and found nothing closes what was open there', () => {
    fc.assert(
      fc.property(historyWithOne, ({ imports, one }) => {
        const rescan: Import = {
          ...{ ...one, id: 99, time: 2_000_000, isComplete: true, closeAfter: 1 },
          assets: one.assets.map((asset) => ({ ...asset, examined: Object.values(familyOf), says: [] })),
        };
        const clean = new Set(keysOf(rescan).map(({ assetKey }) => assetKey));
        for (const row of stateOf([...imports, rescan]).values()) {
          const isThere = row.source === one.source && row.checks === one.checks && clean.has(row.assetKey);
          if (isThere && isVisible(row)) expect(row).toBe('retired');
        }
      }),
      { numRuns },
    );
  });

  it('a late report raises nothing that a later one did not find', () => {
    fc.assert(
      fc.property(historyWithOne, ({ imports, one }) => {
        const late: Import = { ...one, id: 99, time: 0 };
        const before = stateOf(imports);
        for (const [key, row] of stateOf([...imports, late])) {
          const known = before.get(key);
          if (known !== undefined && !isVisible(known) && isVisible(row)) expect(row).toBe('retired');
        }
      }),
      { numRuns },
    );
  });
});

/** As `toEqual`, which is slow when it is asked millions of times. */
function expectSame(state: State | undefined, expected: State): void {
  if (JSON.stringify(state) !== JSON.stringify(expected)) expect(state).toEqual(expected);
}

function isVisible({ life }: State): boolean {
  return life === 'said' || life === 'missing';
}
