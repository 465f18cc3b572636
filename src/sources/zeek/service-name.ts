import { ownValue } from '../../base/own-value.ts';
/** Names that other tools use for what Zeek calls otherwise. */
const names: Readonly<Record<string, string>> = {
  dns: 'domain',
  rdp: 'ms-wbt-server',
  smb: 'microsoft-ds',
  dce_rpc: 'msrpc',
  krb: 'kerberos',
  krb_tcp: 'kerberos',
  ldap_tcp: 'ldap',
  ldap_udp: 'ldap',
  rfb: 'vnc',
  dnp3_tcp: 'dnp3',
  dnp3_udp: 'dnp3',
  s7comm: 'iso-tsap',
  cotp: 'iso-tsap',
  dhcp: 'dhcps',
};

/** Analysers that carry another protocol: they say less than what they carry. */
const carriers = new Set(['ssl', 'gssapi', 'spnego', 'ntlm', 'cotp', 'tpkt', 'krb', 'krb_tcp', 'ayiya']);

/** One name for the analysers that understood a connection (`gssapi,smb,ntlm`), undefined when there was none. */
export function serviceName(text: string | undefined): string | undefined {
  // A leading minus: the analyser gave up.
  const all = (text ?? '')
    .toLowerCase()
    .split(',')
    .filter((name) => /^[a-z][\w-]*$/.test(name));
  if (all.includes('ssl') && all.includes('http')) return 'https';
  const name = all.find((candidate) => !carriers.has(candidate)) ?? all[0];
  return name === undefined ? undefined : (ownValue(names, name) ?? name);
}
