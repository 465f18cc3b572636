/** Exit codes of every command; README, section "Exit codes". */
export const exitCodes = {
  ok: 0,
  /** Our own fault: a bug. */
  internal: 1,
  /** The command line is wrong. */
  usage: 2,
  /** No input could be read, or the only one was rejected. */
  rejected: 3,
  /** `--fail-above`: the risk is above the limit, or unknown. */
  aboveLimit: 4,
  /** A query was compiled but did not come to its end: time, memory, engine. */
  unfinished: 5,
  /** Stopped by Ctrl-C or a signal. */
  cancelled: 130,
} as const;
