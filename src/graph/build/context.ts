import type { NodeKind } from '../model/exposure-graph.ts';
import type { ExposureGraph } from '../model/exposure-graph.ts';
import type { EstateFacts, IdentityFact } from './facts.ts';

/** What every family of edges needs: the graph, the facts, and the way from a ref to its node. */
export interface BuildContext {
  readonly graph: ExposureGraph;
  readonly facts: EstateFacts;
  deviceNode(device: number): number;
  footholdNode(device: number): number;
  /** Node of a ref: the device when the ref is one, else the identity; made on first mention. */
  refNode(ref: string): number;
  deviceOfRef(ref: string): number | undefined;
  identityOfRef(ref: string): IdentityFact | undefined;
}

export function buildContext(graph: ExposureGraph, facts: EstateFacts): BuildContext {
  const devices = new Map<string, number>();
  facts.devices.forEach((device, i) => {
    for (const ref of device.refs) devices.set(ref, i);
  });
  const identities = new Map(facts.identities.map((identity) => [identity.ref, identity]));
  const deviceNode = (device: number): number => {
    const fact = facts.devices[device]!;
    return graph.node(`device:${fact.id}`, 'device', fact.name);
  };
  return {
    graph,
    facts,
    deviceNode,
    footholdNode(device) {
      const fact = facts.devices[device]!;
      return graph.node(`foothold:${fact.id}`, 'foothold', `user session on ${fact.name}`);
    },
    refNode(ref) {
      const device = devices.get(ref);
      if (device !== undefined) return deviceNode(device);
      const identity = identities.get(ref);
      return graph.node(ref, nodeKindOf(identity?.type), identity?.name ?? ref.slice(ref.indexOf(':') + 1));
    },
    deviceOfRef: (ref) => devices.get(ref),
    identityOfRef: (ref) => identities.get(ref),
  };
}

const nodeKinds: Readonly<Record<string, NodeKind>> = {
  User: 'user',
  LocalUser: 'user',
  Group: 'group',
  ADLocalGroup: 'group',
  Domain: 'domain',
  GPO: 'policy',
  OU: 'container',
  Container: 'container',
  CertTemplate: 'certificate',
  EnterpriseCA: 'certificate',
  RootCA: 'certificate',
  AIACA: 'certificate',
  NTAuthStore: 'certificate',
  IssuancePolicy: 'certificate',
};

function nodeKindOf(type: string | undefined): NodeKind {
  return type !== undefined && Object.hasOwn(nodeKinds, type) ? nodeKinds[type]! : 'group';
}
