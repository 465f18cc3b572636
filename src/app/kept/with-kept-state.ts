import { DataUnavailable } from '../../base/data-unavailable.ts';
import { StateUnavailable, type StateStore } from '../../state/index.ts';
import type { KeptPorts } from './kept-ports.ts';

/** Opens what people decided in the data directory, works, and closes it. Throws `DataUnavailable` when it cannot be used. */
export function withKeptState<T>(ports: Pick<KeptPorts, 'openState'>, work: (state: StateStore) => T): T {
  const opened = ports.openState();
  if (!opened.ok) throw new DataUnavailable(opened.fault);
  try {
    return work(opened.value);
  } catch (error) {
    throw error instanceof StateUnavailable ? new DataUnavailable(error.fault, error) : error;
  } finally {
    opened.value.close();
  }
}
