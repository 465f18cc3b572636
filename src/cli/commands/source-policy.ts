import { Command, InvalidArgumentError } from 'commander';
import { usualLapseDays } from '../../app/index.ts';
import { resetSource, setSource, sourceSettings, type SourceSetting } from '../../app/kept/index.ts';
import { describeFault } from '../../base/fault.ts';
import { complain } from '../complain.ts';
import { exitCodes } from '../exit-codes.ts';
import { withKept, type OpenKept } from '../with-kept.ts';

interface Flags {
  readonly data?: string;
  readonly json?: boolean;
  readonly closeAfter?: number;
  readonly complete?: boolean;
  readonly lapseAfter?: number;
  readonly reset?: boolean;
}

/** `fixfirst sources policy [ID]`: what holds for the reports of a source. */
export function sourcePolicyCommand(open: OpenKept): Command {
  return new Command('policy')
    .description(
      'Show or set what holds for the reports of a source: when they close, when their word lapses.',
    )
    .argument('[id]', 'source; without one all that were set are shown')
    .option('--data <folder>', 'data directory (default: FIXFIRST_DATA, else that of the platform)')
    .option('--close-after <n>', 'complete reports that must miss a finding before it is closed', whole(100))
    .option('--complete', 'each report names all that was examined, also where its format cannot prove it')
    .option('--no-complete', 'only a report that proves it does')
    .option('--lapse-after <days>', 'days of silence after which its word lapses', whole(3650))
    .option('--reset', 'as if nothing had been set')
    .option('--json', 'for machines')
    .addHelpText(
      'after',
      `
Examples:
  fixfirst sources policy                          what was set
  fixfirst sources policy nessus --close-after 2   one missing scan closes nothing yet
  fixfirst sources policy mapping --complete       our CSV always names all hosts

Without a setting: closed by the first complete report that misses it, complete where the format proves it, lapsed after
${usualLapseDays} days. Options of \`import\` win over settings.`,
    )
    .action((id: string | undefined, flags: Flags) =>
      withKept(open, flags, (_store, ports, terminal) => {
        const { closeAfter, complete, lapseAfter } = flags;
        const isChange = closeAfter !== undefined || complete !== undefined || lapseAfter !== undefined;
        if (id === undefined && (isChange || flags.reset === true))
          return Promise.resolve(complain('name the source that is meant', exitCodes.usage));
        if (id !== undefined && flags.reset === true) resetSource(id, ports);
        if (id !== undefined && isChange) {
          const set = setSource(
            { source: id, closeAfter, isComplete: complete, lapseDays: lapseAfter },
            ports,
          );
          if (!set.ok) return Promise.resolve(complain(describeFault(set.fault), exitCodes.rejected));
        }
        const settings = sourceSettings(ports).filter(({ source }) => id === undefined || source === id);
        for (const setting of settings)
          terminal.write(flags.json === true ? `${JSON.stringify(setting)}\n` : settingText(setting));
        if (settings.length === 0 && flags.json !== true) terminal.write('nothing is set\n');
        return Promise.resolve(exitCodes.ok);
      }),
    );
}

function settingText({ source, closeAfter, isComplete, lapseDays }: SourceSetting): string {
  const parts = [
    ...(closeAfter === undefined
      ? []
      : [`closes after ${closeAfter} complete ${closeAfter === 1 ? 'report' : 'reports'}`]),
    ...(isComplete === undefined
      ? []
      : [
          isComplete
            ? 'every report names all that was examined'
            : 'complete only where the format proves it',
        ]),
    ...(lapseDays === undefined ? [] : [`lapses after ${lapseDays} days of silence`]),
  ];
  return `${source}: ${parts.join(', ')}\n`;
}

function whole(most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < 1 || value > most)
      throw new InvalidArgumentError(`It must be a whole number from 1 to ${most}.`);
    return value;
  };
}
