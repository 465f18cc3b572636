import { severityOfCvss } from '../../base/severity.ts';
import { isPublicAddress, edgeKind, type ExposureNode, type WeaknessFact } from '../../graph/index.ts';
import type { Store } from '../../store/index.ts';
import { criticalities, type Criticality } from './criticality.ts';
import { deviceRecords, idOf, type DeviceRecord } from './device-records.ts';
import { publishedEdge } from './edge-labels.ts';
import type { HuntingFacts, RowWriter, TableFamily } from './family.ts';

/**
 * The exposure graph under its published labels. A device is one node: what an attacker holds of it as a user and as its
 * administrator, two nodes of the risk model, is told by `rawData.asUser` of the edges. CVEs and addresses are nodes beside
 * it (`affecting`, `routes traffic to`). A fact under `rawData` that is absent is unknown or not so.
 */
export const exposureGraph: TableFamily = {
  tables: ['ExposureGraphNodes', 'ExposureGraphEdges'],
  async fill(facts, store, out) {
    const nodes = await writeNodes(facts, store, out);
    await writeEdges(facts, nodes, out);
    await writeWeaknesses(facts, nodes, out);
    await writeAddresses(facts, nodes, out);
  },
};

/** What both ends of an edge repeat of a node. */
interface Published {
  readonly id: string;
  readonly name: string;
  readonly label: string;
  readonly categories: readonly string[];
}

type Properties = Readonly<Record<string, unknown>>;

/** Writes the nodes of the model; answers the published node of each, which is the device for all that is part of it. */
async function writeNodes(facts: HuntingFacts, store: Store, out: RowWriter): Promise<readonly Published[]> {
  const { estate } = facts;
  const critical = criticalities(estate);
  const records = new Map(
    (await deviceRecords(facts, store)).map((record) => [`device:${record.device.id}`, record]),
  );
  const weaknesses = weaknessesByDevice(facts);
  const published = new Map<string, Published>();
  const ofNode: Published[] = [];
  for (const node of estate.built.graph.nodes) {
    // `foothold:…` and `lure:…` are parts of the device of the same id.
    const id = node.id.replace(/^(foothold|lure):/, 'device:');
    let known = published.get(id);
    if (known === undefined) {
      const record = records.get(id);
      known =
        record === undefined
          ? { id, name: node.label, ...kindOf(node, estate.built.context.identityOfRef(id)?.type) }
          : { id, name: record.device.name, label: 'device', categories: ['compute', 'device'] };
      published.set(id, known);
      writeNode(
        out,
        known,
        {
          ...criticalityFacts(critical.get(id)),
          ...(record === undefined ? {} : deviceFacts(record, weaknesses.get(id) ?? [], facts)),
        },
        record === undefined ? entityIds(id) : deviceEntityIds(record),
      );
      await out.pressure();
    }
    ofNode.push(known);
  }
  return ofNode;
}

function writeNode(
  out: RowWriter,
  { id, name, label, categories }: Published,
  rawData: Properties,
  ids: readonly Properties[],
): void {
  out.published('ExposureGraphNodes', {
    NodeId: id,
    NodeName: name,
    NodeLabel: label,
    Categories: categories,
    NodeProperties: { rawData },
    EntityIds: ids,
  });
}

function kindOf(
  node: ExposureNode,
  identityType: string | undefined,
): Pick<Published, 'label' | 'categories'> {
  switch (node.kind) {
    case 'device':
    case 'foothold':
      return { label: 'device', categories: ['compute', 'device'] };
    case 'user':
      return { label: 'user', categories: ['identity'] };
    case 'group':
      return { label: 'group', categories: ['identity'] };
    case 'domain':
      return { label: 'domain', categories: ['identity'] };
    case 'policy':
      return { label: 'group policy', categories: ['policy'] };
    case 'container':
      return { label: 'organizational unit', categories: ['container'] };
    case 'certificate':
      return {
        label: identityType === 'CertTemplate' ? 'certificate template' : 'certificate authority',
        categories: ['certificate'],
      };
    case 'segment':
      return { label: 'network', categories: ['network'] };
    case 'secret':
      return { label: 'secret', categories: ['secret'] };
    case 'resource': {
      const type = /^resource:([^:]+):/.exec(node.id)?.[1] ?? 'resource';
      return { label: type === 'image' ? 'container image' : type, categories: [type] };
    }
    case 'attacker':
      return { label: 'attacker', categories: [] };
  }
}

