import type { CompiledQuery } from '../../kql/index.ts';
import type { QueryFault } from '../query-fault.ts';
import type { QueryOutcome, ResultBatch } from '../query.ts';

/** What the engine's process may use. */
export interface ProcessLimits {
  /** Memory of the database engine, in MB. */
  readonly memoryMb: number;
  readonly threads: number;
  /** Heap of JavaScript, in MB. */
  readonly heapMb: number;
  /** Address space of the whole process, in MB; only Linux holds a process to it. */
  readonly addressSpaceMb: number;
  /** Resident memory at which the process ends itself, in MB. */
  readonly residentMb: number;
}

/** To run a query, or to tell the engine's plan of it. */
export interface QueryRequest {
  readonly kind: 'query' | 'explain';
  readonly id: number;
  readonly query: CompiledQuery;
  readonly maxRows: number | undefined;
  readonly maxBytes: number | undefined;
}

/** To the engine's process. */
export type Request =
  | { readonly kind: 'open'; readonly file: string; readonly limits: ProcessLimits }
  | QueryRequest
  /** The reader has taken the batch: the next may be sent. */
  | { readonly kind: 'taken'; readonly id: number }
  | { readonly kind: 'cancel'; readonly id: number }
  | { readonly kind: 'close' };

/** From the engine's process. */
export type Answer =
  | { readonly kind: 'opened' }
  | { readonly kind: 'unusable'; readonly fault: QueryFault }
  | { readonly kind: 'batch'; readonly id: number; readonly batch: ResultBatch }
  | { readonly kind: 'end'; readonly id: number; readonly outcome: QueryOutcome };
