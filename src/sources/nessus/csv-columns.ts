import type { CsvRow } from '../csv.ts';

/**
 * The columns by what they hold: Nessus and Tenable VM (classic), Security Center, Tenable VM (explore), in this order.
 * All are lower case.
 */
const columns = {
  plugin: ['plugin id', 'plugin', 'definition.id'],
  title: ['name', 'plugin name', 'definition.name'],
  severity: ['risk', 'severity'],
  riskFactor: ['risk factor'],
  host: ['host'],
  address: ['ip address', 'asset.display_ipv4_address', 'asset.ipv4_addresses', 'asset.display_ipv6_address'],
  fqdn: ['dns name', 'fqdn', 'asset.display_fqdn', 'asset.fqdns'],
  netbios: ['netbios name', 'netbios', 'asset.netbios_name'],
  hostName: ['asset.host_name', 'asset.name'],
  mac: ['mac address', 'asset.mac_addresses'],
  agent: ['agent id'],
  uuid: ['asset uuid', 'asset.id', 'host id'],
  system: ['os', 'asset.operating_system', 'asset.operating_systems'],
  port: ['port', 'asset.port'],
  protocol: ['protocol'],
  output: ['plugin output', 'plugin text', 'output'],
  description: ['description', 'definition.description'],
  solution: ['solution', 'steps to remediate', 'definition.solution'],
  cve: ['cve', 'definition.cve'],
  cpe: ['cpe', 'definition.cpe'],
  xref: ['xref', 'cross references', 'definition.references'],
  cvss4Score: ['cvss v4.0 base score', 'cvss v4 base score', 'definition.cvss4.base_score'],
  cvss4Vector: ['cvss v4.0 vector', 'cvss v4 vector', 'definition.cvss4.base_vector'],
  cvss3Score: [
    'cvss v3.0 base score',
    'cvss v3 base score',
    'cvss3 base score',
    'cvssv3',
    'definition.cvss3.base_score',
  ],
  cvss3Vector: ['cvss v3.0 vector', 'cvss v3 vector', 'cvss3 vector', 'definition.cvss3.base_vector'],
  cvss2Score: [
    'cvss v2.0 base score',
    'cvss v2 base score',
    'cvss base score',
    'cvss',
    'definition.cvss2.base_score',
  ],
  cvss2Vector: ['cvss v2.0 vector', 'cvss v2 vector', 'cvss vector', 'definition.cvss2.base_vector'],
  epss: ['epss score', 'definition.epss.score'],
  exploitEase: ['exploit ease', 'exploitability ease', 'definition.exploitability_ease'],
  exploitAvailable: ['exploit?', 'exploit available', 'definition.exploit_available'],
  metasploit: ['metasploit'],
  core: ['core impact', 'core exploits'],
  canvas: ['canvas'],
  frameworks: ['exploit frameworks'],
  state: ['vulnerability state', 'state'],
  firstSeen: ['first discovered', 'first found', 'first_observed'],
  lastSeen: ['last observed', 'last found', 'last_seen', 'host end'],
} as const;

export type Column = keyof typeof columns;

/** One row by what its cells hold, whichever product wrote it. */
export type Cells = (column: Column) => string | undefined;

/** Finds the columns of a header; the returned function reads a row by them. */
export function cellsBy(names: readonly string[]): (row: CsvRow) => Cells {
  const written = new Map(names.map((name) => [name.toLowerCase(), name]));
  const found = new Map<Column, readonly string[]>();
  for (const [column, known] of Object.entries(columns) as [Column, readonly string[]][]) {
    found.set(
      column,
      known.flatMap((name) => written.get(name) ?? []),
    );
  }
  return (row) => (column) => {
    for (const name of found.get(column) ?? []) {
      const text = row.get(name)?.trim() ?? '';
      // Security Center writes N/A where it knows nothing.
      if (text !== '' && text !== 'N/A') return text;
    }
    return undefined;
  };
}

/** Lower-case names that say how the product calls a plugin's id; each export has one of them, and names no other tool has beside it. */
const marks: readonly (readonly string[])[] = [
  ['plugin id', 'risk', 'host', 'name'],
  ['plugin', 'plugin name', 'family', 'severity'],
  ['plugin id', 'plugin name', 'severity'],
  ['definition.id', 'definition.name', 'severity'],
];

/** The header of an export of Nessus or Tenable; which columns there are beside these depends on the dialog. */
export function isNessusHeader(names: ReadonlySet<string>): boolean {
  return marks.some((mark) => mark.every((name) => names.has(name)));
}

/** A summary by plugin names no host. */
export function namesHosts(names: ReadonlySet<string>): boolean {
  return (['host', 'address', 'fqdn', 'hostName'] as const).some((column) =>
    columns[column].some((name) => names.has(name)),
  );
}
