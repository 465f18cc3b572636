/**
 * What the store of facts has to do, as plainly as it can be said: the state of every thing is a function of the imports that
 * are not undone, told anew from nothing each time.
 */

/** One thing that a report says of an asset. */
export interface Statement {
  readonly kind: string;
  /** Which thing of the asset it is. */
  readonly thing: string;
  /** What is said of it. */
  readonly content: string;
  /** As said, it is an open finding. */
  readonly isOpen: boolean;
  readonly lastSeen?: number | undefined;
}

export interface ExaminedAsset {
  /** Its name in the report. */
  readonly ref: string;
  /** What makes it the same asset in other reports. */
  readonly key: string;
  /** Families that were looked for on it. */
  readonly examined: readonly string[];
  readonly says: readonly Statement[];
}

export interface Import {
  readonly id: number;
  readonly source: string;
  readonly checks: string;
  readonly isComplete: boolean;
  readonly time: number;
  readonly closeAfter: number;
  readonly assets: readonly ExaminedAsset[];
}

export type Life = 'said' | 'missing' | 'closed' | 'replaced';

/** One distinct thing that was said: which one, and how it stands. */
export interface State {
  /** Scope, asset, kind and number among equal ones: rows of one thing share it. */
  readonly thingKey: string;
  readonly source: string;
  readonly checks: string;
  readonly assetKey: string;
  readonly kind: string;
  readonly thing: string;
  readonly content: string;
  readonly isOpen: boolean;
  readonly life: Life;
  readonly lastImport: number;
  readonly lastTime: number;
  readonly lastSeen: number | undefined;
}

/** The family that a report must have looked for to retire a kind; kinds without one are never retired by absence. */
export const familyOf: Readonly<Record<string, string>> = {
  vulnerability: 'vulnerabilities',
  control: 'configuration',
  secret: 'secrets',
  software: 'software',
  identity: 'identity',
};

export const findingKinds: ReadonlySet<string> = new Set(['vulnerability', 'control', 'secret']);

/** Facts about a directory are told of the scope as a whole. */
const directory = '';

/** Order of what is said twice of one thing in a report. */
export type Order = (a: Statement, b: Statement) => number;

const byContent: Order = (a, b) => (a.content < b.content ? -1 : a.content > b.content ? 1 : 0);

interface Said extends Statement {
  readonly thingKey: string;
  readonly assetKey: string;
}

/** Assets of one report with their keys; those that share one are told apart by their names. */
export function keysOf(report: Import): readonly (ExaminedAsset & { readonly assetKey: string })[] {
  return report.assets.map((asset) => {
    const shared = report.assets.filter(({ key }) => key === asset.key).length > 1;
    return { ...asset, assetKey: shared ? `${asset.key}\u001f${asset.ref}` : asset.key };
  });
}

function saidBy(report: Import, order: Order): readonly Said[] {
  const said = keysOf(report).flatMap((asset) =>
    asset.says.map((statement) => {
      const assetKey = statement.kind === 'identity' ? directory : asset.assetKey;
      const { kind, thing } = statement;
      return {
        ...statement,
        assetKey,
        thingKey: [report.source, report.checks, assetKey, kind, thing].join('|'),
      };
    }),
  );
  const count = new Map<string, number>();
  return [...said].sort(order).map((one) => {
    const nth = (count.get(one.thingKey) ?? 0) + 1;
    count.set(one.thingKey, nth);
    return { ...one, thingKey: `${one.thingKey}|${nth}` };
  });
}

/** Whether a report looked for a family on an asset. */
export function looksAt(report: Import, assetKey: string, family: string): boolean {
  if (assetKey === directory)
    return report.assets.some(({ says }) => says.some(({ kind }) => kind === 'identity'));
  return keysOf(report).some((asset) => asset.assetKey === assetKey && asset.examined.includes(family));
}

