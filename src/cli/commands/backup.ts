import type { Command } from 'commander';
import { backUp, restore } from '../../app/kept/index.ts';
import { printable } from '../../base/text.ts';
import { exitCodes } from '../exit-codes.ts';
import { complainFault } from '../with-state.ts';
import { version } from '../version.ts';
import { upkeepCommand, withUpkeep, type OpenUpkeep } from '../with-upkeep.ts';

interface Flags {
  readonly data?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly replace?: boolean;
}

/** `fixfirst backup FILE` */
export function backupCommand(open: OpenUpkeep): Command {
  return upkeepCommand(
    'backup',
    'Write facts, state, intelligence and key of the data directory into one file.',
  )
    .argument('<file>', 'archive to write, such as fixfirst.tar.gz')
    .option('--replace', 'in place of a file that is there')
    .addHelpText(
      'after',
      `
The archive holds the key that secrets are hashed with: keep it where only you can read it.

Examples:
  fixfirst backup fixfirst.tar.gz
  fixfirst backup /mnt/backups/fixfirst.tar.gz --replace --json

Exit codes: 0 written, 2 the file is there already, 3 the data directory or the place cannot be used, 130 stopped.`,
    )
    .action((file: string, flags: Flags) =>
      withUpkeep(open, flags, async (ports, terminal) => {
        const made = await backUp(file, { isReplacing: flags.replace === true, program: version }, ports);
        terminal.endProgress();
        if (!made.ok) return complainFault(made.fault);
        const { files } = made.value;
        const bytes = files.reduce((sum, { size }) => sum + size, 0);
        terminal.write(
          flags.json === true
            ? `${JSON.stringify({ file, ...made.value })}\n`
            : `${printable(file)}: ${files.length} files, ${megabytes(bytes)} before packing; fixfirst restore puts them back\n`,
        );
        return exitCodes.ok;
      }),
    );
}

/** `fixfirst restore FILE` */
export function restoreCommand(open: OpenUpkeep): Command {
  return upkeepCommand('restore', 'Make the data directory what a backup holds: all of it or nothing.')
    .argument('<file>', 'archive that fixfirst backup wrote')
    .option('--replace', 'move a data directory that is there aside; it is never deleted')
    .addHelpText(
      'after',
      `
Examples:
  fixfirst restore fixfirst.tar.gz
  fixfirst restore fixfirst.tar.gz --data ./elsewhere       look at it beside what you have
  fixfirst restore fixfirst.tar.gz --replace

Exit codes: 0 restored, 2 the data directory is not empty, 3 the archive or the data directory cannot be used; nothing was
changed then.`,
    )
    .action((file: string, flags: Flags) =>
      withUpkeep(open, flags, async (ports, terminal) => {
        const done = await restore(file, { isReplacing: flags.replace === true }, ports);
        terminal.endProgress();
        if (!done.ok) return complainFault(done.fault);
        const { manifest, movedTo } = done.value;
        const before = movedTo === undefined ? '' : `\nwhat was there lies in ${printable(movedTo)}`;
        terminal.write(
          flags.json === true
            ? `${JSON.stringify({ data: ports.folder, movedTo: movedTo ?? null, ...manifest })}\n`
            : `${printable(ports.folder)}: ${manifest.files.length} files of ${manifest.created}${before}\n`,
        );
        return exitCodes.ok;
      }),
    );
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
