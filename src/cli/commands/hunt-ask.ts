import { faultOf, mostBytes, rowsOf, type HuntFault, type HuntSession } from '../../app/index.ts';
import { describeFault } from '../../base/fault.ts';
import type { KqlValue, RenderHint, ResultColumn } from '../../kql/index.ts';
import { complain } from '../complain.ts';
import { exitCodes } from '../exit-codes.ts';
import { rowsChart } from '../output/rows-chart.ts';
import { rowsCsv } from '../output/rows-csv.ts';
import { rowObjects } from '../output/rows-json.ts';
import { rowsTable } from '../output/rows-table.ts';
import type { Terminal } from '../terminal.ts';

export interface HuntFlags {
  readonly file?: string;
  readonly question?: string;
  readonly from?: readonly string[];
  readonly data?: string;
  readonly json?: boolean;
  readonly csv?: boolean;
  readonly chart: boolean;
  readonly show?: 'tree' | 'ir' | 'sql' | 'plan';
  readonly batch?: string;
  readonly jsonl?: boolean;
  readonly rows?: boolean;
  readonly limit: number;
  readonly timeout: number;
  readonly window: number | 'all';
  readonly asOf?: number;
  readonly map?: readonly string[];
  readonly geo?: string;
  readonly quiet?: boolean;
}

/** Runs one query and prints its rows; returns the exit code. */
export async function ask(
  session: HuntSession,
  text: string,
  flags: HuntFlags,
  terminal: Terminal,
  signal: AbortSignal | undefined,
): Promise<number> {
  const ran = await session.run(text, {
    maxRows: flags.limit,
    maxBytes: mostBytes,
    timeoutMs: flags.timeout * 1000,
    signal,
  });
  terminal.endProgress();
  if (!ran.ok) return complain(describeFault(faultOf(ran.fault)), codeOf(ran.fault));
  const { columns, render, batches, outcome } = ran.value;
  const rows: (readonly KqlValue[])[] = [];
  let first = true;
  for await (const batch of batches) {
    const some = rowsOf(batch);
    if (flags.csv === true) {
      terminal.write(rowsCsv(columns, some, first));
      first = false;
    } else for (const row of some) rows.push(row);
  }
  const ended = await outcome;
  if (!ended.ok) return complain(describeFault(faultOf(ended.fault)), codeOf(ended.fault));
  const { truncated, rows: total } = ended.value;
  if (flags.csv === true) {
    if (first) terminal.write(rowsCsv(columns, [], true));
  } else if (flags.json === true) {
    terminal.write(
      `${JSON.stringify({ columns, rows: rowObjects(columns, rows), truncated: truncated ?? null, ...(render === undefined ? {} : { render }) }, null, 1)}\n`,
    );
  } else terminal.write(forPeople(columns, rows, render, flags, terminal));
  if (truncated !== undefined)
    process.stderr.write(
      truncated === 'rows'
        ? `cut after ${total} rows: there are more (--limit)\n`
        : `cut after ${total} rows: the answer is larger than it may be; project fewer columns\n`,
    );
  return exitCodes.ok;
}

function forPeople(
  columns: readonly ResultColumn[],
  rows: readonly (readonly KqlValue[])[],
  render: RenderHint | undefined,
  flags: HuntFlags,
  terminal: Terminal,
): string {
  const chart =
    render !== undefined && flags.chart ? rowsChart(render, columns, rows, terminal.columns) : undefined;
  if (chart !== undefined) return chart;
  const count = rows.length === 1 ? '1 row' : `${rows.length} rows`;
  return `${rowsTable(columns, rows, terminal.columns)}${count}\n`;
}

/** The exit code of a query without an answer. */
export function codeOf(fault: HuntFault): number {
  if (fault.code === 'nothing-read') return exitCodes.rejected;
  if (fault.code === 'query-cancelled') return exitCodes.cancelled;
  return fault.status === 'failed' ? exitCodes.unfinished : exitCodes.usage;
}