/** The state of everything that was ever said, by what was said of it. */
export function stateOf(imports: readonly Import[], order: Order = byContent): ReadonlyMap<string, State> {
  const ordered = [...imports].sort((a, b) => a.time - b.time || a.id - b.id);
  const rows = new Map<string, Omit<State, 'life'> & { readonly place: number }>();
  const newest = new Map<string, number>();
  ordered.forEach((report, place) => {
    for (const { thingKey, lastSeen, ...said } of saidBy(report, order)) {
      const key = `${thingKey}|${said.content}`;
      const seen = [rows.get(key)?.lastSeen, lastSeen].filter((time) => time !== undefined);
      const { id: lastImport, time: lastTime, source, checks } = report;
      rows.set(key, {
        ...{ ...said, thingKey, source, checks, lastImport, lastTime, place },
        lastSeen: seen.length === 0 ? undefined : Math.max(...seen),
      });
      newest.set(thingKey, place);
    }
  });
  const states = new Map<string, State>();
  for (const [key, { place, ...row }] of rows) {
    const family = familyOf[row.kind];
    const looks = ordered.flatMap((report, at) =>
      report.isComplete &&
      report.source === row.source &&
      report.checks === row.checks &&
      family !== undefined &&
      looksAt(report, row.assetKey, family)
        ? [{ at, report }]
        : [],
    );
    // A report that was given twice looked once.
    const missed = new Set(looks.filter(({ at }) => at > place).map(({ report }) => report.time)).size;
    const closeAfter = looks.at(-1)?.report.closeAfter ?? Infinity;
    const life: Life =
      place < newest.get(row.thingKey)!
        ? 'replaced'
        : missed >= closeAfter
          ? 'closed'
          : missed > 0
            ? 'missing'
            : 'said';
    states.set(key, { ...row, life });
  }
  return states;
}

interface Standing {
  isOpen: boolean;
  isMissing: boolean;
  everOpen: boolean;
}

function standings(states: ReadonlyMap<string, State>): ReadonlyMap<string, Standing> {
  const things = new Map<string, Standing>();
  for (const { thingKey, kind, isOpen, life } of states.values()) {
    if (!findingKinds.has(kind)) continue;
    const standing = things.get(thingKey) ?? { isOpen: false, isMissing: false, everOpen: false };
    standing.isOpen ||= isOpen && (life === 'said' || life === 'missing');
    standing.isMissing ||= life === 'missing';
    standing.everOpen ||= isOpen;
    things.set(thingKey, standing);
  }
  return things;
}

/** How findings changed from one state to the next; `by` is the import that came, absent when one was undone. */
export function changesOf(
  before: ReadonlyMap<string, State>,
  after: ReadonlyMap<string, State>,
  by?: { readonly report: Import; readonly order?: Order },
): Readonly<Record<'new' | 'seenAgain' | 'missing' | 'closed' | 'reopened', number>> {
  const counts = { new: 0, seenAgain: 0, missing: 0, closed: 0, reopened: 0 };
  const was = standings(before);
  const is = standings(after);
  const none: Standing = { isOpen: false, isMissing: false, everOpen: false };
  // What this import said and nothing newer says otherwise of.
  const named = new Set(
    by === undefined
      ? []
      : saidBy(by.report, by.order ?? byContent)
          .filter(({ thingKey, content }) => after.get(`${thingKey}|${content}`)?.life !== 'replaced')
          .map(({ thingKey }) => thingKey),
  );
  for (const thing of new Set([...was.keys(), ...is.keys()])) {
    const old = was.get(thing) ?? none;
    const now = is.get(thing) ?? none;
    if (now.isOpen && !old.isOpen) counts[old.everOpen ? 'reopened' : 'new']++;
    else if (old.isOpen && !now.isOpen) counts.closed++;
    else if (now.isOpen && now.isMissing && !old.isMissing) counts.missing++;
    else if (now.isOpen && named.has(thing)) counts.seenAgain++;
  }
  return counts;
}
