import { daysBefore, seconds, type Company } from '../company.ts';
import { networkDevices, servers, type NetworkDevice, type Server } from '../devices.ts';
import { applicationPort, insidePorts } from '../ports.ts';
import { missingReleases, product, versionOf, type Installed, type Release } from '../products.ts';
import type { EstateSink } from '../sink.ts';
import { networkSoftware, serverSoftware } from '../software.ts';
import type { Weakness } from '../weaknesses.ts';
import { writeInParts } from './parts.ts';
import { ctime, monthAndYear, xml } from './text.ts';

/** About what one export of a large scan is split at by people. */
const charactersPerFile = 50_000_000;

/** Writes a credentialed scan of the servers and the network devices, as exported from Nessus. */
export async function writeNessus(company: Company, sink: EstateSink): Promise<void> {
  const head = `<?xml version="1.0" ?>
<NessusClientData_v2>
<Policy><policyName>Credentialed server scan</policyName>
<Preferences><ServerPreferences>
<preference><name>scanner_name</name><value>scan01.${company.dns}</value></preference>
<preference><name>max_hosts</name><value>30</value></preference>
</ServerPreferences><PluginsPreferences></PluginsPreferences></Preferences>
<FamilySelection><FamilyItem><FamilyName>Windows : Microsoft Bulletins</FamilyName><Status>enabled</Status></FamilyItem></FamilySelection>
<IndividualPluginSelection></IndividualPluginSelection>
</Policy>
<Report name="Servers and network" xmlns:cm="http://www.nessus.org/cm">
`;
  await writeInParts(
    sink,
    'nessus/servers',
    'nessus',
    { characters: charactersPerFile },
    hosts(company),
    head,
    () => '</Report>\n</NessusClientData_v2>\n',
  );
}

function* hosts(company: Company): Generator<string> {
  for (const device of servers(company)) yield host(company, device, serverSoftware(company, device));
  for (const device of networkDevices(company)) yield host(company, device, networkSoftware(company, device));
}

function host(company: Company, device: Server | NetworkDevice, software: readonly Installed[]): string {
  const start = daysBefore(company, 1.5) + device.ordinal * 7000;
  const end = start + 300_000 + company.dice.below(600_000, 'scan', device.kind, device.ordinal);
  const tags: [string, string][] = [
    ['HOST_START', ctime(start)],
    ['HOST_START_TIMESTAMP', String(seconds(start))],
    ['HOST_END', ctime(end)],
    ['HOST_END_TIMESTAMP', String(seconds(end))],
    ['Credentialed_Scan', 'true'],
    ['policy-used', 'Credentialed server scan'],
    ['host-ip', device.address],
    ['host-fqdn', device.fqdn],
    ['host-rdns', device.fqdn],
    ['mac-address', device.mac.toUpperCase()],
    ['operating-system', operatingSystem(device, software)],
    ['system-type', device.kind === 'server' ? 'general-purpose' : device.role],
    ['os', device.kind === 'server' ? (device.os === 'debian12' ? 'linux' : 'windows') : 'other'],
    ['host-uuid', company.dice.uuid('nessus host', device.kind, device.ordinal)],
    ...(device.kind === 'server' ? serverTags(device) : []),
    ...software.map((one, at): [string, string] => [
      at === 0 ? 'cpe' : `cpe-${at}`,
      `${one.product.cpe}:${encodeURIComponent(versionOf(one))}`,
    ]),
  ];
  const items = [
    ...ports(company, device),
    scanInformation(start, end),
    inventory(device, software),
    ...software.flatMap((one) => findings(one)),
  ];
  return `<ReportHost name="${device.address}"><HostProperties>
${tags.map(([name, value]) => `<tag name="${name}">${xml(value)}</tag>`).join('\n')}
</HostProperties>
${items.join('\n')}
</ReportHost>
`;
}

function serverTags(device: Server): [string, string][] {
  return [
    ['bios-uuid', device.uuid],
    ['local-checks-proto', device.os === 'debian12' ? 'ssh' : 'smb'],
    ...(device.os === 'debian12'
      ? []
      : [['netbios-name', device.host.toUpperCase()] satisfies [string, string]]),
  ];
}

