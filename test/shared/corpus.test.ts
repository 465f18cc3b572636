import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { inspect, type FileReport } from '../../src/app/index.ts';
import { describeShared } from './shared.ts';

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

describeShared('the corpus through the ordinary way of files', (root) => {
  it('states the facts of INDEX.json for every file that it reads, and refuses the others with a reason', async () => {
    const index = JSON.parse(readFileSync(join(root, 'corpus/INDEX.json'), 'utf8')) as readonly Indexed[];
    const reports = new Map<string, FileReport[]>();
    for await (const report of inspect([join(root, 'corpus')], { progress: () => undefined })) {
      const file = report.file.slice(join(root, 'corpus').length + 1);
      const whole = file.split('!/')[0] ?? file;
      reports.set(whole, [...(reports.get(whole) ?? []), report]);
    }
    const different: string[] = [];
    const compared = new Map<string, number>();
    for (const { file, format, facts } of index) {
      const found = reports.get(file);
      expect(found, file).toBeDefined();
      for (const report of found ?? []) {
        if (report.status !== 'ok') expect(report.fault?.message, file).not.toBe('');
        expect(JSON.stringify(report.fault ?? {}), file).not.toMatch(/\bat \S+ \(|node_modules/);
      }
      const report = found?.[0];
      if (!formats.has(format) || report === undefined || report.status === 'rejected') continue;
      for (const [name, fact] of Object.entries(facts)) {
        if (general.has(name)) continue;
        compared.set(format, (compared.get(format) ?? 0) + 1);
        const own = report.native[name];
        if (JSON.stringify(sorted(own)) !== JSON.stringify(sorted(withoutLitter(fact))))
          different.push(`${file} ${name}: ${JSON.stringify(own)} instead of ${JSON.stringify(fact)}`);
      }
    }
    const total = [...compared.values()].reduce((sum, n) => sum + n, 0);
    process.stdout.write(
      `facts compared: ${total} (${[...compared].map(([format, n]) => `${format} ${n}`).join(', ')})\n`,
    );
    expect(different).toEqual([]);
    expect(total).toBeGreaterThan(700);
  });
});

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
