import { Command, CommanderError } from 'commander';
import type { Ports } from '../app/index.ts';
import { assessCommand } from './commands/assess.ts';
import { detectCommand } from './commands/detect.ts';
import { demoCommand } from './commands/demo.ts';
import { functionsCommand } from './commands/functions.ts';
import { graphCommand } from './commands/graph.ts';
import { huntCommand } from './commands/hunt.ts';
import { inspectCommand } from './commands/inspect.ts';
import { queriesCommand } from './commands/queries.ts';
import { questionsCommand } from './commands/questions.ts';
import { sourcesCommand } from './commands/sources.ts';
import { exitCodes } from './exit-codes.ts';
import { huntPorts } from './hunt-ports.ts';
import { version } from './version.ts';
import type { StatePorts } from './with-state.ts';

/** What the command line needs from outside. */
export interface CliPorts {
  readonly ports: (progress: (text: string) => void) => Ports;
  readonly state: StatePorts;
  /** The data directory that holds when this one was given with `--data`, or none. */
  readonly dataDirectory: (given: string | undefined) => string;
  /** Folder with the library of questions. */
  readonly questions: string;
}

/** Runs the command line; sets the process's exit code. */
export async function runCli(argv: readonly string[], given: CliPorts): Promise<void> {
  const { ports, state } = given;
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
    huntCommand(huntPorts(given)),
    questionsCommand(given.questions),
    queriesCommand(state),
    functionsCommand(state),
    detectCommand(state),
  ]) {
    program.addCommand(command);
  }
  program.addHelpText(
    'after',
    '\nFirst steps:\n  fixfirst demo                see it on a sample estate\n  fixfirst assess ./exports    run it on your own files\n  fixfirst hunt               ask your own questions in KQL',
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
