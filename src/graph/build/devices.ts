import ipaddr from 'ipaddr.js';
import type { BuildContext } from './context.ts';

/** Places devices in network segments and joins the two ways to hold one. */
export function addDeviceEdges(context: BuildContext): void {
  const { graph, facts } = context;
  const inside = (): number => graph.node('segment:inside', 'segment', 'the internal network');
  facts.devices.forEach((device, i) => {
    const node = context.deviceNode(i);
    const foothold = context.footholdNode(i);
    graph.edge('AdminHolds', node, foothold, { kind: 'structure' });
    const segments = new Set(device.addresses.flatMap((address) => segmentOf(address) ?? []));
    for (const name of segments) {
      const segment = graph.node(`segment:${name}`, 'segment', `network ${name}`);
      graph.edge('SegmentRoute', segment, inside(), { kind: 'structure' });
      graph.edge(
        'SegmentRoute',
        inside(),
        segment,
        { kind: 'structure' },
        {
          p: 0.5,
          note: 'assumed: no firewall rules or flows in the input',
        },
      );
      graph.edge('InSegment', foothold, segment, { kind: 'structure' }, { evidence: [device.evidence] });
    }
    if (device.isRouter === true) {
      graph.edge(
        'InSegment',
        node,
        inside(),
        { kind: 'structure' },
        { note: 'it routes between the networks', evidence: [device.evidence] },
      );
    }
    if (segments.size === 0) {
      graph.edge(
        'InSegment',
        foothold,
        inside(),
        { kind: 'structure' },
        {
          p: 0.5,
          note: 'assumed: no internal address of this device in the input',
          evidence: [device.evidence],
        },
      );
    }
  });
}

/** Segments from which a device can be reached: its own, else the whole inside. */
export function segmentsReaching(context: BuildContext, device: number): readonly number[] {
  const { graph, facts } = context;
  const names = new Set(facts.devices[device]!.addresses.flatMap((address) => segmentOf(address) ?? []));
  const segments = [...names].map((name) => graph.node(`segment:${name}`, 'segment', `network ${name}`));
  return segments.length > 0 ? segments : [graph.node('segment:inside', 'segment', 'the internal network')];
}

/** The /24 (IPv4) or /64 (IPv6) of an internal address; undefined for public ones. */
export function segmentOf(text: string): string | undefined {
  if (!ipaddr.isValid(text)) return undefined;
  const address = ipaddr.process(text);
  const range = address.range();
  if (address.kind() === 'ipv4') {
    return range === 'private' || range === 'carrierGradeNat'
      ? `${address.toString().replace(/\.\d+$/, '.0')}/24`
      : undefined;
  }
  if (range !== 'uniqueLocal') return undefined;
  const [a, b, c, d] = (address as ipaddr.IPv6).parts;
  return `${[a, b, c, d].map((part) => (part ?? 0).toString(16)).join(':')}::/64`;
}

/** An address that the internet can route to (documentation ranges count: sample estates use them). */
export function isPublicAddress(text: string): boolean {
  if (!ipaddr.isValid(text)) return false;
  const range = ipaddr.process(text).range();
  return range === 'unicast' || range === 'reserved';
}
