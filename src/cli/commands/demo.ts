import { Command, InvalidArgumentError } from 'commander';
import { readdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { makeEstate, type Ports } from '../../app/index.ts';
import { describeFault } from '../../base/fault.ts';
import { complain } from '../complain.ts';
import { exitCodes } from '../exit-codes.ts';
import { isFileTrouble } from '../file-trouble.ts';
import { assessOptions, runAssess, type AssessFlags } from './assess.ts';

interface DemoFlags extends AssessFlags {
  readonly devices: number;
  readonly out?: string;
}

/** `fixfirst demo` */
export function demoCommand(ports: (progress: (text: string) => void) => Ports): Command {
  const command = new Command('demo')
    .description('Write the exports of an invented company and assess them as if they were yours.')
    .option('--devices <n>', 'size of the company', devices, 300)
    .option('--out <dir>', 'keep the files in this folder (it must be new or empty)');
  return assessOptions(command)
    .addHelpText(
      'after',
      `
Examples:
  fixfirst demo
  fixfirst demo --devices 2000 --seed 7 --out ./sample
  fixfirst demo --html report.html

The files are generated for a seed and hold no real data. With --out they stay, to try every other command on.`,
    )
    .action(async (flags: DemoFlags) => {
      process.exitCode = await runDemo(flags, ports);
    });
}

/** Larger estates are for measurements: assessing them needs more memory than a small machine has. */
const mostAssessed = 20_000;

async function runDemo(
  flags: DemoFlags,
  ports: (progress: (text: string) => void) => Ports,
): Promise<number> {
  if (flags.out !== undefined) {
    if (!(await isFree(flags.out))) {
      return complain(`the folder ${flags.out} is not empty: name a new one`, exitCodes.usage);
    }
    const failed = await make(flags, flags.out);
    if (failed !== undefined) return failed;
    if (flags.devices <= mostAssessed) return runAssess([flags.out], flags, ports);
    process.stderr.write(`not assessed: more than ${mostAssessed} devices are only written\n`);
    return exitCodes.ok;
  }
  if (flags.devices > mostAssessed) {
    return complain(
      `more than ${mostAssessed} devices are only written, not assessed: name a folder with --out`,
      exitCodes.usage,
    );
  }
  const temporary = await ports(() => undefined).temporaryFolder();
  const home = process.cwd();
  const kept = { ...flags, ...absolute('html', flags.html), ...absolute('assets', flags.assets) };
  try {
    // The random name of the temporary folder must not get into the answer: two runs give the same bytes.
    process.chdir(temporary.path);
    const made = await make(kept, 'sample-estate');
    return made ?? (await runAssess(['sample-estate'], { ...kept, command: 'fixfirst demo' }, ports));
  } finally {
    process.chdir(home);
    await temporary.remove();
  }
}

/** Writes the estate; the exit code when that failed. */
async function make(flags: DemoFlags, folder: string): Promise<number | undefined> {
  let made;
  try {
    made = await makeEstate({ devices: flags.devices, seed: flags.seed }, folder);
  } catch (error) {
    if (!isFileTrouble(error)) throw error;
    return complain(`the sample estate cannot be written: ${error.message}`, exitCodes.usage);
  }
  if (!made.ok) return complain(describeFault(made.fault), exitCodes.usage);
  if (flags.quiet !== true) {
    const where = flags.out === undefined ? '' : ` in ${flags.out}`;
    process.stderr.write(
      `sample estate of ${made.value.devices} devices, ${made.value.files.length} files${where}\n`,
    );
  }
  return undefined;
}

function absolute(name: 'html' | 'assets', path: string | undefined): Readonly<Record<string, string>> {
  return path === undefined ? {} : { [name]: resolve(path) };
}

async function isFree(folder: string): Promise<boolean> {
  try {
    return (await readdir(folder)).length === 0;
  } catch {
    return true;
  }
}

function devices(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 1_000_000)
    throw new InvalidArgumentError('It must be a whole number up to 1000000.');
  return value;
}
