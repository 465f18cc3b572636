import { parseCtime } from '../../base/ctime.ts';
import { failed, invariant } from '../../base/fault.ts';
import type { EpochMs } from '../../base/time.ts';
import type { Observation } from '../../schema/index.ts';
import { local, type Output, type Read } from '../source.ts';
import { distinctTexts, isFqdn, shorten } from '../texts.ts';

/** Reads the log of one run on one host. `Info: End date is` is its end mark. */
export const read: Read = async (report, out) => {
  const [file] = report.files;
  invariant(file !== undefined, 'a report has a file');
  const run = new Run(out);
  out.tool('Rootkit Hunter');
  out.native('warnings', 0);
  out.nativeValue('results', {});
  let rest = '';
  let number = 0;
  for await (const chunk of file.text()) {
    const lines = (rest + chunk).split('\n');
    rest = (lines.pop() ?? '').slice(0, 65536);
    for (const line of lines) run.take(line.trimEnd(), ++number);
    await out.pressure();
  }
  if (rest !== '') run.take(rest.trimEnd(), ++number);
  out.native('lines', number);
  const isWhole = run.end();
  return isWhole
    ? { ok: true }
    : failed({
        code: 'truncated',
        message: 'the log has no end date',
        remedy: 'let rkhunter --check run to its end',
      });
};

class Run {
  readonly #out: Output;
  readonly #ref = local('host');
  #host: string | undefined;
  #system: string | undefined;
  #end: EpochMs | undefined;
  #isWhole = false;
  #enabled = '';
  #test: string | undefined;
  /** The check read last, whose warnings follow it. */
  #pending: { control: Observation<'control'>; locator: string; readonly said: string[] } | undefined;

  constructor(out: Output) {
    this.#out = out;
  }

  take(raw: string, number: number): void {
    const line = raw.replace(/^\[\d{2}:\d{2}:\d{2}\]\s*/, '');
    const start = /^Running Rootkit Hunter version (\S+) on (\S+)/.exec(line);
    const info = /^Info: (.*)$/.exec(line)?.[1];
    const check = checkOf(line);
    if (start !== null) {
      this.#out.tool('Rootkit Hunter', start[1]);
      this.#host = start[2];
    } else if (info !== undefined) this.#info(info);
    else if (check !== undefined) this.#check(check.name, check.result, `line ${number}`);
    else if (line.startsWith('Warning: ')) {
      this.#out.native('warnings');
      this.#pending?.said.push(line.slice(9));
    }
  }

  /** Hands the rest over; true when the end of the run was seen. */
  end(): boolean {
    const out = this.#out;
    this.#flush();
    const host = this.#host;
    out.observedAt(this.#end);
    out.add(
      'device',
      {
        Ref: this.#ref,
        DeviceName: host,
        HostNames: host === undefined ? undefined : [host],
        Domain: host !== undefined && isFqdn(host) ? host.slice(host.indexOf('.') + 1) : undefined,
        OSPlatform: this.#system,
        Examined: ['configuration'],
        LastSeen: this.#end,
      },
      'line 1',
    );
    out.scope({ kind: 'hosts', host: host ?? 'unknown', checks: ['configuration'], tests: this.#enabled });
    out.checkSet(`rkhunter tests: ${this.#enabled}`);
    if (this.#isWhole && host !== undefined) out.provesScope();
    return this.#isWhole;
  }

  #info(info: string): void {
    const [, key, value = ''] =
      /^(Found O\/S name|End date is|Enabled tests are|Starting test name):? ?(.*)$/.exec(info) ?? [];
    if (key === 'Found O/S name') this.#system = value;
    if (key === 'Enabled tests are') this.#enabled = value.split(/\s+/).sort().join(' ');
    if (key === 'Starting test name') this.#test = value.replaceAll("'", '');
    if (key === 'End date is') {
      this.#isWhole = true;
      this.#end = parseCtime(value.replace(/\s(?:UTC|GMT)(?=\s\d{4}$)/, ''));
    }
  }

  #check(name: string, word: string, locator: string): void {
    this.#flush();
    const title = name.trim();
    this.#out.nativeOf('results', word);
    this.#pending = {
      locator,
      said: [],
      control: {
        Ref: this.#ref,
        ControlId: `rkhunter: ${shorten(title, 200)}`,
        Benchmark: ['rkhunter', this.#test].filter(Boolean).join(' '),
        Title: title,
        // rkhunter knows warnings only.
        Severity: 'Unknown',
        ...verdictOf(word),
        References: [],
      },
    };
  }

  #flush(): void {
    const pending = this.#pending;
    this.#pending = undefined;
    if (pending === undefined) return;
    const { control, said, locator } = pending;
    const Reason = distinctTexts([control.Reason, ...said])
      ?.join('; ')
      .slice(0, 500);
    this.#out.add('control', { ...control, Reason }, locator);
  }
}

function verdictOf(word: string): Pick<Observation<'control'>, 'Result' | 'Reason'> {
  switch (word.toLowerCase()) {
    case 'warning':
      return { Result: 'fail' };
    case 'ok':
    case 'none found':
    case 'not found':
    case 'found':
    case 'not allowed':
    case 'allowed':
    case 'not set':
    case 'no update':
    case 'whitelisted':
    case 'disabled':
    case 'enabled':
      return { Result: 'pass', Reason: word };
    case 'skipped':
      return { Result: 'unknown', Reason: 'skipped' };
    default:
      return { Result: 'unknown', Reason: `rkhunter says ${shorten(word, 80)}` };
  }
}

/** `Checking for … [ Not found ]`; undefined for other lines. */
function checkOf(line: string): { readonly name: string; readonly result: string } | undefined {
  const from = line.lastIndexOf('[ ');
  if (from <= 0 || !line.endsWith(' ]')) return undefined;
  const before = line.slice(0, from);
  const name = before.trimEnd();
  const result = line.slice(from + 2, -2).trim();
  const isCheck =
    name !== before && name === name.trimStart() && name !== '' && result !== '' && !result.includes(']');
  return isCheck ? { name, result } : undefined;
}
