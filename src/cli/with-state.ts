import { Command, InvalidArgumentError } from 'commander';
import { readFile } from 'node:fs/promises';
import { text as readAll } from 'node:stream/consumers';
import type { Hunting, OpenHunting } from '../app/detect/index.ts';
import type { Asked } from '../app/index.ts';
import { StateUnavailable, type Owner, type StateStore } from '../app/saved-queries/index.ts';
import { describeFault, failed, ok, type Fault, type Result } from '../base/fault.ts';
import { complain } from './complain.ts';
import { exitCodes } from './exit-codes.ts';
import { interruptible } from './interruptible.ts';
import { ageText } from './output/age-text.ts';

/** What the commands on queries, functions and detections need from outside. */
export interface StatePorts {
  /** Opens the state of a data directory; undefined: the one that holds when `--data` is not given. */
  openState(data: string | undefined): Result<StateStore>;
  readonly openHunting: OpenHunting;
  /** Local user name: whose "my" queries are. */
  readonly user: string;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** Opens the state, works, closes it, and sets the exit code that the work returns. */
export async function withState(
  ports: StatePorts,
  data: string | undefined,
  work: (store: StateStore) => number | Promise<number>,
): Promise<void> {
  const opened = ports.openState(data);
  if (!opened.ok) {
    process.exitCode = complainFault(opened.fault);
    return;
  }
  try {
    process.exitCode = await work(opened.value);
  } catch (error) {
    if (!(error instanceof StateUnavailable)) throw error;
    process.exitCode = complainFault(error.fault);
  } finally {
    opened.value.close();
  }
}

/** Opens the engine, works until done or stopped, closes it; returns the exit code of the work. */
export async function withHunting(
  ports: StatePorts,
  options: Omit<Parameters<OpenHunting>[0], 'onAsked' | 'signal'>,
  work: (hunting: Hunting, signal: AbortSignal) => Promise<number>,
): Promise<number> {
  const code = await interruptible(async (signal) => {
    const opened = await ports.openHunting({ ...options, onAsked: sayWhatIsAsked, signal });
    if (!opened.ok) return complainFault(opened.fault);
    try {
      const code = await work(opened.value, signal);
      return signal.aborted ? exitCodes.cancelled : code;
    } finally {
      await opened.value.close();
    }
  });
  return code ?? complain('stopped', exitCodes.cancelled);
}

/** Says what is asked when no files are named. */
export function sayWhatIsAsked(asked: Asked): void {
  process.stderr.write(
    asked.kind === 'imported'
      ? `asking the imported facts; the newest of ${asked.imports === 1 ? '1 import' : `${asked.imports} imports`} is ${ageText(asked.newestAge)} old\n`
      : 'nothing was imported yet: asking the sample estate of an invented company (fixfirst import ./exports reads your own)\n',
  );
}

/** Prints a fault and returns its exit code: an option that cannot be used is a wrong command line. */
export function complainFault(fault: Fault): number {
  return complain(describeFault(fault), fault.code === 'bad-option' ? exitCodes.usage : exitCodes.rejected);
}

/** Whose entry a command means. */
export function ownerOf(ports: StatePorts, isShared: boolean | undefined): Owner {
  return isShared === true ? { kind: 'shared' } : { kind: 'user', name: ports.user };
}

/** The user's own entry of a name, else the shared one; only the shared one when asked for. */
export function findEntry<T>(
  ports: StatePorts,
  isShared: boolean | undefined,
  find: (owner: Owner) => T | undefined,
): T | undefined {
  return find(ownerOf(ports, isShared)) ?? find({ kind: 'shared' });
}

/** Text of a file, or of stdin when it is called `-`. */
export async function readText(path: string): Promise<Result<string>> {
  try {
    return ok(path === '-' ? await readAll(process.stdin) : await readFile(path, 'utf8'));
  } catch {
    return failed({ code: 'bad-option', message: `${path} cannot be read` });
  }
}

/** A command over the data directory, with the options that all of them have. */
export function stateCommand(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .option('--data <dir>', 'data directory (default: FIXFIRST_DATA, else that of the platform)')
    .option('--json', 'print as JSON');
}

/** Reads how many rows an option asks for. */
export function rowCount(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 100_000)
    throw new InvalidArgumentError('It must be a whole number from 1 to 100000.');
  return value;
}

/** Whose an entry is, in a word. */
export function ownerWord({ owner }: { readonly owner: Owner }): string {
  return owner.kind === 'shared' ? 'shared' : 'my';
}
