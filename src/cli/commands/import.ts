import { Command, InvalidArgumentError } from 'commander';
import { noAssetsFile } from '../../app/index.ts';
import {
  importKept,
  planKept,
  writeHistory,
  type ImportedFile,
  type KeptPorts,
  type LastingStore,
  type RecomputationCause,
} from '../../app/kept/index.ts';
import { describeFault } from '../../base/fault.ts';
import { printable } from '../../base/text.ts';
import { exitCodes } from '../exit-codes.ts';
import { countsText } from '../output/import-counts.ts';
import { withKept, type OpenKept } from '../with-kept.ts';
import { time } from './assess.ts';

interface Flags {
  readonly data?: string;
  readonly json?: boolean;
  readonly complete?: boolean;
  readonly observedAt?: number;
  readonly closeAfter?: number;
  readonly dryRun?: boolean;
  readonly plan: boolean;
  readonly quiet?: boolean;
}

/** `fixfirst import PATH…` */
export function importCommand(open: OpenKept): Command {
  return new Command('import')
    .description(
      'Read exports into the data directory: new findings open, what a whole report no longer names closes.',
    )
    .argument('<path...>', 'files and folders; zip, gz and tar open by themselves')
    .option('--data <folder>', 'data directory (default: FIXFIRST_DATA, else that of the platform)')
    .option('--json', 'one JSON object a file')
    .option(
      '--complete',
      'each file names all that was examined: close what it no longer names, also where the format cannot prove it',
    )
    .option('--observed-at <time>', 'time of reports that state none (default: now)', time)
    .option(
      '--close-after <n>',
      'complete reports that must miss a finding before it is closed (default: as set for the source, else 1)',
      positiveWhole,
    )
    .option('--dry-run', 'say what each file would change by itself, and change nothing')
    .option('--no-plan', 'do not work out the list anew at the end')
    .option('--quiet', 'no progress on stderr')
    .addHelpText(
      'after',
      `
Examples:
  fixfirst import ./exports                       the first import opens what it names
  fixfirst import rescan.nessus --dry-run         what a rescan would close
  fixfirst import hosts.csv --complete            a CSV proves nothing by itself; you do
  fixfirst plan                                   what to fix first now
  fixfirst imports undo 3                         as if import 3 had never been

Exit codes: 0 at least one file was read, 2 wrong command line, 3 none was, or the data directory cannot be used,
130 stopped.`,
    )
    .action((paths: string[], flags: Flags) =>
      withKept(open, flags, async (store, ports, terminal, signal) => {
        const done: ImportedFile[] = [];
        const options = {
          paths,
          isComplete: flags.complete,
          observedAt: flags.observedAt,
          closeAfter: flags.closeAfter,
          isDryRun: flags.dryRun === true,
          signal,
        };
        for await (const file of importKept(store, options, ports)) {
          done.push(file);
          terminal.endProgress();
          terminal.write(
            flags.json === true ? `${JSON.stringify(fileJson(file))}\n` : fileText(file, options.isDryRun),
          );
        }
        if (done.every(({ report }) => report.status === 'rejected')) return exitCodes.rejected;
        if (!options.isDryRun && flags.plan) {
          const imports = done.flatMap(({ importId }) => importId ?? []);
          const line = await recompute(store, { what: 'import', imports }, ports, signal);
          terminal.endProgress();
          if (flags.json !== true) terminal.write(line);
        }
        return exitCodes.ok;
      }),
    );
}

/** Works out the list anew, leaves its figures in the history, and says them in a line. */
export async function recompute(
  store: LastingStore,
  cause: RecomputationCause,
  ports: KeptPorts,
  signal: AbortSignal,
): Promise<string> {
  const assessment = await planKept(store, { seed: 1, assets: noAssetsFile, signal }, ports);
  await writeHistory(store, assessment, cause, ports.now());
  const { total } = assessment.risk;
  return `risk ${total.value} (${total.interval.join(' to ')}), ${assessment.actions.length} actions; fixfirst plan lists them\n`;
}

function fileJson({ report, importId, counts }: ImportedFile): Readonly<Record<string, unknown>> {
  return {
    file: report.file,
    import: importId ?? null,
    source: report.source ?? null,
    format: report.format ?? null,
    status: report.status,
    ...(report.fault === undefined ? {} : { code: report.fault.code, message: describeFault(report.fault) }),
    counts,
  };
}

function fileText({ report, importId, isComplete, counts }: ImportedFile, isDryRun: boolean): string {
  const name = printable(report.file);
  const trouble = report.fault === undefined ? '' : `\n  ${printable(describeFault(report.fault))}`;
  if (importId === undefined) {
    const what =
      report.intelligence === undefined
        ? report.status
        : `${report.intelligence.entries} entries of ${report.intelligence.feed}`;
    return `${name}: ${what}${trouble}\n`;
  }
  const head = isDryRun ? 'would be read' : `import ${importId}`;
  const closing = isComplete
    ? ''
    : report.status === 'ok'
      ? '\n  closes nothing: it does not prove what it examined (--complete if you know that it is whole)'
      : '\n  closes nothing by silence: it was not read to its end';
  return `${name}: ${head}, ${printable(report.format ?? '')}, ${report.status}: ${countsText(counts)}${trouble}${closing}\n`;
}

function positiveWhole(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 100)
    throw new InvalidArgumentError('It must be a whole number from 1 to 100.');
  return value;
}
