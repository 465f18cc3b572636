import { Command, InvalidArgumentError, Option } from 'commander';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { text as readAll } from 'node:stream/consumers';
import {
  defaultTimeoutSeconds,
  defaultWindowDays,
  faultOf,
  HuntSession,
  readExternalFiles,
  readGeoFile,
  type Asked,
  type GeoFile,
  type Ports,
} from '../../app/index.ts';
import { describeFault } from '../../base/fault.ts';
import { printable } from '../../base/text.ts';
import { parseIsoTime } from '../../base/time.ts';
import type { CatalogFunction } from '../../kql/index.ts';
import { complain } from '../complain.ts';
import { exitCodes } from '../exit-codes.ts';
import { isFileTrouble } from '../file-trouble.ts';
import { interruptible } from '../interruptible.ts';
import { openTerminal, type Terminal } from '../terminal.ts';
import type { OpenKept } from '../with-kept.ts';
import { sayWhatIsAsked } from '../with-state.ts';
import { runHuntBatch } from './hunt-batch.ts';
import { ask, codeOf, type HuntFlags } from './hunt-ask.ts';
import { runRepl } from './hunt-repl.ts';

/** What the command needs beside the ports of all commands. */
export interface HuntPorts {
  readonly ports: (progress: (text: string) => void) => Ports;
  readonly kept: OpenKept;
  /** Stored functions of the data directory, if there is one. */
  readonly functions: (data: string | undefined) => readonly CatalogFunction[];
  /** Text of a question of the library; undefined when there is none of that id. */
  readonly question: (id: string) => Promise<string | undefined>;
  /** Where the history of the interactive mode is kept; undefined: nowhere. */
  readonly history: (data: string | undefined) => string | undefined;
}

/** `fixfirst hunt [KQL]` */
export function huntCommand(needs: HuntPorts): Command {
  return new Command('hunt')
    .description(
      'Ask questions in KQL over the published advanced-hunting tables: of what was imported, or directly of exports.',
    )
    .argument('[kql]', 'the query; without one, interactive')
    .option('--file <path>', 'read the query from a file (- is stdin)')
    .option('--question <id>', 'run a question of the library (fixfirst questions lists them)')
    .option('--from <path...>', 'files and folders with exports (default: what was imported)')
    .option('--data <dir>', 'data directory (default: FIXFIRST_DATA, else that of the platform)')
    .option('--json', 'print columns, rows and what was cut as JSON')
    .addOption(new Option('--csv', 'print rows as CSV').conflicts('json'))
    .option('--no-chart', 'print rows as a table although the query says render')
    .addOption(
      new Option('--show <part>', 'show a stage instead of running').choices(['tree', 'ir', 'sql', 'plan']),
    )
    .option('--batch <dir>', 'run every .kql file below a folder, one JSON object a file')
    .option('--jsonl', 'the form of --batch (the only one)')
    .option('--rows', 'with --batch: the rows themselves instead of their number')
    .option('--limit <n>', 'rows at most; more are cut, and that is said', wholeNumber, 10_000)
    .option('--timeout <seconds>', 'time that a query may take', positive, defaultTimeoutSeconds)
    .option('--window <days>', 'days of events that are read, or all', windowDays, defaultWindowDays)
    .option('--map <address=file>', 'a file that stands for an address of externaldata; repeatable', collect)
    .option('--geo <file>', 'CSV of where ranges of addresses are, for geo_info_from_ip_address')
    .option('--as-of <time>', 'what now() is (default: the newest observation)', time)
    .option('--quiet', 'no progress and no notes on stderr')
    .addHelpText(
      'after',
      `
Examples:
  fixfirst hunt 'DeviceInfo | summarize count() by OSPlatform'       of what was imported, else of the sample estate
  fixfirst hunt 'FindingEvents | where Change == "closed" | summarize count() by bin(Timestamp, 7d)'
  fixfirst hunt --from ./exports 'DeviceTvmSoftwareVulnerabilities | summarize dcount(DeviceId) by CveId | top 10 by dcount_DeviceId'
  fixfirst hunt --from ./exports --file query.kql --csv > rows.csv
  fixfirst hunt --from ./exports                          interactive, with history and completion
  fixfirst hunt --batch ./queries --jsonl > outcome.jsonl
  fixfirst hunt --show sql 'DeviceInfo | take 1'

Exit codes: 0 done, 2 wrong command line or query, 3 the files or the data directory cannot be read, 5 the query did not finish, 130 stopped, 1 a bug.`,
    )
    .action(async (kql: string | undefined, flags: HuntFlags) => {
      const [text, given] = withoutQuery(kql, flags);
      process.exitCode = await runHunt(text, given, needs);
    });
}

/** `--from A B 'query'`: the last of several paths that is no path but stands where the query may stand is the query. */
function withoutQuery(kql: string | undefined, flags: HuntFlags): readonly [string | undefined, HuntFlags] {
  const last = flags.from?.at(-1);
  const elsewhere = kql ?? flags.file ?? flags.question ?? flags.batch;
  if (elsewhere !== undefined || last === undefined || flags.from!.length < 2 || existsSync(last))
    return [kql, flags];
  return [last, { ...flags, from: flags.from!.slice(0, -1) }];
}

