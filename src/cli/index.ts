import { Command, CommanderError } from 'commander';
import type { Ports } from '../app/index.ts';
import { assessCommand } from './commands/assess.ts';
import { demoCommand } from './commands/demo.ts';
import { graphCommand } from './commands/graph.ts';
import { inspectCommand } from './commands/inspect.ts';
import { sourcesCommand } from './commands/sources.ts';
import { exitCodes } from './exit-codes.ts';
import { version } from './version.ts';

/** Runs the command line; sets the process's exit code. */
export async function runCli(
  argv: readonly string[],
  ports: (progress: (text: string) => void) => Ports,
): Promise<void> {
  const program = new Command('fixfirst')
    .description('Tells a security team what to fix first, from the exports of the tools it already has.')
    .version(version)
    .showHelpAfterError('(run with --help for the options)')
    .exitOverride();
  for (const command of [
    assessCommand(ports),
    demoCommand(ports),
    inspectCommand(),
    sourcesCommand(),
    graphCommand(),
  ]) {
    program.addCommand(command);
  }
  program.addHelpText(
    'after',
    '\nFirst steps:\n  fixfirst demo                see it on a sample estate\n  fixfirst assess ./exports    run it on your own files',
  );
  for (const command of everyCommand(program)) command.exitOverride();
  try {
    await program.parseAsync(argv, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // Help and version are answers, all else is a wrong command line.
    process.exitCode = error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
  }
}

function everyCommand(command: Command): readonly Command[] {
  return [command, ...command.commands.flatMap(everyCommand)];
}
