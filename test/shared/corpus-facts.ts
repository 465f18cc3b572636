import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect, type FileReport } from '../../src/app/index.ts';

interface Indexed {
  readonly file: string;
  readonly format: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

const formats = new Set([
  'nmap',
  'nessus',
  'openvas',
  'trivy',
  'grype',
  'cyclonedx',
  'ms-defender',
  'osquery',
  'bloodhound',
  'gitleaks',
  'trufflehog',
  'openscap',
  'zeek-ot',
  'zeek',
  'pcap-ot',
  'tshark',
  'github-secrets',
  'noseyparker',
  'ggshield',
  'suricata',
  'sarif',
  'windows-events',
  'windows-events-json',
  'bloodhound-neo4j',
  'adalanche',
  'wazuh',
  'csaf',
  'spdx',
  'osv-scanner',
  'openvex',
  'dependency-track',
  'trivy-operator',
  'aws-inspector2',
  'wiz',
  'ms-securescore',
  'azure-security-center',
  'stig-checklist',
  'inspec',
  'lynis',
  'hardeningkitty',
  'pingcastle',
  'scubagear',
  'maester',
  'prowler',
  'scoutsuite',
  'asff',
  'kube-bench',
  'kubescape',
  'docker-bench',
  'rkhunter',
  'redhat-satellite',
  'qualys',
  'nexpose',
  'nuclei',
  'testssl',
  'masscan',
  'naabu',
  'ssh-audit',
  'outpost24',
]);

/** Facts of INDEX.json that are no units of the format: how the file as such is built. */
const general = new Set([
  'bytes',
  'bytes_unpacked',
  'encoding',
  'form',
  'top',
  'len',
  'keys',
  'root',
  'header',
  'elements_top',
  'distinct_cves_in_text',
  'csv_rows_incl_header',
  'delimiter',
  'columns',
  'targets',
  'xml_wellformed',
  'json_wellformed',
  'xml_error',
  'members',
]);

/** A file of the corpus: what was made of it, and which of its facts were compared. */
export interface ComparedFile {
  readonly file: string;
  /** The format that INDEX.json gives it. */
  readonly format: string;
  /** One, or one for each report in an archive. */
  readonly reports: readonly FileReport[];
  readonly compared: number;
  /** Facts that are not as stated, a sentence each. */
  readonly different: readonly string[];
}

/** Reads every file of the corpus below `root`, and compares the facts of those that are read. */
export async function compareCorpus(root: string): Promise<readonly ComparedFile[]> {
  const index = JSON.parse(readFileSync(join(root, 'corpus/INDEX.json'), 'utf8')) as readonly Indexed[];
  const reports = new Map<string, FileReport[]>();
  for await (const report of inspect([join(root, 'corpus')], { progress: () => undefined })) {
    const file = report.file.slice(join(root, 'corpus').length + 1);
    const whole = file.split('!/')[0] ?? file;
    reports.set(whole, [...(reports.get(whole) ?? []), report]);
  }
  return index.map(({ file, format, facts }) => {
    const found = reports.get(file) ?? [];
    const [report] = found;
    const names =
      !formats.has(format) || report === undefined || report.status === 'rejected'
        ? []
        : Object.keys(facts).filter((name) => !general.has(name));
    const different = names.flatMap((name) => {
      const own = report!.native[name];
      const isEqual = JSON.stringify(sorted(own)) === JSON.stringify(sorted(withoutLitter(facts[name])));
      return isEqual
        ? []
        : [`${file} ${name}: ${JSON.stringify(own)} instead of ${JSON.stringify(facts[name])}`];
    });
    return { file, format, reports: found, compared: names.length, different };
  });
}

/** What was tried of one source. */
export interface SourceFigures {
  /** Format with version as it was recognised, and how many files were of it. */
  readonly formats: Readonly<Record<string, number>>;
  readonly files: number;
  /** Files of which nothing was taken: the format says why. */
  readonly refused: number;
  readonly facts: number;
  readonly different: number;
}

/** The figures of each source that took a file, by its id; facts of an archive belong to the source of its first report. */
export function figuresOf(files: readonly ComparedFile[]): Readonly<Record<string, SourceFigures>> {
  const figures = new Map<string, SourceFigures>();
  for (const { reports, compared, different } of files) {
    const first = reports[0]?.source;
    for (const source of new Set(reports.flatMap((report) => report.source ?? []))) {
      const own = reports.filter((report) => report.source === source);
      const known = figures.get(source) ?? { formats: {}, files: 0, refused: 0, facts: 0, different: 0 };
      const counts = { ...known.formats };
      for (const name of new Set(own.map(({ format }) => format ?? '')))
        counts[name] = (counts[name] ?? 0) + 1;
      figures.set(source, {
        formats: sorted(counts) as Record<string, number>,
        files: known.files + 1,
        refused: known.refused + (own.every(({ status }) => status === 'rejected') ? 1 : 0),
        facts: known.facts + (source === first ? compared : 0),
        different: known.different + (source === first ? different.length : 0),
      });
    }
  }
  return Object.fromEntries([...figures].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** INDEX names what operating systems leave in archives; readers pass over it. */
function withoutLitter(fact: unknown): unknown {
  if (typeof fact !== 'object' || fact === null || Array.isArray(fact)) return fact;
  return Object.fromEntries(Object.entries(fact).filter(([name]) => !name.endsWith('.DS_Store')));
}

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}
