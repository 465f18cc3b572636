import type { StopReason } from './stop.ts';

/**
 * Why a query has no whole result. `query-cancelled`: its caller stopped it. `query-timeout`: it took longer than it may.
 * `query-memory`: it needs more memory than it may. `query-limit`: one of its values would be larger, or one of its steps
 * take more, than is allowed. `query-refused`: what was to run is no single SELECT. `query-internal`:
 * the engine could not run what the compiler made, a bug of fixfirst. `store-engine-lost`: the process that runs queries
 * ended. `store-unusable`: the facts cannot be read, or their disk is full.
 */
export type QueryFaultCode =
  | 'query-cancelled'
  | 'query-timeout'
  | 'query-memory'
  | 'query-limit'
  | 'query-refused'
  | 'query-internal'
  | 'store-engine-lost'
  | 'store-unusable';

/** A fault of a query; its texts hold no SQL and no data. */
export interface QueryFault {
  readonly code: QueryFaultCode;
  /** One sentence for a person: what is wrong. */
  readonly message: string;
  /** What the person can do. */
  readonly remedy?: string;
}

/** The fault of a query that was stopped. */
export function stoppedFault(reason: StopReason): QueryFault {
  return reason === 'cancelled'
    ? { code: 'query-cancelled', message: 'the query was stopped' }
    : {
        code: 'query-timeout',
        message: 'the query took longer than it may',
        remedy: 'look at less time or fewer tables, or filter earlier',
      };
}
