import type { Command } from 'commander';
import { examine, type Check } from '../../app/kept/index.ts';
import { printable } from '../../base/text.ts';
import { exitCodes } from '../exit-codes.ts';
import { colour } from '../terminal.ts';
import { version } from '../version.ts';
import { upkeepCommand, withUpkeep, type OpenUpkeep } from '../with-upkeep.ts';

interface Flags {
  readonly data?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** `fixfirst doctor` */
export function doctorCommand(open: OpenUpkeep): Command {
  return upkeepCommand('doctor', 'Say whether the data directory is sound, and what to do where it is not.')
    .addHelpText(
      'after',
      `
It reads every value of every table, so it takes as long as the facts are large. It changes nothing.

Examples:
  fixfirst doctor
  fixfirst doctor --json           one JSON object a check: name, outcome, reason, remedy

Exit codes: 0 no check failed (it may warn), 3 one failed, 130 stopped.`,
    )
    .action((flags: Flags) =>
      withUpkeep(open, flags, async (ports, terminal, signal) => {
        let code: number = exitCodes.ok;
        for await (const check of examine(ports, version)) {
          signal.throwIfAborted();
          if (check.outcome === 'fail') code = exitCodes.rejected;
          terminal.endProgress();
          const { name, outcome, reason, remedy } = check;
          const word = colour(terminal, colours[outcome], outcome.padEnd(8));
          const todo = remedy === undefined ? '' : `\n        ${printable(remedy)}`;
          terminal.write(
            flags.json === true
              ? `${JSON.stringify({ name, outcome, reason, remedy: remedy ?? null })}\n`
              : `${word}${name}: ${printable(reason)}${todo}\n`,
          );
        }
        return code;
      }),
    );
}

const colours: Readonly<Record<Check['outcome'], 'green' | 'yellow' | 'red' | 'dim'>> = {
  pass: 'green',
  warn: 'yellow',
  fail: 'red',
  unknown: 'dim',
};
