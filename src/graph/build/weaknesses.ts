import { ExposureGraph, type Evidence } from '../model/exposure-graph.ts';
import type { BuildContext } from './context.ts';
import { segmentsReaching } from './devices.ts';
import { exposedServices } from './exposed-services.ts';
import type { WeaknessFact } from './facts.ts';

/** From this probability on a CVE has a coin of its own that all its devices share; rarer ones of a product are taken together. */
const ownCoinQ = 0.01;

/** Chance that we are tried in 30 days through an exposed service, given that the weakness is weaponised (own prior). */
const triedFromOutside = 0.5;

/** Edges that weaknesses make: from the internet, from the network, through a person's client program, and from user to administrator. */
export function addWeaknessEdges(context: BuildContext): void {
  const exposedPorts = portsSeenFromOutside(context);
  for (const [device, list] of byDevice(context.facts.weaknesses)) {
    const isExposed = context.facts.devices[device]!.isInternetFacing === true;
    for (const group of groups(context.facts.weaknesses, list)) {
      const kind = group.attack;
      if (kind === 'local') {
        add(context, 'LocalPrivEsc', context.footholdNode(device), context.deviceNode(device), group, 1);
      } else if (kind === 'client') {
        add(context, 'ClientExploit', lureNode(context, device), context.footholdNode(device), group, 1);
      } else {
        for (const segment of segmentsReaching(context, device)) {
          add(context, 'RemoteExploit', segment, context.deviceNode(device), group, 1);
        }
        const ports = exposedPorts.get(device);
        const isReached = group.port === undefined || ports === undefined || ports.has(group.port);
        if (isExposed && isReached) {
          add(
            context,
            'InternetExploit',
            ExposureGraph.attacker,
            context.deviceNode(device),
            group,
            triedFromOutside,
          );
        }
      }
    }
  }
}

/** Somebody on the device opens what an attacker sends: one chance a device, whatever number of programs it could exploit. */
function lureNode({ graph, facts }: BuildContext, device: number): number {
  const { id, name } = facts.devices[device]!;
  const node = graph.node(`lure:${id}`, 'foothold', `something opened on ${name}`);
  graph.edge('Lured', ExposureGraph.attacker, node, { kind: 'structure' });
  return node;
}

/** Weaknesses of one product on one device that share an edge. */
interface WeaknessGroup {
  readonly attack: 'network' | 'client' | 'local';
  /** Discriminator: the CVE with its remedy (one device may have it in two products), or the remedy for the rare ones together. */
  readonly by: string;
  /** Index of the likeliest of them. */
  readonly weakness: number;
  /** p of the edge before the factor of its kind. */
  readonly p: number;
  readonly factor?: { readonly id: string; readonly q: number };
  readonly port?: number;
  readonly evidence: readonly Evidence[];
  readonly note?: string;
}

function groups(weaknesses: readonly WeaknessFact[], indices: readonly number[]): readonly WeaknessGroup[] {
  const result: WeaknessGroup[] = [];
  const rare = new Map<string, { indices: number[]; survive: number }>();
  for (const i of indices) {
    const weakness = weaknesses[i]!;
    if (weakness.attack === 'none') continue;
    const { attack, port } = weakness;
    if (weakness.q >= ownCoinQ) {
      result.push({
        attack,
        by: `${weakness.id} ${weakness.remedy}${port === undefined ? '' : `:${port}`}`,
        weakness: i,
        p: weakness.reliability,
        factor: { id: `cve:${weakness.id}`, q: weakness.q },
        ...(port === undefined ? {} : { port }),
        evidence: [weakness.evidence],
        note: [`${weakness.id}: ${weakness.reason}`, weakness.assumed]
          .filter((text) => text !== undefined)
          .join('; '),
      });
      continue;
    }
    const key = `${attack} ${weakness.remedy} ${port ?? ''}`;
    const group = rare.get(key);
    if (group === undefined) rare.set(key, { indices: [i], survive: 1 - weakness.q * weakness.reliability });
    else {
      group.indices.push(i);
      group.survive *= 1 - weakness.q * weakness.reliability;
    }
  }
  for (const [key, group] of rare) {
    const worst = group.indices.reduce((a, b) => (weaknesses[b]!.q > weaknesses[a]!.q ? b : a));
    const { attack, port, evidence } = weaknesses[worst]!;
    if (attack === 'none') continue;
    const count = group.indices.length;
    result.push({
      attack,
      by: key,
      weakness: worst,
      p: 1 - group.survive,
      ...(port === undefined ? {} : { port }),
      evidence: [evidence],
      note: `${count} ${count === 1 ? 'weakness' : 'weaknesses'} that ${count === 1 ? 'is' : 'are'} rarely exploited, taken together`,
    });
  }
  return result;
}

function add(
  context: BuildContext,
  kind: string,
  from: number,
  to: number,
  group: WeaknessGroup,
  tried: number,
): void {
  if (group.factor !== undefined) {
    // Sources may know more or less of one CVE's exploits: the most that is known holds, whatever the order of files.
    const known = context.graph.factorQ(group.factor.id) ?? 0;
    context.graph.factor(group.factor.id, Math.max(known, group.factor.q));
  }
  context.graph.edge(
    kind,
    from,
    to,
    { kind: 'weakness', weakness: group.weakness },
    {
      p: group.p * tried,
      factors: group.factor === undefined ? [] : [group.factor.id],
      evidence: group.evidence,
      by: group.by,
      ...(group.note === undefined ? {} : { note: group.note }),
    },
  );
}

function byDevice(weaknesses: readonly WeaknessFact[]): ReadonlyMap<number, readonly number[]> {
  const result = new Map<number, number[]>();
  weaknesses.forEach((weakness, i) => {
    const list = result.get(weakness.device);
    if (list === undefined) result.set(weakness.device, [i]);
    else list.push(i);
  });
  return result;
}

/** Ports of a device that the internet reaches; a device without such knowledge is not in the map. */
function portsSeenFromOutside(context: BuildContext): ReadonlyMap<number, ReadonlySet<number>> {
  const result = new Map<number, Set<number>>();
  for (const service of exposedServices(context)) {
    const ports = result.get(service.device);
    if (ports === undefined) result.set(service.device, new Set([service.port]));
    else ports.add(service.port);
  }
  return result;
}
