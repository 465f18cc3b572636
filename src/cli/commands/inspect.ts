import { Command } from 'commander';
import { inspect, type FileReport } from '../../app/index.ts';
import { describeFault } from '../../base/fault.ts';
import { printable } from '../../base/text.ts';
import { exitCodes } from '../exit-codes.ts';
import { interruptible } from '../interruptible.ts';
import { fileJson } from '../output/report-json.ts';
import { openTerminal } from '../terminal.ts';
import { complain } from '../complain.ts';

/** `fixfirst inspect FILE…` */
export function inspectCommand(): Command {
  return new Command('inspect')
    .description('Say what is in each file, without keeping anything.')
    .argument('<file...>', 'files and folders')
    .option('--json', 'one JSON object a line')
    .addHelpText(
      'after',
      `
Examples:
  fixfirst inspect scan.nessus
  fixfirst inspect ./exports --json | jq -r 'select(.status != "ok") | .file + ": " + .message'

Exit codes: 0 at least one file could be read, 3 every file was rejected, 130 stopped.`,
    )
    .action(async (paths: string[], flags: { readonly json?: boolean }) => {
      const terminal = openTerminal(false);
      let read = 0;
      const done = await interruptible(async (signal) => {
        for await (const report of inspect(paths, { signal, progress: terminal.progress })) {
          terminal.endProgress();
          if (report.status !== 'rejected') read++;
          terminal.write(flags.json === true ? `${JSON.stringify(fileJson(report))}\n` : inspectText(report));
        }
        return true;
      });
      terminal.endProgress();
      if (done === undefined) process.exitCode = complain('stopped', exitCodes.cancelled);
      else process.exitCode = read === 0 ? exitCodes.rejected : exitCodes.ok;
    });
}

function inspectText(report: FileReport): string {
  const lines = [
    `${printable(report.file)}: ${report.status}${report.format === undefined ? '' : `, ${printable(report.format)}`}`,
  ];
  if (report.tool !== undefined)
    lines.push(`  written by ${printable(`${report.tool.name} ${report.tool.version ?? ''}`.trim())}`);
  if (report.fault !== undefined) lines.push(`  ${printable(describeFault(report.fault))}`);
  const { controls, relations, ...rest } = report.counts;
  const parts = Object.entries(rest)
    .filter(([, n]) => n > 0)
    .map(([name, n]) => `${n} ${name}`);
  const results = Object.entries(controls)
    .filter(([, n]) => n > 0)
    .map(([name, n]) => `${n} ${name}`);
  if (results.length > 0) parts.push(`controls: ${results.join(', ')}`);
  const related = Object.values(relations).reduce((sum, n) => sum + n, 0);
  if (related > 0) parts.push(`${related} relations`);
  if (report.intelligence !== undefined) parts.push(`${report.intelligence.entries} entries of intelligence`);
  if (parts.length > 0) lines.push(`  ${parts.join(' · ')}`);
  if (report.quarantinedCount > 0) {
    lines.push(`  ${report.quarantinedCount} records set aside:`);
    for (const { locator, reason } of report.quarantined.slice(0, 5))
      lines.push(`    ${printable(locator)}: ${reason}`);
  }
  return `${lines.join('\n')}\n`;
}
