import { ExposureGraph } from '../model/exposure-graph.ts';
import type { BuildContext } from './context.ts';
import { sessionP } from './directory.ts';
import { exposedServices } from './exposed-services.ts';

/** Remote login and management services, by port: what should never face the internet. */
const adminServices: ReadonlyMap<number, string> = new Map([
  [22, 'SSH'],
  [23, 'Telnet'],
  [135, 'RPC'],
  [139, 'NetBIOS'],
  [445, 'SMB'],
  [623, 'IPMI'],
  [1433, 'SQL Server'],
  [1521, 'Oracle'],
  [2375, 'Docker'],
  [3306, 'MySQL'],
  [3389, 'RDP'],
  [5432, 'PostgreSQL'],
  [5900, 'VNC'],
  [5985, 'WinRM'],
  [5986, 'WinRM'],
  [6379, 'Redis'],
  [8291, 'Winbox'],
  [9200, 'Elasticsearch'],
  [27017, 'MongoDB'],
]);

/** Ways in from outside: deceived people, and login services that the internet reaches. */
export function addEntryEdges(context: BuildContext): void {
  const { graph, facts } = context;
  for (const identity of facts.identities) {
    if (
      identity.type !== 'User' ||
      !identity.isDescribed ||
      identity.isEnabled === false ||
      isSystemAccount(identity.name)
    )
      continue;
    graph.edge(
      'Phishable',
      ExposureGraph.attacker,
      context.refNode(identity.ref),
      { kind: 'person' },
      { evidence: [identity.evidence] },
    );
  }
  if (facts.devices.length > 0) {
    const inside = graph.node('segment:inside', 'segment', 'the internal network');
    graph.edge('AssumedFoothold', ExposureGraph.attacker, inside, { kind: 'structure' });
  }
  for (const service of exposedServices(context)) {
    const name = adminServices.get(service.port);
    if (name === undefined) continue;
    graph.edge(
      'ExposedAdminService',
      ExposureGraph.attacker,
      context.deviceNode(service.device),
      { kind: 'service', device: service.device, service: name },
      { evidence: [service.evidence], by: name },
    );
  }
}

/** People use the devices they are logged on to; whoever deceives the person gets a session there. */
export function addUseEdges(context: BuildContext): void {
  const { graph, facts } = context;
  for (const relation of facts.relations) {
    if (relation.relation !== 'HasSession') continue;
    const device = context.deviceOfRef(relation.from);
    if (device === undefined) continue;
    graph.edge(
      'UsesDevice',
      context.refNode(relation.to),
      context.footholdNode(device),
      { kind: 'structure' },
      { evidence: [relation.evidence] },
    );
  }
  for (const logon of facts.logons) {
    const person = context.refNode(logon.identity);
    const evidence = [logon.evidence];
    const session = sessionP(logon.lastSeen, facts.asOf);
    graph.edge(
      'HasSession',
      context.deviceNode(logon.device),
      person,
      { kind: 'relation' },
      { evidence, ...session },
    );
    graph.edge('UsesDevice', person, context.footholdNode(logon.device), { kind: 'structure' }, { evidence });
  }
}

/** Accounts nobody reads mail with. */
function isSystemAccount(name: string): boolean {
  return (
    /^(krbtgt|guest|defaultaccount|wdagutilityaccount|healthmailbox|sm_|msol_|aad_|nt authority)/i.test(
      name,
    ) || /\$(@|$)/.test(name)
  );
}
