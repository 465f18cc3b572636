import type { CsvRow } from '../csv.ts';
import { csvHeader } from '../csv-header.ts';

/** Columns by what they hold: reports and scans, then VMDR. All lower case. */
const columns = {
  qid: ['qid'],
  title: ['title'],
  severity: ['severity'],
  type: ['type detected', 'type'],
  status: ['vuln status', 'status'],
  ip: ['ip', 'ip address', 'asset ipv4'],
  ipv6: ['asset ipv6', 'ipv6'],
  dns: ['dns', 'dns name'],
  fqdn: ['fqdn'],
  netbios: ['netbios', 'netbios name'],
  assetName: ['asset name'],
  assetId: ['asset id', 'host id'],
  agentId: ['qg host id', 'qg hostid'],
  system: ['os', 'operating system'],
  port: ['port'],
  protocol: ['protocol'],
  cves: ['cve id', 'cve', 'cves'],
  cvss3: ['cvss3.1 base', 'cvss3 base', 'cvssv3.1 base (nvd)', 'cvssv3 base (nvd)'],
  cvss2: ['cvss base', 'cvssv2 base (nvd)'],
  solution: ['solution'],
  results: ['results'],
  exploits: ['exploitability'],
  malware: ['associated malware'],
  threats: ['rti'],
  tags: ['associated tags', 'asset tags'],
  disabled: ['disabled'],
  ignored: ['ignored'],
  firstSeen: ['first detected'],
  lastSeen: ['last detected'],
} as const;

type Column = keyof typeof columns;
export type Cells = (column: Column) => string | undefined;

/** Reads a row by what its cells hold, whichever report it is of. */
export function cellsBy(names: readonly string[]): (row: CsvRow) => Cells {
  const written = new Map(names.map((name) => [name.toLowerCase(), name]));
  return (row) => (column) => {
    for (const known of columns[column]) {
      const name = written.get(known);
      // Qualys writes '- where there is nothing: the quotation mark keeps spreadsheets from taking it for a formula.
      const text = (name === undefined ? '' : (row.get(name) ?? '')).trim().replace(/^'(?=[-+=@])/, '');
      if (text !== '' && text !== '-') return text;
    }
    return undefined;
  };
}

export function isHeader(names: ReadonlySet<string>): boolean {
  const hasHost = [...columns.ip, ...columns.dns, ...columns.assetName].some((name) => names.has(name));
  return hasHost && names.has('qid') && names.has('title') && names.has('severity');
}

/** Lines of a report's own head before the header. */
const maxHeadLines = 20;

export function findHeader(text: string): boolean {
  return text.split(/\r?\n/, maxHeadLines).some((line) => isHeader(csvHeader(line)));
}
