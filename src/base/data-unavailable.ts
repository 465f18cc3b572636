import type { Fault } from './fault.ts';

/** A file of the data directory that was open cannot be read or written any more: nobody's bug, and `fault` says what to do. */
export class DataUnavailable extends Error {
  override readonly name = 'DataUnavailable';
  readonly fault: Fault;

  constructor(fault: Fault, cause?: unknown) {
    super(fault.message, { cause });
    this.fault = fault;
  }
}
