import { isIP } from 'node:net';
import type { EpochMs } from '../../base/time.ts';
import type { Observation } from '../../schema/index.ts';
import { distinctTexts, isFqdn, knownProperties } from '../texts.ts';

/** Values of the report by key; a key with `[]` holds several. */
export type Values = ReadonlyMap<string, readonly string[]>;

export function deviceOf(values: Values, seen: EpochMs | undefined, ref: string): Observation<'device'> {
  const first = (key: string): string | undefined => values.get(key)?.find((text) => text !== '');
  const domain = first('domainname');
  const host = first('hostname');
  const fqdn =
    host !== undefined && domain !== undefined && isFqdn(`x.${domain}`) ? `${host}.${domain}` : undefined;
  const addresses = ['network_ipv4_address', 'network_ipv6_address']
    .flatMap((key) => values.get(key) ?? [])
    .map((text) => text.replace(/[%/].*$/, ''))
    .filter((text) => isIP(text) > 0 && text !== '::1' && !text.startsWith('127.'));
  const ids = ['hostid', 'hostid2']
    .flatMap((key) => values.get(key) ?? [])
    .filter((id) => /^[0-9a-f]{40,64}$/i.test(id));
  const isExamined = (values.get('tests_executed')?.length ?? 0) > 0;
  const others = [
    ...(first('installed_packages_array') === undefined ? [] : ['software']),
    ...(first('package_audit_tool_found') === '1' ? ['vulnerabilities'] : []),
  ];
  return {
    Ref: ref,
    DeviceName: fqdn ?? host,
    HostNames: distinctTexts([fqdn, host]),
    AgentIds: ids.length === 0 ? undefined : ids.map((id) => `lynis:${id}`),
    MacAddresses: distinctTexts(
      (values.get('network_mac_address') ?? []).filter(
        (mac) => /^([0-9a-f]{2}:){5}[0-9a-f]{2}$/i.test(mac) && !/^[0:]+$/.test(mac),
      ),
    ),
    IPAddresses: distinctTexts(addresses),
    OSPlatform: first('os_name') ?? first('os'),
    OSVersion: first('os_version'),
    Domain: domain,
    Examined: isExamined ? ['configuration', ...others] : others,
    LastSeen: seen,
    Properties: knownProperties({
      HardeningIndex: first('hardening_index'),
      OsFullName: first('os_fullname'),
      Kernel: first('os_kernel_version_full'),
      VirtualMachine: first('vmtype'),
    }),
  };
}

/** `|name,version|name,version|`; names without a version stay. */
export function packagesOf(values: Values, ref: string): readonly Observation<'software'>[] {
  const managers = values.get('package_manager') ?? [];
  const ecosystem = managers.includes('dpkg') ? 'deb' : managers.includes('rpm') ? 'rpm' : undefined;
  return (values.get('installed_packages_array') ?? [])
    .flatMap((text) => text.split('|'))
    .flatMap((text) => {
      const [name = '', version] = text.split(',');
      return name.trim() === ''
        ? []
        : [
            {
              Ref: ref,
              SoftwareName: name.trim(),
              SoftwareVersion: version?.trim() || undefined,
              Ecosystem: ecosystem,
            },
          ];
    });
}

/** `raw,ss,v1|tcp|0.0.0.0:22|sshd|`: a port that the host itself says is listening. */
export function endpointOf(text: string, ref: string): Observation<'endpoint'> | undefined {
  const [, protocol = '', socket = '', process = ''] = text.split('|');
  const match = /^(.*):(\d{1,5})$/.exec(socket);
  const port = Number(match?.[2] ?? 'none');
  if (match === null || !/^(tcp|udp)6?$/i.test(protocol) || port < 1 || port > 65535) return undefined;
  const address = (match[1] ?? '').replace(/^\[|\]$/g, '').replace(/%.*$/, '');
  return {
    Ref: ref,
    IPAddress: isIP(address) > 0 ? address : undefined,
    Port: port,
    Protocol: protocol.toLowerCase().replace(/6$/, ''),
    State: 'listening',
    Process: process === '' || process === '-' ? undefined : process,
  };
}
