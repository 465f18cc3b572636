import type { OpenedLastingStore } from '../../store/index.ts';
import type { Ports } from '../ports.ts';

/** What use cases on the data directory need from outside. */
export interface KeptPorts extends Pick<Ports, 'progress' | 'shippedIntelligence'> {
  /** The data directory; it may not exist yet. */
  readonly folder: string;
  /** Opens the facts of the data directory, and makes them when there are none. */
  open(): Promise<OpenedLastingStore>;
  /** Epoch milliseconds. */
  readonly now: () => number;
}
