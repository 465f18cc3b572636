import { child, children, childText, type XmlElement } from '../../base/xml.ts';
import { cveIds } from '../cve-ids.ts';
import { portNumber } from '../host-port.ts';
import { RowHost } from '../row-hosts.ts';
import type { Output } from '../source.ts';
import type { UniqueRefs } from '../unique-refs.ts';
import type { Definition } from './definitions.ts';
import { timeOf, verdictOf } from './verdict.ts';

export interface Context {
  readonly definitions: ReadonlyMap<string, Definition>;
  readonly refs: UniqueRefs;
  readonly out: Output;
  readonly lastSeen: number | undefined;
}

interface Bound {
  readonly Port: number;
  readonly Protocol: string;
}

/** A node of the full report or a device of the simple one; false when it has no address. */
export function nodeOf(node: XmlElement, context: Context): boolean {
  const { out, lastSeen, refs } = context;
  const { address = '', status, 'hardware-address': mac, 'device-id': id } = node.attributes;
  const key = address.trim();
  if (key === '') {
    out.quarantine(`line ${node.line}`, 'the node has no address');
    return false;
  }
  const names = children(node, 'names').flatMap((list) => children(list, 'name'));
  const os = surest([
    ...children(node, 'fingerprints').flatMap((list) => children(list, 'os')),
    ...children(node, 'fingerprint'),
  ]);
  const version = os === undefined ? undefined : field(os, 'version');
  const host = new RowHost(key, `line ${node.line}`, refs.next(key)).saw({
    // A name with a port is none.
    names: [key, ...names.map((name) => name.text).filter((name) => !/:\d+$/.test(name))],
    macs: [mac],
    agentIds: [id === undefined || id === '' ? undefined : `nexpose:${id}`],
    osPlatform: os === undefined ? undefined : titleOf(os),
    osVersion: version === '0.0.0' ? undefined : version,
    deviceType:
      os === undefined || /^general$/i.test(field(os, 'device-class') ?? '')
        ? undefined
        : field(os, 'device-class'),
    lastSeen,
    properties: { Site: node.attributes['site-name'], ScanTemplate: node.attributes['scan-template'] },
  });
  for (const found of children(node, 'software').flatMap((list) => children(list, 'fingerprint'))) {
    const name = field(found, 'product') ?? field(found, 'family');
    if (name === undefined) continue;
    host.runs({
      SoftwareName: name,
      SoftwareVersion: field(found, 'version'),
      SoftwareVendor: field(found, 'vendor'),
    });
  }
  testsOf(node, undefined, host, context);
  const endpoints = children(node, 'endpoints').flatMap((list) => children(list, 'endpoint'));
  for (const endpoint of endpoints) endpointOf(endpoint, host, context);
  // The simple report has services, each with its port, instead of endpoints.
  for (const service of children(node, 'services').flatMap((list) => children(list, 'service'))) {
    serviceOf(service, boundTo(service), host, context);
  }
  const hasSoftware = child(node, 'software') !== undefined;
  if (status === undefined || status === 'alive') {
    host.write(out, ['ports', 'vulnerabilities', ...(hasSoftware ? ['software'] : [])]);
  }
  return true;
}

function endpointOf(endpoint: XmlElement, host: RowHost, context: Context): void {
  context.out.native('endpoints');
  const bound = boundTo(endpoint);
  const isOpen = (endpoint.attributes['status'] ?? 'open') === 'open';
  const services = children(endpoint, 'services').flatMap((list) => children(list, 'service'));
  if (services.length === 0 && bound !== undefined && isOpen) host.answered(bound);
  for (const service of services) serviceOf(service, bound, host, context, isOpen);
}

function serviceOf(
  service: XmlElement,
  bound: Bound | undefined,
  host: RowHost,
  context: Context,
  isOpen = true,
): void {
  const product = surest([
    ...children(service, 'fingerprints').flatMap((list) => children(list, 'fingerprint')),
    ...children(service, 'fingerprint'),
  ]);
  const name = service.attributes['name']?.toLowerCase();
  if (bound !== undefined && isOpen) {
    host.answered({
      ...bound,
      Service: name === '' || name === '<unknown>' ? undefined : name,
      ServiceBasis: product === undefined ? undefined : 'probed',
      Product: product === undefined ? undefined : titleOf(product),
      Version: product === undefined ? undefined : field(product, 'version'),
    });
  }
  testsOf(service, bound, host, context);
}

/** Tests of the full report; vulnerabilities of the simple one, which name their CVEs themselves. */
function testsOf(element: XmlElement, bound: Bound | undefined, host: RowHost, context: Context): void {
  const { out, definitions, lastSeen } = context;
  for (const test of children(element, 'tests').flatMap((list) => children(list, 'test'))) {
    out.native('tests');
    const { id = '', status, 'vulnerable-since': since } = test.attributes;
    const verdict = verdictOf(status);
    if (verdict === undefined) continue;
    if (id === '') {
      out.quarantine(`line ${test.line}`, 'the test has no id');
      continue;
    }
    const known = definitions.get(id.toLowerCase()) ?? { CveIds: [], Severity: 'Unknown' as const };
    out.add(
      'vulnerability',
      {
        ...known,
        ...verdict,
        ...bound,
        Ref: host.ref,
        VulnerabilityId: id,
        FirstSeen: timeOf(since),
        LastSeen: lastSeen,
      },
      `line ${test.line}`,
    );
  }
  for (const found of children(element, 'vulnerabilities').flatMap((list) =>
    children(list, 'vulnerability'),
  )) {
    out.native('vulnerability_definitions');
    const { id = '', resultCode } = found.attributes;
    const verdict = verdictOf(resultCode);
    if (verdict === undefined || id === '') continue;
    const cves = children(found, 'id').filter(
      ({ attributes }) => attributes['type']?.toLowerCase() === 'cve',
    );
    out.add(
      'vulnerability',
      {
        ...verdict,
        ...bound,
        Ref: host.ref,
        VulnerabilityId: id,
        CveIds: cveIds(cves.map((cve) => cve.text)),
        Severity: 'Unknown',
        LastSeen: lastSeen,
      },
      `line ${found.line}`,
    );
  }
}

function boundTo({ attributes }: XmlElement): Bound | undefined {
  const port = portNumber(attributes['port']);
  const protocol = attributes['protocol']?.toLowerCase() ?? '';
  return port === undefined || protocol === '' ? undefined : { Port: port, Protocol: protocol };
}

/** An attribute of the full report, a child of the simple one. */
function field(element: XmlElement, name: string): string | undefined {
  const text = (element.attributes[name] ?? childText(element, name) ?? '').trim();
  return text === '' ? undefined : text;
}

function titleOf(element: XmlElement): string | undefined {
  const vendor = field(element, 'vendor');
  const product = field(element, 'product') ?? field(element, 'family');
  if (vendor === undefined || product === undefined) return product ?? vendor;
  return product.toLowerCase().startsWith(vendor.toLowerCase()) ? product : `${vendor} ${product}`;
}

function surest(elements: readonly XmlElement[]): XmlElement | undefined {
  const certainty = ({ attributes }: XmlElement): number => Number(attributes['certainty'] ?? '0') || 0;
  return elements.toSorted((a, b) => certainty(b) - certainty(a))[0];
}