function operatingSystem(device: Server | NetworkDevice, software: readonly Installed[]): string {
  if (device.kind === 'server')
    return device.os === 'debian12'
      ? 'Linux Kernel 6.1 on Debian 12.0'
      : `Microsoft ${product(device.os).title} Standard`;
  const [first] = software;
  return first === undefined ? device.role : `${first.product.title} ${versionOf(first)}`;
}

interface Plugin {
  readonly id: number;
  readonly name: string;
  readonly family: string;
  readonly port: number;
  readonly service: string;
  /** Nessus counts from 0 (information) to 4 (critical). */
  readonly severity: number;
  /** Elements inside, already XML. */
  readonly body: string;
}

function item(plugin: Plugin): string {
  const { id, name, family, port, service, severity, body } = plugin;
  return `<ReportItem port="${port}" svc_name="${service}" protocol="tcp" severity="${severity}" pluginID="${id}" pluginName="${xml(name)}" pluginFamily="${family}">
${body}
</ReportItem>`;
}

function ports(company: Company, device: Server | NetworkDevice): string[] {
  return insidePorts(company, device).map(({ port, service }) =>
    item({
      id: 11219,
      name: 'Nessus SYN scanner',
      family: 'Port scanners',
      port,
      service: nessusService(service),
      severity: 0,
      body: `<risk_factor>None</risk_factor>
<synopsis>It is possible to determine which TCP ports are open.</synopsis>
<plugin_output>Port ${port}/tcp was found to be open</plugin_output>`,
    }),
  );
}

/** Nessus has names of its own for some services. */
function nessusService(service: string): string {
  const own: Readonly<Record<string, string>> = {
    'microsoft-ds': 'cifs',
    https: 'www',
    http: 'www',
    'http-alt': 'www',
    'netbios-ssn': 'smb',
    'ms-wbt-server': 'msrdp',
    domain: 'dns',
  };
  return own[service] ?? service;
}

function scanInformation(start: number, end: number): string {
  return item({
    id: 19506,
    name: 'Nessus Scan Information',
    family: 'Settings',
    port: 0,
    service: 'general',
    severity: 0,
    body: `<risk_factor>None</risk_factor>
<plugin_output>Information about this scan :

Nessus version : 10.8.3
Scan type : Normal
Scan policy used : Credentialed server scan
Credentialed checks : yes
Patch management checks : None
Scan Start Date : ${new Date(start).toISOString().slice(0, 16).replaceAll('-', '/').replace('T', ' ')}
Scan duration : ${seconds(end - start)} sec
</plugin_output>`,
  });
}

/** Plugin 20811 lists programs of Windows, 22869 packages of Linux; network devices have neither. */
function inventory(device: Server | NetworkDevice, software: readonly Installed[]): string {
  const common = { port: 0, service: 'general', severity: 0 };
  const output = (text: string): string =>
    `<risk_factor>None</risk_factor>\n<plugin_output>${xml(text)}</plugin_output>`;
  if (device.kind === 'network')
    return item({
      ...common,
      id: 11936,
      name: 'OS Identification',
      family: 'General',
      body: output(
        `\nRemote operating system : ${operatingSystem(device, software)}\nConfidence level : 100\nMethod : SSH\n`,
      ),
    });
  if (device.os === 'debian12') {
    const lines = software.map(
      (one) =>
        `  ii  ${one.product.name.padEnd(40)} ${versionOf(one).padEnd(30)} amd64  ${one.product.title}`,
    );
    return item({
      ...common,
      id: 22869,
      name: 'Software Enumeration (SSH)',
      family: 'General',
      body: output(
        `\nHere is the list of packages installed on the remote Debian Linux system :\n\n${lines.join('\n')}\n`,
      ),
    });
  }
  const lines = software.slice(1).map((one) => `${one.product.title}  [version ${versionOf(one)}]`);
  return item({
    ...common,
    port: 445,
    service: 'cifs',
    id: 20811,
    name: 'Microsoft Windows Installed Software Enumeration (credentialed check)',
    family: 'Windows',
    body: output(`\nThe following software are installed on the remote host :\n\n${lines.join('\n')}\n`),
  });
}

