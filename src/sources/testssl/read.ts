import { readCsv } from '../csv.ts';
import { failed, invariant } from '../../base/fault.ts';
import { asLabel, asObject, asObjects, asText } from '../../base/json-value.ts';
import { formatPath, readJson, type JsonObject } from '../../base/json.ts';
import { parseEpochSeconds } from '../../base/time.ts';
import { csvDelimiter } from '../csv-delimiter.ts';
import { readRecords } from '../json-records.ts';
import type { Output, Read, ReadOutcome, ReportFile } from '../source.ts';
import { Results, type Line } from './results.ts';

export const read: Read = async (report, out) => {
  const [file] = report.files;
  invariant(file !== undefined, 'a report has a file');
  const results = new Results(out);
  if (file.head.json?.form === 'object') return readPretty(file, results, out);
  const bad = (locator: string, reason: string): void => {
    out.quarantine(locator, reason);
  };
  const pressure = (): Promise<void> | undefined => out.pressure();
  const result =
    file.head.json === undefined
      ? await readCsv(file.text(), csvDelimiter(file.head.text, 'fqdn/ip'), {
          isHeader: (names) => names.includes('fqdn/ip'),
          record: (row, line) => {
            const cell = (name: string): string => row.get(name)?.trim() ?? '';
            const [id, severity, finding, cve] = [cell('id'), cell('severity'), cell('finding'), cell('cve')];
            results.take(
              { id, target: cell('fqdn/ip'), port: cell('port'), severity, finding, cve },
              `line ${line}`,
            );
          },
          bad: (line, reason) => {
            bad(`line ${line}`, reason);
          },
          pressure,
        })
      : await readRecords(file, {
          record: (record, locator) => {
            results.take(lineOf(record, asText(record['ip']) ?? '', asLabel(record['port']) ?? ''), locator);
          },
          bad,
          pressure,
        });
  results.end();
  return result.ok ? { ok: true } : result;
};

/** The pretty form has one object for each target, whose sections are lists of lines, and ends with the time it took. */
async function readPretty(file: ReportFile, results: Results, out: Output): Promise<ReadOutcome> {
  const sections = new Set<string>();
  const end = { isSeen: false };
  const result = await readJson(file.text(), {
    records: {
      version: (value) => {
        out.tool('testssl.sh', asText(value)?.split(' ')[0]);
      },
      startTime: (value) => {
        out.observedAt(parseEpochSeconds(asLabel(value)));
      },
      scanTime: (value) => {
        end.isSeen = asLabel(value) !== undefined && !/interrupted/i.test(asLabel(value) ?? '');
      },
      'scanResult.*': (value, path) => {
        const target = asObject(value) ?? {};
        const name = [asText(target['targetHost']) ?? '', asText(target['ip']) ?? ''].join('/');
        const port = asLabel(target['port']) ?? '';
        // A target that was not reached is an entry that is itself a line.
        if (asText(target['id']) !== undefined) {
          results.take(lineOf(target, name, port), formatPath(path));
          return;
        }
        for (const [section, lines] of Object.entries(target)) {
          const found = asObjects(lines);
          if (found.length > 0) sections.add(section);
          found.forEach((line, i) => {
            results.take(lineOf(line, name, port), formatPath([...path, section, i]));
          });
        }
      },
    },
    pressure: () => out.pressure(),
  });
  results.end();
  out.checkSet([results.ports, ...[...sections].toSorted()].join(' '));
  if (!result.ok) return result;
  if (end.isSeen) {
    if (results.hasHosts && !results.hasFailures) out.provesScope();
    return { ok: true };
  }
  return failed({
    code: 'truncated',
    message: 'the scan does not say that it ended',
    remedy: 'run the scan again to its end',
  });
}

function lineOf(record: JsonObject, target: string, port: string): Line {
  const text = (name: string): string => asLabel(record[name]) ?? '';
  return {
    id: text('id'),
    target,
    port,
    severity: text('severity'),
    finding: text('finding'),
    cve: text('cve'),
  };
}
