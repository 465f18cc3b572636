import { invariant } from '../../base/fault.ts';
import { asText } from '../../base/json-value.ts';
import type { JsonObject } from '../../base/json.ts';
import { parseHostPort } from '../host-port.ts';
import { readRecords } from '../json-records.ts';
import { RowHosts } from '../row-hosts.ts';
import type { Output, Read } from '../source.ts';
import { controlsOf, softwareOf, vulnerabilitiesOf } from './map.ts';

export const read: Read = async (report, out) => {
  const [file] = report.files;
  invariant(file !== undefined, 'a report has a file');
  const hosts = new RowHosts();
  const ports = new Set<number>();
  out.tool('ssh-audit');
  for (const name of ['targets', 'algorithms', 'cves']) out.native(name, 0);
  const result = await readRecords(file, {
    record: (record, locator) => {
      out.native('targets');
      const port = audited(record, locator, hosts, out);
      if (port !== undefined) ports.add(port);
    },
    bad: (locator, reason) => {
      out.quarantine(locator, reason);
    },
    pressure: () => out.pressure(),
  });
  hosts.write(out, ['vulnerabilities', 'configuration']);
  out.scope({ kind: 'hosts', checks: ['vulnerabilities', 'configuration'] });
  out.checkSet(`ports ${[...ports].toSorted((a, b) => a - b).join(',')}`);
  // One target is an object that ends; a list of targets, or a line for each, has no mark of the whole.
  if (result.ok && file.head.json?.form === 'object' && ports.size === 1) out.provesScope();
  return result.ok ? { ok: true } : result;
};

/** The port that was audited; undefined when the record names no target. */
function audited(audit: JsonObject, locator: string, hosts: RowHosts, out: Output): number | undefined {
  const target = parseHostPort(asText(audit['target']));
  if (target === undefined) {
    out.quarantine(locator, 'the audit names no target');
    return undefined;
  }
  const port = target.port ?? 22;
  const host = hosts.at(target.host, locator).saw({ names: [target.host] });
  const software = softwareOf(audit);
  host.answered({
    Port: port,
    Protocol: 'tcp',
    Service: 'ssh',
    ServiceBasis: 'probed',
    Product: software?.name,
    Version: software?.version,
  });
  if (software !== undefined) host.runs({ SoftwareName: software.name, SoftwareVersion: software.version });
  for (const control of controlsOf(audit, `tcp/${port}`)) {
    out.native('algorithms');
    out.add('control', { ...control, Ref: host.ref }, `${locator} ${control.ControlId}`);
  }
  for (const vulnerability of vulnerabilitiesOf(audit, software)) {
    out.native('cves');
    const place = `${locator} ${vulnerability.VulnerabilityId} ${port}`;
    out.add('vulnerability', { ...vulnerability, Ref: host.ref, Port: port, Protocol: 'tcp' }, place);
  }
  return port;
}
