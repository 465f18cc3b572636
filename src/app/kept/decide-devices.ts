import { failed, ok, type Result } from '../../base/fault.ts';
import { checkText, type IdentityDecision } from '../../state/index.ts';
import {
  findDevice,
  handlesOf,
  identify,
  keptSightings,
  type Identified,
  type IdentifiedDevices,
  type KeptSightings,
} from './identify-devices.ts';
import { identityPolicy } from './identity-policy.ts';
import type { KeptPorts } from './kept-ports.ts';
import { withKeptState } from './with-kept-state.ts';

type Ports = Pick<KeptPorts, 'openState' | 'now' | 'user'>;

/**
 * Decides that two devices are one. It holds for every later import too, until it is forgotten. `bad-option` when one of them is
 * not known, both are one already, another decision speaks against it, or not all that was seen of the two would be of the one.
 */
export async function mergeDevices(
  store: KeptSightings,
  names: readonly [string, string],
  reason: string,
  ports: Ports,
): Promise<Result<IdentityDecision>> {
  const policy = identityPolicy(ports);
  const devices = identify(await keptSightings(store), policy);
  const [a, b] = [findDevice(devices, names[0]), findDevice(devices, names[1])];
  if (!a.ok) return a;
  if (!b.ok) return b;
  if (a.value === b.value) return refused(`${names[0]} and ${names[1]} are one device already`);
  const [first, second] = [ownHandle(devices, a.value), ownHandle(devices, b.value)];
  if (first === undefined || second === undefined)
    return refused('nothing but the place in its report tells one of the two from other devices');
  const draft = { kind: 'same', a: first, b: second } as const;
  const after = identify(devices.sightings, { ...policy, decisions: [...policy.decisions, draft] });
  const joined = new Set(
    [...a.value.resolved.sightings, ...b.value.resolved.sightings].map((i) => after.deviceOf.get(i)),
  );
  if (joined.size > 1) {
    const handles = new Set([a.value, b.value].flatMap((one) => handlesOf(devices, one)));
    const isDecided = policy.decisions.some(
      (one) => one.kind === 'different' && handles.has(one.a) && handles.has(one.b),
    );
    const apart = after.apart.find(({ sightings }) =>
      sightings.every((i) => joined.has(after.deviceOf.get(i))),
    );
    return isDecided || apart === undefined
      ? refused(
          'an earlier decision says that they are two',
          'fixfirst devices decisions lists it, devices forget N takes it back',
        )
      : refused(
          `what the sources saw of the two would not stay together: ${apart.because} (${apart.key})`,
          'fixfirst devices why NAME prints what each of them saw',
        );
  }
  return keep(draft, reason, ports);
}

/**
 * Decides that what one device is known by belongs to two. Each handle is a key of the device, or `KEY@SOURCE`. `bad-option` when
 * they are not of one device, or one sighting holds both.
 */
export async function splitDevice(
  store: KeptSightings,
  handles: readonly [string, string],
  reason: string,
  ports: Ports,
): Promise<Result<IdentityDecision>> {
  const policy = identityPolicy(ports);
  const devices = identify(await keptSightings(store), policy);
  const [a, b] = handles.map((handle) => handle.toLowerCase()) as [string, string];
  const holders = (handle: string): readonly Identified[] =>
    devices.list.filter((one) => handlesOf(devices, one).includes(handle));
  for (const handle of [a, b])
    if (holders(handle).length === 0)
      return refused(
        `no device has the key ${handle}`,
        'fixfirst devices why NAME prints the keys of each sighting; KEY@SOURCE means it as that source saw it',
      );
  const both = holders(a).find((one) => holders(b).includes(one));
  if (both === undefined) return refused(`${a} and ${b} are of different devices already`);
  const draft = { kind: 'different', a, b } as const;
  const after = identify(devices.sightings, { ...policy, decisions: [...policy.decisions, draft] });
  const isTogether = after.list.some((one) => {
    const held = handlesOf(after, one);
    return held.includes(a) && held.includes(b);
  });
  if (isTogether)
    return refused(
      `a source says ${a} and ${b} of one device, and that stands`,
      'choose keys that no sighting holds together: fixfirst devices why NAME prints them',
    );
  return keep(draft, reason, ports);
}

/** What people decided, oldest first. */
export function identityDecisions(ports: Pick<KeptPorts, 'openState'>): readonly IdentityDecision[] {
  return withKeptState(ports, (state) => state.identityDecisions());
}

/** Takes a decision back; `bad-option` when there is none of that number. */
export function forgetDecision(id: number, ports: Pick<KeptPorts, 'openState'>): Result<void> {
  return withKeptState(ports, (state) =>
    state.deleteIdentityDecision(id)
      ? ok(undefined)
      : refused(`there is no decision ${id}`, 'fixfirst devices decisions lists them'),
  );
}

function keep(
  draft: Pick<IdentityDecision, 'kind' | 'a' | 'b'>,
  reason: string,
  ports: Ports,
): Result<IdentityDecision> {
  const checked = checkText('description', reason, 'the reason');
  if (!checked.ok) return checked;
  return ok(
    withKeptState(ports, (state) =>
      state.addIdentityDecision({ ...draft, reason: checked.value, by: ports.user }, ports.now()),
    ),
  );
}

/** The strongest handle that no other device has. */
function ownHandle(devices: IdentifiedDevices, one: Identified): string | undefined {
  const others = new Set(
    devices.list.filter((other) => other !== one).flatMap((other) => handlesOf(devices, other)),
  );
  return handlesOf(devices, one).find((handle) => !others.has(handle));
}

function refused(message: string, remedy?: string): Result<never> {
  return failed({ code: 'bad-option', message, ...(remedy === undefined ? {} : { remedy }) });
}
