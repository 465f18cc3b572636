import type { Result } from '../../base/fault.ts';
import type { StateStore } from '../../state/index.ts';
import type { OpenedLastingStore } from '../../store/index.ts';
import type { Ports } from '../ports.ts';

/** What use cases on the data directory need from outside. */
export interface KeptPorts extends Pick<Ports, 'progress' | 'shippedIntelligence'> {
  /** The data directory; it may not exist yet. */
  readonly folder: string;
  /** Opens the facts of the data directory, and makes them when there are none. */
  open(): Promise<OpenedLastingStore>;
  /** Opens what people decided in the data directory, and makes it when there is none. */
  openState(): Result<StateStore>;
  /** Local user name: who decides. */
  readonly user: string;
  /** Epoch milliseconds. */
  readonly now: () => number;
}