function weaknessesByDevice({ estate }: HuntingFacts): ReadonlyMap<string, readonly WeaknessFact[]> {
  const byDevice = new Map<string, WeaknessFact[]>();
  for (const weakness of estate.facts.weaknesses) {
    const id = `device:${estate.devices.list[weakness.device]!.id}`;
    const known = byDevice.get(id);
    if (known === undefined) byDevice.set(id, [weakness]);
    else known.push(weakness);
  }
  return byDevice;
}

/** Facts about a device in the spellings that published queries use. */
function deviceFacts(
  { device, platform, lastSeen }: DeviceRecord,
  weaknesses: readonly WeaknessFact[],
  { intelligence }: HuntingFacts,
): Properties {
  const most = (list: readonly WeaknessFact[]): number | undefined => {
    const scores = list.flatMap(({ id }) => intelligence.cves.get(id)?.cvssScore ?? []);
    return scores.length === 0 ? undefined : scores.reduce((a, b) => Math.max(a, b));
  };
  const weakness = (names: readonly string[], list: readonly WeaknessFact[]): Properties => {
    if (list.length === 0) return {};
    const cves = [...new Set(list.map(({ id }) => id))];
    return Object.fromEntries(
      names.map((name) => [name, { [name]: true, maxCvssScore: most(list), weaknesses: cves.length }]),
    );
  };
  const remote = weaknesses.filter(({ attack }) => attack === 'network' || attack === 'client');
  const local = weaknesses.filter(({ attack }) => attack === 'local');
  const highest = most(weaknesses);
  return {
    osType: device.os === '' ? undefined : device.os,
    osPlatform: platform,
    lastSeen: lastSeen === undefined ? undefined : new Date(lastSeen).toISOString(),
    ...(device.isInternetFacing === true
      ? {
          exposedToInternet: { exposedToInternet: true, reason: device.exposureReason },
          IsInternetFacing: true,
          isInternetFacing: true,
        }
      : {}),
    ...weakness(['vulnerableToRCE', 'VulnerableToRCE'], remote),
    ...weakness(['vulnerableToPrivilegeEscalation', 'VulnerableToPrivilegeEscalation'], local),
    ...(highest === undefined
      ? {}
      : {
          highRiskVulnerabilityInsights: {
            hasHighOrCritical: ['High', 'Critical'].includes(severityOfCvss(highest)),
            maxCvssScore: highest,
            vulnerableToRemoteCodeExecution: { maxCvssScore: most(remote) },
          },
        }),
  };
}

function criticalityFacts(criticality: Criticality | undefined): Properties {
  if (criticality === undefined) return {};
  const { level, className } = criticality;
  return { criticalityLevel: { criticalityLevel: level, ruleNames: [className] } };
}

function deviceEntityIds(record: DeviceRecord): readonly Properties[] {
  const ids: Properties[] = [{ type: 'DeviceInventoryId', id: record.device.id }];
  const add = (type: string, id: unknown): void => {
    if (typeof id === 'string') ids.push({ type, id });
  };
  add('MdeMachineId', idOf(record, 'mde'));
  add('SenseDeviceId', idOf(record, 'mde'));
  add('SecurityIdentifier', idOf(record, 'sid'));
  add('AzureResourceId', record.facts['azureResourceId'] ?? record.facts['resourceId']);
  return ids;
}

/** Ids of a directory object: its SID or GUID. */
function entityIds(ref: string): readonly Properties[] {
  const id = /^directory:(.+)$/.exec(ref)?.[1];
  if (id === undefined) return [];
  const sid = /S-1-\d+(-\d+)+$/.exec(id)?.[0];
  return [
    sid === undefined ? { type: 'ActiveDirectoryObjectGuid', id } : { type: 'SecurityIdentifier', id: sid },
  ];
}

