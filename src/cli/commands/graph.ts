import { Command, InvalidArgumentError } from 'commander';
import { evaluateGraph, type GraphAnswer } from '../../app/index.ts';
import { describeFault } from '../../base/fault.ts';
import { printable } from '../../base/text.ts';
import { complain } from '../complain.ts';
import { exitCodes } from '../exit-codes.ts';
import { interruptible } from '../interruptible.ts';
import { short } from '../../base/figures.ts';
import { openTerminal } from '../terminal.ts';

interface GraphFlags {
  readonly json?: boolean;
  readonly samples?: number;
  readonly seed: number;
  readonly budget?: number;
}

/** `fixfirst graph evaluate FILE` */
export function graphCommand(): Command {
  const evaluate = new Command('evaluate')
    .description('Work out risk, losses and the best plans of a small graph given as JSON.')
    .argument('<file>', 'graph in the form of docs/reference/graph-file.md')
    .option('--json', 'print the answer as JSON')
    .option('--samples <n>', 'sample this many worlds instead of answering exactly', whole)
    .option('--seed <n>', 'seed of the sampling', whole, 1)
    .option('--budget <points>', 'plan for this budget instead of those in the file', number)
    .addHelpText(
      'after',
      `
Examples:
  fixfirst graph evaluate case.json --json
  fixfirst graph evaluate case.json --samples 20000 --seed 7 --json

Exact when at most 20 uncertain coins remain, else sampled with 99 % intervals.
Exit codes: 0 done, 2 wrong command line, 3 the file is no such graph, 130 stopped.`,
    )
    .action(async (file: string, flags: GraphFlags) => {
      const terminal = openTerminal(false);
      const answer = await interruptible((signal) => evaluateGraph(file, { ...flags, signal }));
      if (answer === undefined) process.exitCode = complain('stopped', exitCodes.cancelled);
      else if (!answer.ok) process.exitCode = complain(describeFault(answer.fault), exitCodes.rejected);
      else
        terminal.write(flags.json === true ? `${JSON.stringify(answer.value)}\n` : graphText(answer.value));
    });
  return new Command('graph').description('Work with graphs in files.').addCommand(evaluate);
}

function graphText(answer: GraphAnswer): string {
  const lines = [
    `risk ${short(answer.risk)} (${answer.mode}, ${short(answer.interval[0])}–${short(answer.interval[1])})`,
  ];
  for (const plan of answer.plans) {
    const risk = typeof plan.risk === 'number' ? plan.risk : (plan.risk?.value ?? 0);
    lines.push(
      `budget ${plan.budget}: risk ${short(risk)} at cost ${plan.cost} with ${printable(plan.best[0]?.join(', ') ?? '')}`,
    );
  }
  return `${lines.join('\n')}\n`;
}

function number(text: string): number {
  const value = Number(text);
  if (!(value >= 0 && Number.isFinite(value)))
    throw new InvalidArgumentError('It must be a number, 0 or more.');
  return value;
}

function whole(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0 || value > 0x7fffffff)
    throw new InvalidArgumentError('It must be a whole number, 0 or more.');
  return value;
}
