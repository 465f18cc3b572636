import { Command, InvalidArgumentError, Option } from 'commander';
import { constants } from 'node:fs';
import { access, stat, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import {
  assess,
  noAssetsFile,
  readAssetsFile,
  type Assessment,
  type AssessOptions,
  type Ports,
} from '../../app/index.ts';
import { describeFault, ok, type Result } from '../../base/fault.ts';
import { parseIsoTime } from '../../base/time.ts';
import { reportHtml } from '../../report/index.ts';
import { exitCodes } from '../exit-codes.ts';
import { assessmentCsv } from '../output/assessment-csv.ts';
import { assessmentJson } from '../output/assessment-json.ts';
import { assessmentText } from '../output/assessment-text.ts';
import { explainText, findAction } from '../output/explain-text.ts';
import { interruptible } from '../interruptible.ts';
import { version } from '../version.ts';
import { openTerminal } from '../terminal.ts';
import { complain } from '../complain.ts';
import { isFileTrouble } from '../file-trouble.ts';

export interface AssessFlags {
  readonly json?: boolean;
  readonly csv?: boolean;
  readonly html?: string;
  readonly top: number;
  readonly budget?: number;
  readonly explain?: string;
  readonly failAbove?: number;
  readonly seed: number;
  readonly samples?: number;
  readonly asOf?: number;
  readonly assets?: string;
  readonly quiet?: boolean;
  /** How this run is called, for the commands at the end of the text. */
  readonly command?: string;
}

/** `fixfirst assess PATH…` */
export function assessCommand(ports: (progress: (text: string) => void) => Ports): Command {
  return assessOptions(
    new Command('assess')
      .description(
        'Read exports of any tools and print what to fix first, why, and what it buys. Nothing is kept.',
      )
      .argument('<path...>', 'files and folders; zip, gz and tar open by themselves'),
  )
    .addHelpText(
      'after',
      `
Examples:
  fixfirst assess ./exports                       read a folder, print the list
  fixfirst assess scan.nessus sharphound.zip      any mix of files
  fixfirst assess ./exports --budget 16           what to do with 16 hours
  fixfirst assess ./exports --explain 1           why the first action stands there
  fixfirst assess ./exports --html report.html    a printable page
  fixfirst assess ./exports --json > list.json    for machines
  fixfirst assess ./exports --fail-above 50       exit code 4 when the risk is above 50 points

Exit codes: 0 done, 2 wrong command line, 3 no file could be read, 4 above --fail-above, 130 stopped, 1 a bug.`,
    )
    .action(async (paths: string[], flags: AssessFlags) => {
      process.exitCode = await runAssess(paths, flags, ports);
    });
}

/** The options that `assess` and `demo` share. */
export function assessOptions(command: Command): Command {
  return command
    .option('--json', 'print the whole answer as JSON (docs/reference/assessment-json.md)')
    .addOption(new Option('--csv', 'print the list of actions as CSV').conflicts(['json', 'explain']))
    .option('--html <file>', 'write a printable page with the curve and the top attack paths')
    .option('--top <n>', 'actions to list', positive, 15)
    .option('--budget <hours>', 'hours that may be spent: the stop line stands there', positive)
    .option('--explain <action>', 'explain one action, by rank or id')
    .option('--fail-above <risk>', 'exit with code 4 when the risk is above this many points', notNegative)
    .option('--seed <n>', 'seed of the simulation', wholeNumber, 1)
    .option(
      '--samples <n>',
      'simulated campaigns; more narrow the intervals (default: by size, at most 2048)',
      positive,
    )
    .option(
      '--as-of <time>',
      'the only "now" that ages are counted from (default: the newest observation)',
      time,
    )
    .option('--assets <file>', 'YAML with your critical assets and what faces the internet')
    .option('--quiet', 'no progress on stderr');
}

/** Runs the assessment and prints it as the flags say; returns the exit code. */
export function runAssess(
  paths: readonly string[],
  flags: AssessFlags,
  ports: (progress: (text: string) => void) => Ports,
): Promise<number> {
  return printAssessment(
    { ...flags, command: flags.command ?? callOf(['fixfirst', 'assess', ...paths]) },
    async (options, progress) => ok(await assess({ ...options, paths }, ports(progress))),
  );
}

/** What an assessment is made with, whatever it is made of. */
type Assessed = Omit<AssessOptions, 'paths'>;

/** Has an assessment made and prints it as the flags say; returns the exit code. */
export async function printAssessment(
  flags: AssessFlags,
  make: (options: Assessed, progress: (text: string) => void) => Promise<Result<Assessment>>,
): Promise<number> {
  const terminal = openTerminal(flags.quiet === true);
  const assets =
    flags.assets === undefined
      ? { ok: true as const, value: noAssetsFile }
      : await readAssetsFile(flags.assets);
  if (!assets.ok) return complain(describeFault(assets.fault), exitCodes.usage);
  if (flags.html !== undefined && !(await canWrite(flags.html))) {
    return complain(
      `the page cannot be written to ${flags.html}: name a file in a folder that exists`,
      exitCodes.usage,
    );
  }
  const started = performance.now();
  const made = await interruptible((signal) =>
    make(
      {
        seed: flags.seed,
        samples: flags.samples,
        budget: flags.budget,
        asOf: flags.asOf,
        assets: assets.value,
        signal,
      },
      terminal.progress,
    ).finally(() => {
      terminal.endProgress();
    }),
  );
  if (made === undefined) return complain('stopped; nothing was kept', exitCodes.cancelled);
  if (!made.ok) return complain(describeFault(made.fault), exitCodes.rejected);
  const assessment = made.value;
  const tookMs = performance.now() - started;
  if (flags.html !== undefined) {
    try {
      await writeFile(flags.html, reportHtml(assessment, { version }));
    } catch (error) {
      if (!isFileTrouble(error)) throw error;
      return complain(`the page cannot be written: ${error.message}`, exitCodes.usage);
    }
    if (flags.quiet !== true) process.stderr.write(`wrote ${flags.html}\n`);
  }
  if (flags.explain !== undefined) {
    const action = findAction(assessment, flags.explain);
    if (action === undefined) {
      return complain(
        `there is no action "${flags.explain}": give a rank from the list, or an id from --json`,
        exitCodes.usage,
      );
    }
    terminal.write(
      flags.json === true
        ? `${JSON.stringify(action, null, 1)}\n`
        : explainText(assessment, action, terminal),
    );
  } else if (flags.json === true) terminal.write(assessmentJson(assessment));
  else if (flags.csv === true) terminal.write(assessmentCsv(assessment));
  else {
    terminal.write(
      assessmentText(assessment, terminal, {
        top: flags.top,
        now: Date.now(),
        tookMs,
        command: flags.command ?? 'fixfirst',
        listedFiles: 12,
      }),
    );
  }
  return exitCodeOf(assessment, flags);
}

/** Whether a file can be made there; asked before the work, which would else be in vain. */
async function canWrite(path: string): Promise<boolean> {
  try {
    await access(dirname(resolve(path)), constants.W_OK);
    return !(await stat(path).then(
      (info) => info.isDirectory(),
      () => false,
    ));
  } catch {
    return false;
  }
}

/** A command line, quoted where a shell needs it. */
function callOf(words: readonly string[]): string {
  return words.map((word) => (/[^\w./-]/.test(word) ? `'${word.replaceAll("'", "'\\''")}'` : word)).join(' ');
}

function exitCodeOf(assessment: Assessment, flags: AssessFlags): number {
  if (assessment.files.every((file) => file.status === 'rejected')) return exitCodes.rejected;
  if (flags.failAbove === undefined) return exitCodes.ok;
  // A pipeline must not go green because nothing could be measured.
  if (assessment.risk.most === 0)
    return complain(
      '--fail-above: the risk is unknown, nothing in the input could be measured',
      exitCodes.aboveLimit,
    );
  return assessment.risk.total.value > flags.failAbove ? exitCodes.aboveLimit : exitCodes.ok;
}

function positive(text: string): number {
  const value = Number(text);
  if (!(value > 0 && Number.isFinite(value))) throw new InvalidArgumentError('It must be a number above 0.');
  return value;
}

function notNegative(text: string): number {
  const value = Number(text);
  if (!(value >= 0 && Number.isFinite(value)))
    throw new InvalidArgumentError('It must be a number, 0 or more.');
  return value;
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || Math.abs(value) > 0x7fffffff)
    throw new InvalidArgumentError('It must be a whole number.');
  return value;
}

/** A moment as ISO 8601, as epoch milliseconds. */
export function time(text: string): number {
  const value = parseIsoTime(text);
  if (value === undefined)
    throw new InvalidArgumentError(
      'It must be a date or date and time such as 2026-11-23 or 2026-11-23T12:00:00Z.',
    );
  return value;
}
