import { failed, ok, type Result } from '../../base/fault.ts';
import { ticksFromEpochMs, type KqlValue } from '../../kql/index.ts';
import type { KeptPorts } from '../kept/kept-ports.ts';
import type { CompiledInfo, Hunting, HuntingAnswer, HuntingOptions, RunOptions } from '../detect/index.ts';
import type { Ports } from '../ports.ts';
import { faultOf } from './hunt-fault.ts';
import { defaultTimeoutSeconds, HuntSession, mostBytes, rowsOf } from './session.ts';

/** Opens hunting for saved queries and detection rules; `kept` is the data directory that is asked without files. */
export function openHunting(
  { functions, from, onAsked, signal }: HuntingOptions,
  ports: Ports,
  kept?: KeptPorts,
): Promise<Result<Hunting & { close(): Promise<void> }>> {
  const session = new HuntSession(
    {
      paths: from,
      kept,
      onAsked,
      windowDays: undefined,
      functions: functions.map((saved) => ({ ...saved, description: '' })),
      signal,
    },
    ports,
  );
  return Promise.resolve(
    ok({
      async compile(kql: string): Promise<Result<CompiledInfo>> {
        const compiled = await session.compile(kql, { isWithoutFacts: true });
        if (!compiled.ok) return failed(faultOf(compiled.fault));
        const { query, operators, hasComments } = compiled.value;
        return ok({
          columns: query.columns.map(({ name, type }) => ({ name, type })),
          tables: query.tables,
          operators,
          hasComments,
        });
      },
      async check(kql: string, linesBefore: number): Promise<Result<void>> {
        const checked = await session.check(kql);
        return checked.ok ? ok(undefined) : failed(faultOf(checked.fault, linesBefore));
      },
      async run(kql: string, options: RunOptions): Promise<Result<HuntingAnswer>> {
        const ran = await session.run(kql, {
          maxRows: options.maxRows,
          maxBytes: mostBytes,
          timeoutMs: defaultTimeoutSeconds * 1000,
          // The end of the window belongs to the next run.
          window: { from: ticksFromEpochMs(options.from), to: ticksFromEpochMs(options.to) - 1n },
        });
        if (!ran.ok) return failed(faultOf(ran.fault, options.linesBefore));
        const { columns, batches, outcome } = ran.value;
        const rows: (readonly KqlValue[])[] = [];
        for await (const batch of batches) rows.push(...rowsOf(batch));
        const ended = await outcome;
        if (!ended.ok) return failed(faultOf(ended.fault));
        return ok({ columns, rows, isTruncated: ended.value.truncated !== undefined });
      },
      close: () => session.close(),
    }),
  );
}
