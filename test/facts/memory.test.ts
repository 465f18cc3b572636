import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LastingStore } from '../../src/store/index.ts';
import { allStatements, reportOf, type Report } from './histories.ts';
import { changesOf, stateOf, type Import, type Order, type State } from './model.ts';
import { importInto, keptRows, openStore, orderOf, seenRows } from './real-store.ts';

const histories = Number(process.env['FACTS_HISTORIES'] ?? 210);
/** Histories whose reports come in the same files: an import costs the same for one as for seven. */
const groups = 7;

type Step =
  | { readonly kind: 'import'; readonly report: Report }
  | { readonly kind: 'again' | 'undo' | 'dry-run'; readonly nth: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('import' as const), report: reportOf(['x', 'y'], groups) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('again', 'undo', 'dry-run'), nth: fc.nat() }) },
);

/** Rows of the model as the store prints them. */
function printed(states: ReadonlyMap<string, State>): readonly string[] {
  return [...states.values()]
    .map((row) =>
      [...[row.source, row.checks, row.assetKey, row.kind, row.thing, row.content, row.life], row.lastImport]
        .concat(row.lastSeen ?? '')
        .join('|'),
    )
    .sort();
}

function printedSeen(states: ReadonlyMap<string, State>): readonly string[] {
  return [...states.values()]
    .filter(({ life }) => life === 'said' || life === 'missing')
    .map((row) =>
      [row.source, row.checks, row.assetKey, row.kind, row.thing, row.content, row.lastImport].join('|'),
    )
    .sort();
}

/** Does the steps in the store and in the model and compares both after every one. Sources are named after the history. */
async function follow(
  store: LastingStore,
  order: Order,
  history: number,
  steps: readonly Step[],
): Promise<void> {
  let live: readonly Import[] = [];
  const prefix = `h${history}-`;
  let state = stateOf(live, order);
  for (const one of steps) {
    const before = state;
    const nth = one.kind === 'import' ? undefined : live[one.nth % Math.max(live.length, 1)];
    if (one.kind !== 'import' && nth === undefined) continue;
    if (one.kind === 'undo') {
      live = live.filter((report) => report !== nth);
      state = stateOf(live, order);
      expect(await store.undo(nth!.id, 1)).toEqual(changesOf(before, state));
    } else {
      const id = await store.nextImportId();
      const report =
        one.kind === 'import'
          ? { ...one.report, source: `${prefix}${one.report.source}`, id }
          : { ...nth!, id, ...(one.kind === 'dry-run' ? { isComplete: true, time: 2_000_000 } : {}) };
      const after = stateOf([...live, report], order);
      const counts = await importInto(store, report, one.kind === 'dry-run' ? 'dry-run' : 'keep');
      expect(counts).toEqual(changesOf(before, after, { report, order }));
      if (one.kind !== 'dry-run') {
        live = [...live, report];
        state = after;
      }
    }
    expect(await keptRows(store, prefix)).toEqual(printed(state));
    expect(await seenRows(store, prefix)).toEqual(printedSeen(state));
  }
}

// Two stores at a time: one engine does not use both cores for rows as few as these.
describe('the store of facts', () => {
  it.concurrent.each([1, 2])('does what the rules of memory say, step by step (%i)', async (half) => {
    const opened = await openStore();
    const { store } = opened;
    const hash = await orderOf(store, allStatements);
    const order: Order = (a, b) => (hash(a) < hash(b) ? -1 : hash(a) > hash(b) ? 1 : 0);
    let history = 0;
    const property = fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 4 }), (steps) =>
      follow(store, order, history++, steps),
    );
    const seed = process.env['FACTS_SEED'];
    await fc.assert(property, {
      numRuns: Math.ceil(histories / groups / 2),
      ...(seed === undefined ? {} : { seed: Number(seed) + half }),
    });
    await opened.close();
  });
});