async function runHunt(kql: string | undefined, flags: HuntFlags, needs: HuntPorts): Promise<number> {
  const terminal = openTerminal(flags.quiet === true);
  const given = await queryText(kql, flags, needs);
  if ('problem' in given) return complain(given.problem, exitCodes.usage);
  const external = await mappedFiles(flags.map);
  if (external !== undefined && 'problem' in external) return complain(external.problem, exitCodes.usage);
  const geo = await geoFile(flags.geo);
  if (geo !== undefined && 'problem' in geo) return complain(geo.problem, exitCodes.usage);
  if (geo !== undefined && geo.skipped > 0 && flags.quiet !== true)
    process.stderr.write(`${flags.geo}: ${geo.skipped} records cannot be read and are left out\n`);
  const sayAsked = (asked: Asked): void => {
    terminal.endProgress();
    sayWhatIsAsked(asked);
  };
  const code = await interruptible(async (signal) => {
    const session = new HuntSession(
      {
        paths: flags.from ?? [],
        kept: needs.kept(flags.data, terminal.progress),
        onAsked: flags.quiet === true || flags.show !== undefined ? undefined : sayAsked,
        asOf: flags.asOf,
        windowDays: flags.window === 'all' ? undefined : flags.window,
        functions: needs.functions(flags.data),
        external,
        onFileTrouble: (text) => process.stderr.write(`${printable(text)}\n`),
        geo,
        signal,
      },
      needs.ports(terminal.progress),
    );
    try {
      if (flags.batch !== undefined) return await runHuntBatch(session, flags.batch, flags, terminal, signal);
      if (given.text === undefined) return await runRepl(session, flags, terminal, needs.history(flags.data));
      return flags.show === undefined
        ? await ask(session, given.text, flags, terminal, signal)
        : await show(session, given.text, flags.show, terminal);
    } finally {
      terminal.endProgress();
      await session.close();
    }
  });
  return code ?? complain('stopped', exitCodes.cancelled);
}

async function mappedFiles(
  given: readonly string[] | undefined,
): Promise<Awaited<ReturnType<typeof readExternalFiles>> | { readonly problem: string } | undefined> {
  if (given === undefined) return undefined;
  const mappings = given.map((pair) => {
    const at = pair.lastIndexOf('=');
    return { url: pair.slice(0, at), path: pair.slice(at + 1) };
  });
  if (mappings.some(({ url, path }) => url === '' || path === ''))
    return { problem: 'give --map as address=file, such as https://example.com/list.csv=./list.csv' };
  try {
    return await readExternalFiles(mappings);
  } catch (error) {
    if (error instanceof SyntaxError) return { problem: `a mapped file is no JSON: ${error.message}` };
    if (!isFileTrouble(error)) throw error;
    return { problem: `a mapped file cannot be read: ${error.message}` };
  }
}

async function geoFile(
  path: string | undefined,
): Promise<GeoFile | { readonly problem: string } | undefined> {
  if (path === undefined) return undefined;
  try {
    const read = await readGeoFile(path);
    return read.ok ? read.value : { problem: describeFault(read.fault) };
  } catch (error) {
    if (!isFileTrouble(error)) throw error;
    return { problem: `the file of --geo cannot be read: ${error.message}` };
  }
}

/** The query's text from wherever it comes; no text means interactive or batch. */
async function queryText(
  kql: string | undefined,
  flags: HuntFlags,
  needs: HuntPorts,
): Promise<{ readonly text: string | undefined } | { readonly problem: string }> {
  const places = [kql, flags.file, flags.question, flags.batch].filter((place) => place !== undefined);
  if (places.length > 1) return { problem: 'give one of: a query, --file, --question, --batch' };
  if (flags.question !== undefined) {
    const text = await needs.question(flags.question);
    return text === undefined
      ? { problem: `there is no question "${flags.question}"; fixfirst questions lists them` }
      : { text };
  }
  if (flags.file === undefined) return { text: kql };
  try {
    return { text: flags.file === '-' ? await readAll(process.stdin) : await readFile(flags.file, 'utf8') };
  } catch (error) {
    if (!isFileTrouble(error)) throw error;
    return { problem: `the query cannot be read: ${error.message}` };
  }
}

async function show(
  session: HuntSession,
  text: string,
  part: NonNullable<HuntFlags['show']>,
  terminal: Terminal,
): Promise<number> {
  const shown = await session.show(text, part);
  terminal.endProgress();
  if (!shown.ok) return complain(describeFault(faultOf(shown.fault)), codeOf(shown.fault));
  terminal.write(shown.value.endsWith('\n') ? shown.value : `${shown.value}\n`);
  return exitCodes.ok;
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new InvalidArgumentError('give a whole number.');
  return value;
}

function positive(text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0) throw new InvalidArgumentError('give a number above 0.');
  return value;
}

function windowDays(text: string): number | 'all' {
  return text === 'all' ? 'all' : positive(text);
}

function time(text: string): number {
  const value = parseIsoTime(text);
  if (value === undefined)
    throw new InvalidArgumentError('give a time such as 2026-08-22 or 2026-08-22T12:00:00Z.');
  return value;
}

function collect(value: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), value];
}
