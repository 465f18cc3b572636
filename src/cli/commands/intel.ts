import { Command } from 'commander';
import { loadedFeeds, loadIntelligence, openIfAny, type KeptPorts } from '../../app/kept/index.ts';
import { describeFault } from '../../base/fault.ts';
import { printable } from '../../base/text.ts';
import { formatTime } from '../../base/time.ts';
import { complain } from '../complain.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Terminal } from '../terminal.ts';
import { recompute } from './import.ts';
import { upkeepCommand, withUpkeep, type OpenUpkeep } from '../with-upkeep.ts';

interface Flags {
  readonly data?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** `fixfirst intel list|load` */
export function intelCommand(open: OpenUpkeep): Command {
  return new Command('intel')
    .description('What the world knows of weaknesses: which feeds are in use, and newer ones.')
    .addCommand(
      upkeepCommand('list', 'the feeds in use with their entries, date and origin').action((flags: Flags) =>
        withUpkeep(open, flags, (ports, terminal) => writeFeeds(ports, terminal, flags)),
      ),
      { isDefault: true },
    )
    .addCommand(load(open))
    .addHelpText(
      'after',
      `
Examples:
  fixfirst intel                                     which feeds, how old
  fixfirst intel load known_exploited_vulnerabilities.json epss_scores-current.csv.gz
  fixfirst intel load cvelistV5-main.zip --json

A file of KEV or EPSS takes the place of older ones, never of newer ones; CVE records are kept beside one another.
Exit codes: 0 done, 3 none of the files holds intelligence.`,
    );
}

function load(open: OpenUpkeep): Command {
  return upkeepCommand('load', 'keep files of intelligence in the data directory')
    .argument('<path...>', 'files and folders: KEV, EPSS, CVE records; zip and gz open by themselves')
    .option('--no-plan', 'do not work out the list anew at the end')
    .action((paths: string[], flags: Flags & { readonly plan: boolean }) =>
      withUpkeep(open, flags, async (ports, terminal, signal) => {
        let kept = 0;
        for await (const { report, keeping } of loadIntelligence(paths, ports, signal)) {
          if (keeping === 'kept' || keeping === 'older') kept += 1;
          const { file, intelligence, fault } = report;
          const trouble = fault === undefined ? undefined : describeFault(fault);
          terminal.endProgress();
          terminal.write(
            flags.json === true
              ? `${JSON.stringify({ file, feed: intelligence?.feed ?? null, entries: intelligence?.entries ?? 0, outcome: keeping, message: trouble ?? null })}\n`
              : `${printable(file)}: ${intelligence === undefined ? '' : `${intelligence.entries} entries of ${intelligence.feed}, `}${words[keeping]}${trouble === undefined ? '' : `; ${printable(trouble)}`}\n`,
          );
        }
        await writeFeeds(ports, terminal, flags);
        if (flags.plan && kept > 0) await recomputeIfAny(ports, terminal, flags, signal);
        return kept > 0 ? exitCodes.ok : exitCodes.rejected;
      }),
    );
}

/** Works out the list anew where something was imported: what is known of weaknesses decides how likely they are used. */
async function recomputeIfAny(
  ports: KeptPorts,
  terminal: Terminal,
  flags: Flags,
  signal: AbortSignal,
): Promise<void> {
  const opened = await openIfAny(ports);
  if (opened === undefined) return;
  if (!opened.ok) {
    complain(`the list was not worked out anew: ${describeFault(opened.fault)}`, exitCodes.ok);
    return;
  }
  try {
    if ((await opened.value.imports()).length === 0) return;
    const told = await recompute(opened.value, { what: 'intelligence' }, ports, signal);
    terminal.endProgress();
    if (flags.json !== true) terminal.write(told);
  } finally {
    await opened.value.close();
  }
}

const words = {
  kept: 'kept',
  older: 'not kept: what is in use is newer',
  partial: 'not kept: it was not read to its end',
  none: 'holds no intelligence',
} as const;

async function writeFeeds(ports: KeptPorts, terminal: Terminal, flags: Flags): Promise<number> {
  const feeds = await loadedFeeds(ports);
  terminal.endProgress();
  for (const { id, entries, date, origin } of feeds) {
    const day = date === undefined ? undefined : formatTime(date).slice(0, 10);
    terminal.write(
      flags.json === true
        ? `${JSON.stringify({ feed: id, entries, date: date === undefined ? null : formatTime(date), origin })}\n`
        : `${id.padEnd(6)}${String(entries).padStart(8)} entries  ${day ?? 'of no date'}  ${origin === 'shipped' ? 'ships with fixfirst' : 'loaded'}\n`,
    );
  }
  return exitCodes.ok;
}
