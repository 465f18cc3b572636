import { failed, ok, type Result } from '../../base/fault.ts';
import { identityRules, type IdentityRules } from '../../ingest/index.ts';
import { identify, keptSightings, type IdentifiedDevices, type KeptSightings } from './identify-devices.ts';
import { identityPolicy } from './identity-policy.ts';
import type { KeptPorts } from './kept-ports.ts';
import { withKeptState } from './with-kept-state.ts';

/** What other rules would make of the sightings. */
export interface RulesChange {
  readonly from: IdentityRules;
  readonly to: IdentityRules;
  readonly devicesBefore: number;
  readonly devicesAfter: number;
  /** Names of the devices that would become one. */
  readonly merged: readonly (readonly string[])[];
  /** Names of the devices that would become several, each with what they would be. */
  readonly split: readonly { readonly name: string; readonly into: readonly string[] }[];
}

/**
 * Says what a version of the rules (undefined: the one in use) would change, and changes nothing; `bad-option` when there is no
 * such version.
 */
export async function compareRules(
  store: KeptSightings,
  version: number | undefined,
  ports: Pick<KeptPorts, 'openState'>,
): Promise<Result<RulesChange>> {
  const policy = identityPolicy(ports);
  const to = version === undefined ? policy.rules : identityRules.find((rules) => rules.version === version);
  if (to === undefined)
    return failed({
      code: 'bad-option',
      message: `there is no version ${version} of the identity rules`,
      remedy: `versions ${identityRules.map((rules) => rules.version).join(', ')} are known`,
    });
  const sightings = await keptSightings(store);
  const before = identify(sightings, policy);
  const after = identify(sightings, { ...policy, rules: to });
  return ok({
    from: policy.rules,
    to,
    devicesBefore: before.list.length,
    devicesAfter: after.list.length,
    merged: parts(after, before).map(({ into }) => into),
    split: parts(before, after),
  });
}

/** Uses a version of the rules from now on. */
export function applyRules(version: number, ports: Pick<KeptPorts, 'openState'>): void {
  withKeptState(ports, (state) => {
    state.setIdentityRules(version);
  });
}

/** Devices of the one whose sightings are several devices in the other. */
function parts(one: IdentifiedDevices, other: IdentifiedDevices): RulesChange['split'] {
  return one.list.flatMap(({ device, resolved }) => {
    const into = new Set(resolved.sightings.map((i) => other.deviceOf.get(i)!.device));
    return into.size < 2 ? [] : [{ name: device.name, into: [...into].map(({ name }) => name).sort() }];
  });
}