/** One finding for each release that is missing: as an update is one plugin, whatever it fixes. */
function findings(software: Installed): string[] {
  return missingReleases(software).map((release) => item(finding(software, release)));
}

/** Plugin ids of the sample estate start here; Nessus leaves them to users. */
const firstPluginId = 900_000;

function finding(software: Installed, release: Release): Plugin {
  const { product: found } = software;
  const isSystem = found.key.startsWith('server');
  const worst = release.fixes.reduce((a, b) => (b.cvss > a.cvss ? b : a));
  const exploitedNow = release.fixes.filter((fix) => fix.exploited !== undefined);
  const port = isSystem ? { port: 445, service: 'microsoft-ds' } : applicationPort(found.key);
  const published = release.fixes.map((fix) => fix.published).reduce((a, b) => (b > a ? b : a));
  const fixed = `${found.title} ${release.version}`;
  const since = exploitedNow.map((fix) => fix.exploited?.due ?? '').sort()[0];
  return {
    id: firstPluginId + pluginNumber(found.key, found.releases.indexOf(release)),
    name: isSystem
      ? `${found.title} Security Update (${monthAndYear(published)})`
      : `${found.title} < ${release.version} ${release.fixes.length > 1 ? 'Multiple Vulnerabilities' : worst.title}`,
    family: isSystem
      ? 'Windows : Microsoft Bulletins'
      : found.key.endsWith('_deb') || found.key === 'kernel'
        ? 'Debian Local Security Checks'
        : port === undefined
          ? 'Windows'
          : 'Misc.',
    port: port?.port ?? 0,
    service: port === undefined ? 'general' : nessusService(port.service),
    severity: rank(worst),
    body: [
      ...release.fixes.map((fix) => `<cve>${fix.cve}</cve>`),
      `<cpe>${found.cpe}</cpe>`,
      `<cvss3_base_score>${worst.cvss.toFixed(1)}</cvss3_base_score>`,
      `<cvss3_vector>${worst.vector}</cvss3_vector>`,
      `<description>${xml(`The version of ${found.title} on the remote host is older than ${release.version}. It is affected by: ${release.fixes.map((fix) => `${fix.title} (${fix.cve})`).join('; ')}.`)}</description>`,
      `<epss_score>${Math.max(...release.fixes.map((fix) => fix.epss)).toFixed(4)}</epss_score>`,
      `<exploit_available>${exploitedNow.length > 0}</exploit_available>`,
      ...(exploitedNow.length > 0 ? ['<exploit_code_maturity>High</exploit_code_maturity>'] : []),
      ...(since === undefined
        ? []
        : [
            `<xref>CISA-KNOWN-EXPLOITED:${since.replaceAll('-', '/')}</xref>`,
            `<cisa-known-exploited>${since.replaceAll('-', '/')}</cisa-known-exploited>`,
          ]),
      `<patch_publication_date>${published.replaceAll('-', '/')}</patch_publication_date>`,
      `<plugin_type>${isSystem || port === undefined ? 'local' : 'combined'}</plugin_type>`,
      `<risk_factor>${worst.severity}</risk_factor>`,
      `<solution>Update to ${xml(fixed)} or later.</solution>`,
      `<synopsis>${xml(`The remote host is missing an update of ${found.title}.`)}</synopsis>`,
      `<vuln_publication_date>${published.replaceAll('-', '/')}</vuln_publication_date>`,
      `<plugin_output>${xml(`\n  Installed version : ${versionOf(software)}\n  Fixed version     : ${release.version}\n`)}</plugin_output>`,
    ].join('\n'),
  };
}

/** A number for each product and release, the same in every estate. */
function pluginNumber(key: string, release: number): number {
  let number = 0;
  for (const letter of key) number = (number * 31 + letter.charCodeAt(0)) % 900;
  return number * 100 + release;
}

function rank(weakness: Weakness): number {
  return { Critical: 4, High: 3, Medium: 2, Low: 1 }[weakness.severity];
}
