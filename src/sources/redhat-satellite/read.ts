import { readCsv, type CsvRow } from '../csv.ts';
import { detached } from '../../base/detached.ts';
import { invariant } from '../../base/fault.ts';
import { severityOfWord } from '../../base/severity.ts';
import type { Observation } from '../../schema/index.ts';
import { cveIds } from '../cve-ids.ts';
import { local, type Read } from '../source.ts';

/** Reads the errata that hosts lack: a security erratum is a vulnerability of its host, fixed by the erratum. */
export const read: Read = async (report, out) => {
  const [file] = report.files;
  invariant(file !== undefined, 'a report has a file');
  const hosts = new Set<string>();
  out.tool('Red Hat Satellite');
  out.native('errata', 0);
  out.nativeValue('type', {});
  const result = await readCsv(
    file.text(),
    file.head.text.split('\n')[0]?.includes(';') === true ? ';' : ',',
    {
      isHeader: (cells) => cells.includes('Host') && cells.includes('Erratum'),
      record: (row, line) => {
        out.native('errata');
        out.nativeOf('type', cell(row, 'Type') ?? 'null');
        const host = cell(row, 'Host');
        const erratum = cell(row, 'Erratum');
        if (host === undefined || erratum === undefined) {
          out.quarantine(`line ${line}`, 'the line names no host or no erratum');
          return;
        }
        const ref = local(host);
        if (!hosts.has(host)) {
          hosts.add(detached(host));
          out.add(
            'device',
            {
              Ref: ref,
              DeviceName: host,
              HostNames: [host],
              OSPlatform: cell(row, 'Operating System'),
              Examined: ['vulnerabilities'],
            },
            `line ${line}`,
          );
        }
        // Errata that fix bugs or add features are no weakness.
        if (cell(row, 'Type')?.toLowerCase() === 'security')
          out.add('vulnerability', vulnerabilityOf(row, erratum, ref), `line ${line}`);
      },
      bad: (line, reason) => {
        out.quarantine(`line ${line}`, reason);
      },
      pressure: () => out.pressure(),
    },
  );
  out.scope({ kind: 'hosts', hosts: hosts.size, checks: ['vulnerabilities'] });
  return result.ok ? { ok: true } : result;
};

function cell(row: CsvRow, name: string): string | undefined {
  const text = row.get(name)?.trim();
  return text === '' ? undefined : text;
}

function vulnerabilityOf(row: CsvRow, erratum: string, ref: string): Observation<'vulnerability'> {
  return {
    Ref: ref,
    VulnerabilityId: erratum,
    CveIds: cveIds((cell(row, 'CVEs') ?? '').match(/CVE-\d{4}-\d{4,}/gi) ?? []),
    Title: erratum,
    Severity: severityOfWord(cell(row, 'Severity')),
    FixedVersion: erratum,
    FixText: cell(row, 'Packages'),
    Status: 'affected',
  };
}
