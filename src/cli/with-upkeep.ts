import { Command } from 'commander';
import type { UpkeepPorts } from '../app/kept/index.ts';
import { complain } from './complain.ts';
import { exitCodes } from './exit-codes.ts';
import { interruptible } from './interruptible.ts';
import { openTerminal, type Terminal } from './terminal.ts';

/** Makes what looking after a data directory needs; undefined: the directory that holds without `--data`. */
export type OpenUpkeep = (data: string | undefined, progress: (text: string) => void) => UpkeepPorts;

/** A command that looks after the data directory, with the options that all of them have. */
export function upkeepCommand(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .option('--data <folder>', 'data directory (default: FIXFIRST_DATA, else that of the platform)')
    .option('--json', 'for machines')
    .option('--quiet', 'no progress on stderr');
}

/** Works until done or stopped, and sets the exit code of the work. */
export async function withUpkeep(
  open: OpenUpkeep,
  flags: { readonly data?: string; readonly quiet?: boolean },
  work: (ports: UpkeepPorts, terminal: Terminal, signal: AbortSignal) => Promise<number>,
): Promise<void> {
  const terminal = openTerminal(flags.quiet === true);
  const code = await interruptible((signal) =>
    work(open(flags.data, terminal.progress), terminal, signal).finally(() => {
      terminal.endProgress();
    }),
  );
  process.exitCode = code ?? complain('stopped', exitCodes.cancelled);
}
