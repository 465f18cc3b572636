import { Command } from 'commander';
import { planKept } from '../../app/kept/index.ts';
import { failed, ok } from '../../base/fault.ts';
import { assessOptions, printAssessment, type AssessFlags } from './assess.ts';
import type { OpenKept } from '../with-kept.ts';

type Flags = AssessFlags & { readonly data?: string };

const dataOption = [
  '--data <folder>',
  'data directory (default: FIXFIRST_DATA, else that of the platform)',
] as const;

/** `fixfirst plan` */
export function planCommand(open: OpenKept): Command {
  return assessOptions(
    new Command('plan').description(
      'Print what to fix first by all that was imported into the data directory.',
    ),
  )
    .option(...dataOption)
    .addHelpText(
      'after',
      `
Examples:
  fixfirst plan                    the list
  fixfirst plan --budget 16        what to do with 16 hours
  fixfirst plan --json             for machines, the same form as assess --json
  fixfirst explain 1               why the first action stands there

Exit codes: 0 done, 2 wrong command line, 3 nothing was imported yet, or the data directory cannot be used,
4 above --fail-above, 130 stopped.`,
    )
    .action(async (flags: Flags) => {
      process.exitCode = await printPlan(flags, open);
    });
}

/** `fixfirst explain ACTION` */
export function explainCommand(open: OpenKept): Command {
  return new Command('explain')
    .description('Say why an action of the plan stands where it does, with its evidence.')
    .argument('<action>', 'rank in the list, or id from --json')
    .option(...dataOption)
    .option('--json', 'for machines')
    .action(async (action: string, flags: Pick<Flags, 'data' | 'json'>) => {
      process.exitCode = await printPlan({ ...flags, explain: action, seed: 1, top: 15 }, open);
    });
}

function printPlan(flags: Flags, open: OpenKept): Promise<number> {
  return printAssessment({ ...flags, command: 'fixfirst plan' }, async (options, progress) => {
    const ports = open(flags.data, progress);
    const opened = await ports.open();
    if (!opened.ok) return opened;
    try {
      if ((await opened.value.imports()).length === 0) {
        return failed({
          code: 'empty',
          message: `nothing was imported into ${ports.folder} yet`,
          remedy: 'fixfirst import ./exports, or fixfirst demo to see the list of an invented company',
        });
      }
      return ok(await planKept(opened.value, options, ports));
    } finally {
      await opened.value.close();
    }
  });
}
