import { Command } from 'commander';
import { sourceManifests } from '../../app/index.ts';
import { exitCodes } from '../exit-codes.ts';
import { sourcePolicyCommand } from './source-policy.ts';
import type { OpenKept } from '../with-kept.ts';
import { complain } from '../complain.ts';

/** `fixfirst sources [ID]`, `fixfirst sources policy` */
export function sourcesCommand(open: OpenKept): Command {
  const sources = new Command('sources')
    .description('List the formats that can be read, and how to get such files out of the tools.')
    .argument('[id]', 'show one source')
    .option('--json', 'print as JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  fixfirst sources\n  fixfirst sources nessus\n  fixfirst sources policy nessus --close-after 2',
    )
    .action((id: string | undefined, flags: { readonly json?: boolean }) => {
      const all = sourceManifests();
      const chosen = all.sources.filter((source) => id === undefined || source.id === id);
      if (chosen.length === 0) {
        process.exitCode = complain(
          `there is no source "${id ?? ''}"; fixfirst sources lists them`,
          exitCodes.usage,
        );
        return;
      }
      if (flags.json === true) {
        process.stdout.write(`${JSON.stringify(id === undefined ? all : chosen[0], null, 1)}\n`);
        return;
      }
      for (const source of chosen) {
        process.stdout.write(
          `${source.id}: ${source.title}\n  reads  ${source.reads}\n  export ${source.howToExport}\n`,
        );
      }
      if (id !== undefined) return;
      process.stdout.write(
        `\nIntelligence files: ${all.intelligence.map((feed) => `${feed.id} (${feed.title})`).join(', ')}\n`,
      );
    });
  return sources.addCommand(sourcePolicyCommand(open));
}
