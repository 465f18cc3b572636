import { Command, InvalidArgumentError } from 'commander';
import type { FileReport } from '../../app/index.ts';
import type { RememberedImport } from '../../app/kept/index.ts';
import { printable } from '../../base/text.ts';
import { formatTime } from '../../base/time.ts';
import { complain } from '../complain.ts';
import { exitCodes } from '../exit-codes.ts';
import { countsText } from '../output/import-counts.ts';
import { fileJson } from '../output/report-json.ts';
import { withKept, type OpenKept } from '../with-kept.ts';
import { recompute } from './import.ts';

interface Flags {
  readonly data?: string;
  readonly json?: boolean;
}

/** An import with what became of its file. */
interface Listed extends RememberedImport {
  readonly report: FileReport | undefined;
}

/** `fixfirst imports list|show|undo` */
export function importsCommand(open: OpenKept): Command {
  return new Command('imports')
    .description('Imports of the data directory: what each said and changed; undo one.')
    .addCommand(list(open), { isDefault: true })
    .addCommand(show(open))
    .addCommand(undo(open))
    .addHelpText(
      'after',
      `
Examples:
  fixfirst imports                 all imports with what they changed
  fixfirst imports show 3          its scope, and whether and why it may close
  fixfirst imports undo 3          as if it had never been; later imports stay

Exit codes: 0 done, 3 there is no such import, or the data directory cannot be used.`,
    );
}

function list(open: OpenKept): Command {
  return common('list', 'all imports').action((flags: Flags) =>
    withKept(open, flags, async (store, _ports, terminal) => {
      const imports = await listed(store);
      if (flags.json === true) {
        for (const one of imports) terminal.write(`${JSON.stringify(importJson(one))}\n`);
      } else if (imports.length === 0) {
        terminal.write('no imports yet: fixfirst import ./exports reads the first ones\n');
      } else {
        for (const one of imports) terminal.write(line(one));
      }
      return exitCodes.ok;
    }),
  );

  function line(one: Listed): string {
    const file = printable(one.report?.file ?? '');
    const state = one.isUndone ? 'undone' : countsText(counted(one));
    return `${one.importId}  ${formatTime(one.importedAt)}  ${one.source}  ${file}: ${state}\n`;
  }
}

function show(open: OpenKept): Command {
  return common('show', 'one import: its scope, and whether it may close')
    .argument('<number>', 'number of the import', importNumber)
    .action((number: number, flags: Flags) =>
      withKept(open, flags, async (store, _ports, terminal) => {
        const one = (await listed(store)).find(({ importId }) => importId === number);
        if (one === undefined) return unknownImport(number);
        if (flags.json === true) {
          terminal.write(
            `${JSON.stringify({ ...importJson(one), report: one.report && fileJson(one.report) }, null, 1)}\n`,
          );
          return exitCodes.ok;
        }
        const { report } = one;
        terminal.write(
          [
            `import ${one.importId}${one.isUndone ? ' (undone)' : ''}: ${printable(report?.file ?? '')}`,
            `  read by      ${one.source}, ${printable(report?.format ?? '')}`,
            `  made         ${formatTime(one.importedAt)}`,
            `  speaks of    ${formatTime(one.time)} (${timeBasis[one.timeBasis]})`,
            `  checks       ${one.checks === '' ? 'all of the source' : printable(one.checks)}`,
            `  scope        ${printable(JSON.stringify(report?.scope ?? {})).slice(0, 500)}`,
            `  closes       ${closing(one)}`,
            `  changed      ${countsText(counted(one))}`,
            '',
          ].join('\n'),
        );
        return exitCodes.ok;
      }),
    );
}

function undo(open: OpenKept): Command {
  return common('undo', 'make the facts as if an import had never been')
    .argument('<number>', 'number of the import', importNumber)
    .option('--no-plan', 'do not work out the list anew at the end')
    .action((number: number, flags: Flags & { readonly plan: boolean }) =>
      withKept(open, flags, async (store, ports, terminal, signal) => {
        const counts = await store.undo(number, ports.now());
        if (counts === undefined) return unknownImport(number);
        terminal.write(
          flags.json === true
            ? `${JSON.stringify({ import: number, undone: true, counts })}\n`
            : `import ${number} undone: ${countsText(counts)}\n`,
        );
        if (flags.plan) {
          const told = await recompute(store, { what: 'undo', imports: [number] }, ports, signal);
          terminal.endProgress();
          if (flags.json !== true) terminal.write(told);
        }
        return exitCodes.ok;
      }),
    );
}

function common(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .option('--data <folder>', 'data directory (default: FIXFIRST_DATA, else that of the platform)')
    .option('--json', 'for machines');
}

async function listed(store: {
  imports(): Promise<readonly RememberedImport[]>;
  reportsOfImports(): Promise<ReadonlyMap<number, unknown>>;
}): Promise<readonly Listed[]> {
  const reports = await store.reportsOfImports();
  return (await store.imports()).map((one) => ({
    ...one,
    report: reports.get(one.importId) as FileReport | undefined,
  }));
}

const timeBasis: Readonly<Record<RememberedImport['timeBasis'], string>> = {
  stated: 'as the report states',
  given: 'as given with --observed-at',
  assumed: 'assumed: neither the report nor you said when',
};

function closing(one: Listed): string {
  if (one.isComplete) return 'what it examined and no longer names';
  if (one.report?.status !== 'ok') return 'nothing: it was not read to its end';
  if (one.report.quarantinedCount > 0)
    return 'nothing: records were set aside, one of them may be what is missing (--complete to close all the same)';
  return 'nothing: its format does not prove what was examined (--complete if you know that it is whole)';
}

function counted(one: Listed): RememberedImport['counts'] & { readonly quarantined: number } {
  return { ...one.counts, quarantined: one.report?.quarantinedCount ?? 0 };
}

function importJson(one: Listed): Readonly<Record<string, unknown>> {
  return {
    import: one.importId,
    file: one.report?.file ?? null,
    source: one.source,
    format: one.report?.format ?? null,
    importedAt: formatTime(one.importedAt),
    observedAt: formatTime(one.time),
    timeBasis: one.timeBasis,
    checks: one.checks,
    scope: one.report?.scope ?? {},
    isComplete: one.isComplete,
    closes: closing(one),
    isUndone: one.isUndone,
    counts: counted(one),
  };
}

function unknownImport(number: number): number {
  return complain(
    `there is no import ${number} that is not undone; fixfirst imports lists them`,
    exitCodes.rejected,
  );
}

function importNumber(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 0x7fffffff)
    throw new InvalidArgumentError('It must be the number of an import.');
  return value;
}
