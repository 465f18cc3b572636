import { ok, type Result } from '../../base/fault.ts';
import type { EpochMs } from '../../base/time.ts';
import { deviceKeys, type MergeReason } from '../../ingest/index.ts';
import type { IdentityDecision } from '../../state/index.ts';
import type { Device } from '../gather-devices.ts';
import { findDevice, handlesOf, identify, keptSightings, type KeptSightings } from './identify-devices.ts';
import { identityPolicy } from './identity-policy.ts';
import type { KeptPorts } from './kept-ports.ts';
import { withKeptState } from './with-kept-state.ts';

/** Why a device is one, and why others that share a key with it are not it. */
export interface DeviceWhy {
  readonly device: Device;
  /** Version of the rules that said so. */
  readonly rules: number;
  readonly sightings: readonly {
    readonly source: string;
    readonly importId: number | undefined;
    readonly file: string;
    readonly locator: string;
    readonly time?: EpochMs | undefined;
    readonly keys: readonly string[];
  }[];
  readonly joinedBy: readonly MergeReason[];
  readonly keptApart: readonly {
    readonly key: string;
    readonly other: string;
    readonly otherId: string;
    readonly because: string;
  }[];
  readonly decisions: readonly IdentityDecision[];
}

/** Explains a device of the data directory; `bad-option` when there is none or several of that name. */
export async function whyDevice(
  store: KeptSightings,
  name: string,
  ports: Pick<KeptPorts, 'openState'>,
): Promise<Result<DeviceWhy>> {
  const policy = identityPolicy(ports);
  const devices = identify(await keptSightings(store), policy);
  const found = findDevice(devices, name);
  if (!found.ok) return found;
  const { device, resolved } = found.value;
  const handles = new Set(handlesOf(devices, found.value));
  return ok({
    device,
    rules: policy.rules.version,
    sightings: resolved.sightings.map((i) => {
      const sighting = devices.sightings[i]!;
      const { source, report, evidence, time } = sighting;
      const keys = deviceKeys(sighting).map(({ text }) => text);
      return { source, importId: report, file: evidence.file, locator: evidence.locator, time, keys };
    }),
    joinedBy: resolved.reasons,
    keptApart: devices.apart.flatMap(({ key, sightings, because }) => {
      const [a, b] = sightings.map((i) => devices.deviceOf.get(i)!);
      // What one key kept apart another one may have joined.
      if (a === b || (a !== found.value && b !== found.value)) return [];
      const other = (a === found.value ? b! : a!).device;
      return [{ key, other: other.name, otherId: other.id, because }];
    }),
    decisions: withKeptState(ports, (state) => state.identityDecisions()).filter(
      ({ a, b }) => handles.has(a) || handles.has(b),
    ),
  });
}
