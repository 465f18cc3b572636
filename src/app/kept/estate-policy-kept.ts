import type { LastingStore } from '../../store/index.ts';
import type { EstatePolicy } from '../estate-policy.ts';
import { identityPolicy } from './identity-policy.ts';
import type { KeptPorts } from './kept-ports.ts';
import { sourceSettings } from './source-settings.ts';

/** What people decided and set in the data directory, as far as it makes the estate; times of imports come with the facts. */
export function keptEstatePolicy(
  ports: Pick<KeptPorts, 'openState'>,
): Pick<EstatePolicy, 'identity' | 'lapseDays'> {
  return {
    identity: identityPolicy(ports),
    lapseDays: new Map(
      sourceSettings(ports).flatMap(({ source, lapseDays }) =>
        lapseDays === undefined ? [] : [[source, lapseDays] as const],
      ),
    ),
  };
}

/** Times of the imports of a store. */
export async function timesOfImports(
  store: Pick<LastingStore, 'imports'>,
): Promise<EstatePolicy['importTimes']> {
  return new Map((await store.imports()).map(({ importId, time }) => [importId, time]));
}
