import {
  criticalityValues,
  ExposureGraph,
  type BuiltGraph,
  type CriticalAsset,
  type CriticalityLevel,
  type EstateFacts,
  type IdentityFact,
} from '../graph/index.ts';
import { criticalClasses, fits, type AssetsFile, type DeviceProfile } from '../posture/index.ts';
import type { Device } from './gather-devices.ts';
import type { SoftwareFacts } from './gather-services.ts';

export interface CriticalAssets {
  readonly list: readonly CriticalAsset[];
  /** Nothing that was recognised or named can be reached, so every device stands in with the lowest value. */
  readonly isFallback: boolean;
  /** Patterns of the assets file that fit nothing. */
  readonly unmatched: readonly string[];
}

/** Recognises critical assets by the predefined classes and the user's own list; the user's word wins. */
export function findCriticalAssets(
  built: BuiltGraph,
  devices: readonly Device[],
  facts: EstateFacts,
  software: SoftwareFacts,
  assets: AssetsFile,
): CriticalAssets {
  const found = new Map<number, CriticalAsset>();
  const add = (
    node: number,
    level: CriticalityLevel,
    className: string,
    value = criticalityValues[level],
  ): void => {
    if (!found.has(node)) found.set(node, { node, level, className, value });
  };
  const unmatched: string[] = [];
  for (const item of assets.critical) {
    let hits = 0;
    if (item.device !== undefined) {
      devices.forEach((device, i) => {
        if (![...device.names, ...device.addresses].some((name) => fits(item.device!, name))) return;
        hits++;
        add(built.context.deviceNode(i), item.level, 'assets file', item.value);
      });
    }
    if (item.identity !== undefined) {
      for (const identity of facts.identities) {
        if (!fits(item.identity, identity.name)) continue;
        hits++;
        add(built.context.refNode(identity.ref), item.level, 'assets file', item.value);
      }
    }
    if (hits === 0) unmatched.push(item.device ?? item.identity ?? '');
  }
  const classes = criticalClasses.filter((c) => !assets.classesOff.includes(c.name));
  const profiles = deviceProfiles(devices, facts, software, built);
  profiles.forEach((profile, i) => {
    const match = classes.find((c) => c.appliesTo === 'device' && c.matches(profile));
    if (match !== undefined) add(built.context.deviceNode(i), match.level, match.name);
  });
  for (const identity of facts.identities) {
    if (!identity.isDescribed) continue;
    const profile = { rid: ridOf(identity.ref), type: identity.type };
    const match = classes.find((c) => c.appliesTo === 'identity' && c.matches(profile));
    if (match !== undefined) add(built.context.refNode(identity.ref), match.level, match.name);
  }
  // Where nothing was recognised, or nothing of it can be reached, the devices themselves stand in.
  const isFallback = devices.length > 0 && !reachesAny(built.graph, found);
  if (isFallback) devices.forEach((_, i) => add(built.context.deviceNode(i), 'Low', 'any device'));
  return { list: [...found.values()].sort((a, b) => a.node - b.node), isFallback, unmatched };
}

function reachesAny(graph: ExposureGraph, found: ReadonlyMap<number, CriticalAsset>): boolean {
  const next = new Map<number, number[]>();
  for (const edge of graph.edges) {
    if (edge.p <= 0) continue;
    const list = next.get(edge.from);
    if (list === undefined) next.set(edge.from, [edge.to]);
    else list.push(edge.to);
  }
  const seen = new Set([ExposureGraph.attacker]);
  const queue = [ExposureGraph.attacker];
  for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
    if (found.has(node)) return true;
    for (const to of next.get(node) ?? []) {
      if (seen.has(to)) continue;
      seen.add(to);
      queue.push(to);
    }
  }
  return false;
}

function deviceProfiles(
  devices: readonly Device[],
  facts: EstateFacts,
  software: SoftwareFacts,
  built: BuiltGraph,
): readonly DeviceProfile[] {
  const ports = devices.map(() => new Set<number>());
  for (const service of facts.services) ports[service.device]!.add(service.port);
  const controllers = new Set<number>();
  const authorities = new Set<number>();
  for (const relation of [...facts.relations, ...built.derived]) {
    const device = built.context.deviceOfRef(relation.from);
    if (device === undefined) continue;
    if (relation.relation === 'DCFor' || (relation.relation === 'MemberOf' && /-516$/.test(relation.to)))
      controllers.add(device);
    if (relation.relation === 'HostsCAService') authorities.add(device);
  }
  const byRef = new Map(facts.identities.map((identity): [string, IdentityFact] => [identity.ref, identity]));
  return devices.map((device, i) => ({
    names: device.names,
    os: device.os,
    software: [...(software.roles.get(i) ?? [])],
    openPorts: ports[i]!,
    isDomainController:
      controllers.has(i) || device.refs.some((ref) => byRef.get(ref)?.properties['isdc'] === true),
    hostsCertificateAuthority: authorities.has(i),
    value: device.value,
  }));
}

/** Relative id of a domain SID, or the whole of a well-known one (collectors write it behind the domain's name). */
function ridOf(ref: string): string {
  const wellKnown = /S-1-5-32-\d+$/.exec(ref);
  if (wellKnown !== null) return wellKnown[0];
  return ref.slice(ref.lastIndexOf('-') + 1);
}
