import { DataUnavailable } from '../../base/data-unavailable.ts';
import { identityRules, newestIdentityRules, type IdentityPolicy } from '../../ingest/index.ts';
import type { KeptPorts } from './kept-ports.ts';
import { withKeptState } from './with-kept-state.ts';

/** By what the sightings of the data directory are joined: the rules it uses, and what people decided. */
export function identityPolicy(ports: Pick<KeptPorts, 'openState'>): IdentityPolicy {
  return withKeptState(ports, (state) => {
    const version = state.identityRules() ?? newestIdentityRules.version;
    const rules = identityRules.find((one) => one.version === version);
    if (rules === undefined)
      throw new DataUnavailable({
        code: 'store-newer',
        message: `the data directory uses version ${version} of the identity rules, this program knows up to ${newestIdentityRules.version}`,
        remedy: 'install the newer version of fixfirst',
      });
    return { rules, decisions: state.identityDecisions() };
  });
}

/** A data directory keeps the rules that were the newest at its first import, until a person applies others. */
export function keepIdentityRules(ports: Pick<KeptPorts, 'openState'>): void {
  withKeptState(ports, (state) => {
    if (state.identityRules() === undefined) state.setIdentityRules(newestIdentityRules.version);
  });
}
