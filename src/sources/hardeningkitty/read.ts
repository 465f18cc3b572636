import { readCsv, type CsvRow } from '../csv.ts';
import { invariant } from '../../base/fault.ts';
import { severityOfWord } from '../../base/severity.ts';
import type { Observation } from '../../schema/index.ts';
import { local, type Read } from '../source.ts';
import { shorten } from '../texts.ts';

/** Reads the checks of one host. Only the name of the file tells which host, list and time. */
export const read: Read = async (report, out) => {
  const [file] = report.files;
  invariant(file !== undefined, 'a report has a file');
  const name = file.name.replace(/^.*[\\/]/, '');
  // hardeningkitty_report_HOST_LIST-20240501-100000.csv; host names hold no underscore.
  const [, host, list] = /^hardeningkitty_report_([a-z0-9-]+)_(.+?)-\d{8}-\d{6}\.csv$/i.exec(name) ?? [];
  const ref = local('host');
  let decided = 0;
  out.tool('HardeningKitty');
  out.native('checks', 0);
  const result = await readCsv(
    file.text(),
    file.head.text.split('\n')[0]?.includes(';') === true ? ';' : ',',
    {
      isHeader: (cells) => cells.includes('ID') && cells.includes('Recommended'),
      record: (row, line) => {
        out.native('checks');
        const control = controlOf(row, list, ref);
        if (control === undefined) {
          out.quarantine(`line ${line}`, 'the check has no id');
          return;
        }
        if (control.Result === 'pass' || control.Result === 'fail') decided++;
        out.add('control', control, `line ${line}`);
      },
      bad: (line, reason) => {
        out.quarantine(`line ${line}`, reason);
      },
      pressure: () => out.pressure(),
    },
  );
  out.add(
    'device',
    {
      Ref: ref,
      DeviceName: host ?? name,
      HostNames: host === undefined ? undefined : [host],
      OSPlatform: 'Windows',
      Examined: decided === 0 ? [] : ['configuration'],
    },
    'file',
  );
  out.scope({ kind: 'hosts', host: host ?? 'unknown', checks: ['configuration'], list: list ?? 'unknown' });
  if (list !== undefined) out.checkSet(list);
  return result.ok ? { ok: true } : result;
};

/** A line as control. New versions say in `TestResult` what happened, older ones in `Severity`. */
function controlOf(row: CsvRow, list: string | undefined, ref: string): Observation<'control'> | undefined {
  const cell = (name: string): string | undefined => row.get(name)?.trim() || undefined;
  const id = cell('ID');
  if (id === undefined) return undefined;
  const severity = cell('Severity');
  const word = (cell('TestResult') ?? severity)?.toLowerCase();
  const found = cell('Result');
  const recommended = cell('Recommended');
  const values = `found ${shorten(found ?? 'nothing', 120)}, recommended ${shorten(recommended ?? 'nothing', 120)}`;
  const isRated = severity !== undefined && severity.toLowerCase() !== 'passed';
  return {
    Ref: ref,
    ControlId: `HardeningKitty ${id}`,
    Benchmark: list ?? 'HardeningKitty',
    Title: cell('Name'),
    Severity: severityOfWord(cell('SeverityFinding') ?? (isRated ? severity : undefined)),
    ...(word === 'passed'
      ? { Result: 'pass' as const, Reason: values }
      : word === 'failed' || /^(low|medium|high)$/.test(word ?? '')
        ? { Result: 'fail' as const, Reason: values }
        : {
            Result: 'unknown' as const,
            Reason: word === undefined ? 'not checked' : `HardeningKitty says ${shorten(word, 80)}`,
          }),
    References: [],
    Place: cell('Category'),
  };
}
