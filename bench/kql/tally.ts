/** What became of one public query. */
export interface Verdict {
  readonly file: string;
  /** `ah`: it names only advanced-hunting tables. */
  readonly category: string;
  /** `ok`, or how far it came: `syntax`, `bind`, `unsupported`, `refused`, `failed`, `crash`. */
  readonly status: string;
  /** Why it did not run, on one line. */
  readonly reason: string;
  /** What of the closed list it uses. */
  readonly excuse: string | undefined;
  readonly rows: number;
  /** Where columns differ from the binder's. */
  readonly mismatches: readonly string[];
}

/** Counts of queries. */
export interface Tally {
  readonly queries: number;
  /** Valid KQL whose names are all known. */
  readonly bound: number;
  readonly ran: number;
  /** Bound, not run, and on the closed list. */
  readonly excluded: number;
  readonly withRows: number;
  readonly mismatched: number;
}

export function binds({ status }: Verdict): boolean {
  return status !== 'syntax' && status !== 'bind';
}

export function ran({ status }: Verdict): boolean {
  return status === 'ok';
}

export function tally(verdicts: readonly Verdict[]): Tally {
  const count = (of: (verdict: Verdict) => boolean) => verdicts.filter(of).length;
  return {
    queries: verdicts.length,
    bound: count(binds),
    ran: count(ran),
    excluded: count((one) => binds(one) && !ran(one) && one.excuse !== undefined),
    withRows: count((one) => one.rows > 0),
    mismatched: count((one) => one.mismatches.length > 0),
  };
}

/** `part of whole (percent)`. */
function share(part: number, whole: number): string {
  return `${part} of ${whole} (${whole === 0 ? 'none' : ((100 * part) / whole).toFixed(2)} %)`;
}

/** How many of the queries that run give rows; the same run again can differ by one or two, where a query draws rows. */
export function rowsFigure(of: Tally): string {
  return `give at least one row, of those that run: ${share(of.withRows, of.ran)}`;
}

/** The figures of a tally that are equal in every run, each with its name. */
export function figures(of: Tally): readonly (readonly [name: string, figure: string])[] {
  return [
    ['bind', share(of.bound, of.queries)],
    ['run without error, of all', share(of.ran, of.queries)],
    ['run without error, of those that bind', share(of.ran, of.bound)],
    ['the same, leaving out the closed list', share(of.ran, of.bound - of.excluded)],
    ['columns differ from the binder’s after some operator', `${of.mismatched} queries`],
  ];
}
