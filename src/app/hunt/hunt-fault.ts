import type { Fault } from '../../base/fault.ts';
import type { QueryFault } from '../../store/index.ts';

/** Why a query gave no rows: it cannot be compiled, or it did not come to its end. */
export interface HuntFault {
  readonly status: 'syntax' | 'bind' | 'unsupported' | 'refused' | 'failed';
  readonly code: string;
  readonly message: string;
  readonly remedy?: string;
  readonly line?: number;
  readonly column?: number;
}

export type Outcome<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly fault: HuntFault };

/** The fault of a query that the engine did not run to its end. */
export function ranFault(fault: QueryFault): HuntFault {
  return {
    status: 'failed',
    code: fault.code,
    message: fault.message,
    ...(fault.remedy === undefined ? {} : { remedy: fault.remedy }),
  };
}

/** The fault of a query that was stopped before the engine had it. */
export const stopped: HuntFault = ranFault({ code: 'query-cancelled', message: 'the query was stopped' });

/** The fault of a query whose facts cannot be read. */
export function cannotRead({ message, remedy }: Pick<Fault, 'message' | 'remedy'>): HuntFault {
  return {
    status: 'failed',
    code: 'nothing-read',
    message,
    ...(remedy === undefined ? {} : { remedy }),
  };
}

/** A fault of hunting in the form of all others; lines that we put before a person's text are not counted. */
export function faultOf(fault: HuntFault, linesBefore = 0): Fault {
  const line = fault.line === undefined ? undefined : fault.line - linesBefore;
  return {
    code: fault.status === 'failed' ? 'query-failed' : 'bad-query',
    message: fault.message,
    ...(line === undefined || line < 1 ? {} : { place: `line ${line}, column ${fault.column ?? 1}` }),
    ...(fault.remedy === undefined ? {} : { remedy: fault.remedy }),
  };
}
