import { children, type XmlElement } from '../../base/xml.ts';
import { distinctTexts, isFqdn } from '../texts.ts';
import { elem, table, type ScriptResult } from './script-results.ts';

/** Names and identity facts that a host or its scripts gave. */
export interface HostNames {
  /** All names, those the host says of itself first. */
  readonly all: readonly string[] | undefined;
  /** The name to show: a full name if one is known, the reverse lookup last since it may be the provider's. */
  readonly shown: string | undefined;
  readonly domain: string | undefined;
  /** MAC addresses that came over NetBIOS. */
  readonly macs: readonly string[];
  readonly users: readonly string[];
}

/** Names a certificate may carry and still speak of one host; longer lists belong to shared front ends. */
const maxCertificateNames = 8;

export function hostNames(host: XmlElement, scripts: readonly ScriptResult[]): HostNames {
  const names = children(host, 'hostnames').flatMap((element) => children(element, 'hostname'));
  const ofType = (type: string): readonly string[] =>
    names.filter((name) => name.attributes['type'] === type).map((name) => name.attributes['name'] ?? '');
  const given = ofType('user');
  const reverse = ofType('PTR');
  const smb = scripts.find(({ id }) => id === 'smb-os-discovery')?.element;
  const ntlm = scripts.filter(({ id }) => id.endsWith('-ntlm-info')).map(({ element }) => element);
  const netbios = scripts.filter(({ id }) => id === 'nbstat').map(({ output }) => output);
  const own = [
    elem(smb, 'fqdn'),
    ...ntlm.map((element) => elem(element, 'DNS_Computer_Name')),
    elem(smb, 'server'),
    ...ntlm.map((element) => elem(element, 'NetBIOS_Computer_Name')),
    ...netbios.map((output) => known(/NetBIOS name: ([^,\s]+)/.exec(output)?.[1])),
  ];
  const all = distinctTexts([...own, ...given, ...certificateNames(scripts), ...reverse]);
  const candidates = distinctTexts([...own, ...given, ...reverse]) ?? [];
  return {
    all,
    shown: candidates.find(isFqdn) ?? candidates[0],
    domain: [elem(smb, 'domain_dns'), ...ntlm.map((element) => elem(element, 'DNS_Domain_Name'))].find(
      (name) => name !== undefined && name.includes('.'),
    ),
    macs: netbios.flatMap(
      (output) => /NetBIOS MAC: ((?:[0-9a-f]{2}:){5}[0-9a-f]{2})/i.exec(output)?.[1] ?? [],
    ),
    users: netbios.flatMap((output) => known(/NetBIOS user: ([^,\s]+)/.exec(output)?.[1]) ?? []),
  };
}

function known(name: string | undefined): string | undefined {
  return name === undefined || name.startsWith('<') ? undefined : name;
}

function certificateNames(scripts: readonly ScriptResult[]): readonly string[] {
  return scripts
    .filter(({ id }) => id === 'ssl-cert')
    .flatMap(({ element, output }) => {
      const common =
        elem(table(element, 'subject'), 'commonName') ?? /Subject: commonName=([^/\n]+)/.exec(output)?.[1];
      const alternative = /Subject Alternative Name: ([^\n]+)/.exec(output)?.[1] ?? '';
      const names = [
        common ?? '',
        ...[...alternative.matchAll(/DNS:([^,\s]+)/g)].map(([, name = '']) => name),
      ];
      const plain = names.filter((name) => isFqdn(name) && /^[\w.-]+$/.test(name));
      return plain.length <= maxCertificateNames ? plain : [];
    });
}