async function writeEdges(
  { estate }: HuntingFacts,
  nodes: readonly Published[],
  out: RowWriter,
): Promise<void> {
  const { graph } = estate.built;
  for (const [i, edge] of graph.edges.entries()) {
    const from = nodes[edge.from]!;
    const to = nodes[edge.to]!;
    // Within one device: the fact stands with the node.
    if (from === to) continue;
    const kind = edgeKind(edge.kind);
    const { label, properties } = publishedEdge(edge.kind);
    const asUser = [edge.from, edge.to].some((node) => graph.nodes[node]!.kind === 'foothold');
    writeEdge(out, graph.edgeId(i), label, from, to, {
      ...properties,
      kind: edge.kind,
      probability: edge.p,
      meaning: kind?.meaning,
      technique: kind?.technique,
      ...(asUser ? { asUser: true } : {}),
      note: edge.note,
      evidence: edge.evidence,
    });
    await out.pressure();
  }
}

function writeEdge(
  out: RowWriter,
  id: string,
  label: string,
  from: Published,
  to: Published,
  rawData: Properties,
): void {
  out.published('ExposureGraphEdges', {
    EdgeId: id,
    EdgeLabel: label,
    SourceNodeId: from.id,
    SourceNodeName: from.name,
    SourceNodeLabel: from.label,
    SourceNodeCategories: from.categories,
    TargetNodeId: to.id,
    TargetNodeName: to.name,
    TargetNodeLabel: to.label,
    TargetNodeCategories: to.categories,
    EdgeProperties: { rawData },
  });
}

/** The published node of each device that the graph holds. */
function deviceNodes(
  { estate }: HuntingFacts,
  nodes: readonly Published[],
): readonly (Published | undefined)[] {
  const { graph } = estate.built;
  return estate.devices.list.map(({ id }) => {
    const node = graph.find(`device:${id}`);
    return node === undefined ? undefined : nodes[node];
  });
}

/** CVEs and what they affect. */
async function writeWeaknesses(
  facts: HuntingFacts,
  nodes: readonly Published[],
  out: RowWriter,
): Promise<void> {
  const devices = deviceNodes(facts, nodes);
  const cves = new Map<string, Published>();
  const seen = new Set<string>();
  for (const { device, id, q, reason, attack, evidence } of facts.estate.facts.weaknesses) {
    const target = devices[device];
    if (target === undefined || !id.startsWith('CVE-')) continue;
    let cve = cves.get(id);
    if (cve === undefined) {
      cve = { id: `cve:${id}`, name: id, label: 'Cve', categories: ['vulnerability'] };
      cves.set(id, cve);
      writeNode(out, cve, cveFacts(id, facts), [{ type: 'CveId', id }]);
    }
    const edge = `${cve.id}>affecting>${target.id}`;
    if (seen.has(edge)) continue;
    seen.add(edge);
    writeEdge(out, edge, 'affecting', cve, target, {
      exploitProbability: q,
      reason,
      attack,
      evidence: [evidence],
    });
    await out.pressure();
  }
}

function cveFacts(id: string, { intelligence }: HuntingFacts): Properties {
  const score = intelligence.cves.get(id)?.cvssScore;
  return {
    ...(score === undefined ? {} : { cvssScore: score, severity: severityOfCvss(score) }),
    epss: intelligence.epss.get(id),
    ...(intelligence.kev.has(id) ? { isKnownExploited: true } : {}),
  };
}

/** Addresses and the devices that answer to them. */
async function writeAddresses(
  facts: HuntingFacts,
  nodes: readonly Published[],
  out: RowWriter,
): Promise<void> {
  const devices = deviceNodes(facts, nodes);
  const addresses = new Map<string, Published>();
  for (const [i, device] of facts.estate.devices.list.entries()) {
    const target = devices[i];
    if (target === undefined) continue;
    for (const text of device.addresses) {
      let address = addresses.get(text);
      if (address === undefined) {
        address = { id: `ip:${text}`, name: text, label: 'IP address', categories: ['ip_address'] };
        addresses.set(text, address);
        writeNode(out, address, { isPublic: isPublicAddress(text) }, [{ type: 'IpAddress', id: text }]);
      }
      writeEdge(out, `${address.id}>routes traffic to>${target.id}`, 'routes traffic to', address, target, {
        evidence: [device.evidence],
      });
    }
    await out.pressure();
  }
}
