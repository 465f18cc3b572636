import type { Fault } from '../base/fault.ts';

/** The state file cannot be used now: nobody's bug, and `fault` says what to do. */
export class StateUnavailable extends Error {
  override readonly name = 'StateUnavailable';
  readonly fault: Fault;

  constructor(fault: Fault, cause: unknown) {
    super(fault.message, { cause });
    this.fault = fault;
  }
}
