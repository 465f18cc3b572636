import { readCsv } from '../csv.ts';
import { invariant } from '../../base/fault.ts';
import { readRecords } from '../json-records.ts';
import { local, type Output, type Read, type ReadOutcome } from '../source.ts';
import type { Finding } from './finding.ts';
import { accountKey, accountOf, controlOf } from './map.ts';
import { nativeFinding } from './native.ts';
import { ocsfFinding } from './ocsf.ts';
import { tableFinding } from './table.ts';

/** Reads findings in any of Prowler's forms; each account or cluster becomes one resource. */
export const read: Read = async (report, out) => {
  const [file] = report.files;
  invariant(file !== undefined, 'a report has a file');
  const reader = new Reader(out);
  const bad = (locator: string, reason: string): void => {
    out.quarantine(locator, reason);
  };
  const pressure = (): Promise<void> | undefined => out.pressure();
  if (report.format.startsWith('Prowler CSV')) {
    const firstLine = /^[^\r\n]*/.exec(file.head.text.trimStart())?.[0] ?? '';
    const result = await readCsv(file.text(), firstLine.includes(';') ? ';' : ',', {
      isHeader: (cells) => cells.some((cell) => /^(check_title|title_text)$/i.test(cell)),
      record: (row, line) => {
        reader.take(tableFinding(row), `line ${line}`);
      },
      bad: (line, reason) => {
        bad(`line ${line}`, reason);
      },
      pressure,
    });
    return reader.end(result.ok ? { ok: true } : result);
  }
  const finding = report.format === 'Prowler OCSF' ? ocsfFinding : nativeFinding;
  const result = await readRecords(file, {
    record: (record, locator) => {
      reader.take(finding(record), locator);
    },
    bad,
    pressure,
  });
  return reader.end(result.ok ? { ok: true } : result);
};

class Reader {
  readonly #out: Output;
  readonly #accounts = new Set<string>();

  constructor(out: Output) {
    this.#out = out;
    out.tool('Prowler');
    out.native('findings', 0);
    out.nativeValue('status', {});
  }

  take(finding: Finding, locator: string): void {
    const out = this.#out;
    out.native('findings');
    if (finding.status !== undefined) out.nativeOf('status', finding.status);
    const key = accountKey(finding);
    const control = controlOf(finding, local(key));
    if (control === undefined) {
      out.quarantine(locator, 'the finding names no check or has no result');
      return;
    }
    if (!this.#accounts.has(key)) {
      this.#accounts.add(key);
      out.add('resource', accountOf(finding, local(key)), locator);
      if (finding.version !== undefined) out.tool('Prowler', finding.version);
    }
    out.observedAt(finding.time);
    out.add('control', control, locator);
  }

  end(outcome: ReadOutcome): ReadOutcome {
    this.#out.scope({ kind: 'accounts', accounts: [...this.#accounts], checks: ['configuration'] });
    return outcome;
  }
}
