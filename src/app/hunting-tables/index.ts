import type { Store } from '../../store/index.ts';
import { actions } from './actions.ts';
import { configurations } from './configurations.ts';
import { deviceEvents } from './device-events.ts';
import { devices } from './devices.ts';
import { endpoints } from './endpoints.ts';
import { exposureGraph } from './exposure-graph.ts';
import { RowWriter, type HuntingFacts, type TableFamily } from './family.ts';
import { findings } from './findings.ts';
import { identities } from './identities.ts';
import { secrets } from './secrets.ts';
import { software } from './software.ts';
import { vulnerabilities } from './vulnerabilities.ts';

export type { HuntingFacts } from './family.ts';

const families = {
  devices,
  deviceEvents,
  software,
  vulnerabilities,
  configurations,
  identities,
  exposureGraph,
  findings,
  endpoints,
  secrets,
  actions,
} as const satisfies Readonly<Record<string, TableFamily>>;

/** Tables that are filled together. */
export type TableGroup = keyof typeof families;

/** The groups that hold one of the named tables; names of tables that nothing fills belong to none. */
function groupsOf(tables: ReadonlySet<string>): readonly TableGroup[] {
  return (Object.keys(families) as TableGroup[]).filter((group) =>
    families[group].tables.some((table) => tables.has(table)),
  );
}

interface Filling {
  readonly done: Set<TableGroup>;
  /** Groups that broke off with rows in the store already: filling them again would double those. */
  readonly broken: Map<TableGroup, unknown>;
  last: Promise<void>;
}

const fillings = new WeakMap<Store, Filling>();

/**
 * Fills the groups of tables that the named ones belong to; each is filled once for a store, and calls wait for one another.
 * The store must have the tables of `factTables` and the observations of the run. Tables of which no source says anything
 * stay empty. What `facts.plan` throws is thrown on, and the next call asks again.
 */
export async function fillHuntingTables(
  store: Store,
  facts: HuntingFacts,
  tables: ReadonlySet<string>,
): Promise<void> {
  const filling = fillings.get(store) ?? { done: new Set(), broken: new Map(), last: Promise.resolve() };
  fillings.set(store, filling);
  const turn = filling.last.then(() => fillMissing(store, facts, tables, filling));
  filling.last = turn.catch(() => undefined);
  await turn;
}

async function fillMissing(
  store: Store,
  facts: HuntingFacts,
  tables: ReadonlySet<string>,
  { done, broken }: Filling,
): Promise<void> {
  for (const group of groupsOf(tables)) {
    if (done.has(group)) continue;
    if (broken.has(group)) throw broken.get(group);
    const out = new RowWriter(store);
    try {
      await families[group].fill(facts, store, out);
      await out.end();
      done.add(group);
    } catch (error) {
      if (out.written > 0) broken.set(group, error);
      throw error;
    }
  }
}
