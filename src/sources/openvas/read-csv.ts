import { readCsv, type CsvRow } from '../csv.ts';
import { severityOfCvss, severityOfWord } from '../../base/severity.ts';
import { parseIsoTime } from '../../base/time.ts';
import type { Observation } from '../../schema/index.ts';
import { parseCpe } from '../cpe-name.ts';
import { csvDelimiter } from '../csv-delimiter.ts';
import { cveIds } from '../cve-ids.ts';
import { portNumber } from '../host-port.ts';
import { productOfTitle } from '../product-of-title.ts';
import { RowHosts } from '../row-hosts.ts';
import type { Output, ReadOutcome, ReportFile } from '../source.ts';

/** Reads the report format CSV Results; the columns QoD and BIDs come and go with the version. */
export async function readOpenvasCsv(file: ReportFile, out: Output): Promise<ReadOutcome> {
  const hosts = new RowHosts();
  out.tool('Greenbone OpenVAS');
  out.native('rows', 0);
  out.nativeValue('severity', {});
  const result = await readCsv(file.text(), csvDelimiter(file.head.text, 'nvt oid'), {
    isHeader: (names) => names.includes('NVT OID') && names.includes('NVT Name'),
    record: (row, line) => {
      const cell = (name: string): string | undefined => textOf(row, name);
      const place = `line ${line}`;
      out.native('rows');
      out.nativeOf('severity', cell('Severity') ?? 'null');
      const address = cell('IP') ?? cell('Hostname');
      if (address === undefined) {
        out.quarantine(place, 'the row names no host');
        return;
      }
      const time = parseIsoTime(cell('Timestamp'));
      out.observedAt(time);
      const host = hosts.at(address, place).saw({ names: [address, cell('Hostname')], lastSeen: time });
      const port = portNumber(cell('Port'));
      const protocol = cell('Port Protocol')?.toLowerCase();
      if (port !== undefined && protocol !== undefined) host.answered({ Port: port, Protocol: protocol });
      const finding = findingOf(cell);
      if (finding === undefined) return;
      out.add(
        'vulnerability',
        {
          ...finding,
          Ref: host.ref,
          Port: port,
          Protocol: port === undefined ? undefined : protocol,
          LastSeen: time,
        },
        place,
      );
    },
    bad: (line, reason) => {
      out.quarantine(`line ${line}`, reason);
    },
    pressure: () => out.pressure(),
  });
  hosts.write(out, ['ports', 'vulnerabilities']);
  out.scope({ kind: 'hosts', checks: ['ports', 'vulnerabilities'] });
  return result.ok ? { ok: true } : result;
}

/** A row with a severity above 0; log messages are none, a false positive is one with that status. */
function findingOf(
  cell: (name: string) => string | undefined,
): Omit<Observation<'vulnerability'>, 'Ref'> | undefined {
  const score = Number(cell('CVSS') ?? 'none');
  const severity = severityOfWord(cell('Severity'));
  const isFalse = /^false positive$/i.test(cell('Severity') ?? '');
  const isRated = score > 0 || (Number.isNaN(score) && severity !== 'None' && severity !== 'Unknown');
  if (!isFalse && !isRated) return undefined;
  const title = cell('NVT Name');
  const cvss = score > 0 && score <= 10 ? score : undefined;
  const cpe = parseCpe(/\bcpe:\/[aoh]:\S+/.exec(cell('Product Detection Result') ?? '')?.[0]);
  const qod = Number(cell('QoD') ?? 'none');
  return {
    VulnerabilityId: cell('NVT OID') ?? title ?? 'unknown',
    CveIds: cveIds((cell('CVEs') ?? '').split(/[\s,;]+/)),
    Title: title,
    Severity:
      severity !== 'Unknown' && severity !== 'None'
        ? severity
        : cvss === undefined
          ? 'Unknown'
          : severityOfCvss(cvss),
    CvssScore: cvss,
    SoftwareVendor: cpe?.vendor,
    SoftwareName: cpe?.product ?? productOfTitle(title ?? ''),
    SoftwareVersion: cpe?.version ?? line(cell('Specific Result'), 'Installed version'),
    Cpe: cpe?.text,
    FixedVersion: line(cell('Specific Result'), 'Fixed version'),
    FixText: cell('Solution'),
    Confidence: Number.isInteger(qod) && qod > 0 && qod <= 100 ? qod : undefined,
    ...status(isFalse, cell('Solution Type')),
  };
}

function status(
  isFalse: boolean,
  solution: string | undefined,
): Pick<Observation<'vulnerability'>, 'Status' | 'Reason'> {
  if (isFalse) return { Status: 'false_positive' };
  if (solution === 'WillNotFix') return { Status: 'will_not_fix', Reason: 'the vendor will not fix it' };
  return { Status: 'affected', Reason: solution === 'NoneAvailable' ? 'no fix is available' : undefined };
}

function line(text: string | undefined, name: string): string | undefined {
  const value = new RegExp(`^[ \\t]*${name}:[ \\t]*(\\S.*)$`, 'im')
    .exec(text?.slice(0, 20_000) ?? '')?.[1]
    ?.trim();
  return value !== undefined && /^v?\d/.test(value) && value.length <= 80 ? value : undefined;
}

function textOf(row: CsvRow, name: string): string | undefined {
  const text = row.get(name)?.trim() ?? '';
  return text === '' ? undefined : text;
}
