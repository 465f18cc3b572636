import { Command, CommanderError } from 'commander';
import type { Ports } from '../app/index.ts';
import { assessCommand } from './commands/assess.ts';
import { backupCommand, restoreCommand } from './commands/backup.ts';
import { detectCommand } from './commands/detect.ts';
import { devicesCommand } from './commands/devices.ts';
import { demoCommand } from './commands/demo.ts';
import { doctorCommand } from './commands/doctor.ts';
import { functionsCommand } from './commands/functions.ts';
import { graphCommand } from './commands/graph.ts';
import { huntCommand } from './commands/hunt.ts';
import { importCommand } from './commands/import.ts';
import { importsCommand } from './commands/imports.ts';
import { intelCommand } from './commands/intel.ts';
import { inspectCommand } from './commands/inspect.ts';
import { explainCommand, planCommand } from './commands/plan.ts';
import { queriesCommand } from './commands/queries.ts';
import { questionsCommand } from './commands/questions.ts';
import { sourcesCommand } from './commands/sources.ts';
import { exitCodes } from './exit-codes.ts';
import { huntPorts } from './hunt-ports.ts';
import { version } from './version.ts';
import type { OpenKept } from './with-kept.ts';
import type { OpenUpkeep } from './with-upkeep.ts';
import type { StatePorts } from './with-state.ts';

/** What the command line needs from outside. */
export interface CliPorts {
  readonly ports: (progress: (text: string) => void) => Ports;
  readonly state: StatePorts;
  readonly kept: OpenKept;
  readonly upkeep: OpenUpkeep;
  /** The data directory that holds when this one was given with `--data`, or none. */
  readonly dataDirectory: (given: string | undefined) => string;
  /** Folder with the library of questions. */
  readonly questions: string;
}

/** Runs the command line; sets the process's exit code. */
export async function runCli(argv: readonly string[], given: CliPorts): Promise<void> {
  const { ports, state, kept, upkeep } = given;
  const program = new Command('fixfirst')
    .description('Tells a security team what to fix first, from the exports of the tools it already has.')
    .version(version)
    .showHelpAfterError('(run with --help for the options)')
    .exitOverride();
  for (const command of [
    assessCommand(ports),
    demoCommand(ports),
    importCommand(kept),
    importsCommand(kept),
    planCommand(kept),
    explainCommand(kept),
    devicesCommand(kept),
    inspectCommand(),
    sourcesCommand(kept),
    graphCommand(),
    huntCommand(huntPorts(given)),
    questionsCommand(given.questions),
    queriesCommand(state),
    functionsCommand(state),
    detectCommand(state),
    backupCommand(upkeep),
    restoreCommand(upkeep),
    intelCommand(upkeep),
    doctorCommand(upkeep),
  ]) {
    program.addCommand(command);
  }
  program.addHelpText(
    'after',
    '\nFirst steps:\n  fixfirst demo                see it on a sample estate\n  fixfirst assess ./exports    run it on your own files, keep nothing\n  fixfirst import ./exports    keep them, then: fixfirst plan\n  fixfirst hunt                ask your own questions in KQL',
  );
  for (const command of everyCommand(program)) command.exitOverride();
  try {
    await program.parseAsync(knownHelp(program, argv), { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // Help and version are answers, all else is a wrong command line.
    process.exitCode = error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
  }
}

/** Help of a command that does not exist is not asked for, so that the command itself is named as unknown. */
function knownHelp(program: Command, argv: readonly string[]): readonly string[] {
  let command = program;
  for (const word of argv) {
    if (command.commands.length === 0 || word.startsWith('-') || word === 'help') return argv;
    const next = command.commands.find((one) => one.name() === word || one.aliases().includes(word));
    if (next === undefined) return argv.filter((one) => one !== '--help' && one !== '-h');
    command = next;
  }
  return argv;
}

function everyCommand(command: Command): readonly Command[] {
  return [command, ...command.commands.flatMap(everyCommand)];
}
