import { failed, ok, type Result } from '../../base/fault.ts';
import { ticksFromEpochMs, type KqlValue } from '../../kql/index.ts';
import type { CompiledInfo, Hunting, HuntingAnswer, HuntingOptions } from '../detect/index.ts';
import type { Ports } from '../ports.ts';
import { faultOf, HuntSession, rowsOf } from './session.ts';

/** Opens hunting for saved queries and detection rules. */
export function openHunting(
  { functions, from, signal }: HuntingOptions,
  ports: Ports,
): Promise<Result<Hunting & { close(): Promise<void> }>> {
  const session = new HuntSession(
    {
      paths: from,
      windowDays: undefined,
      functions: functions.map((saved) => ({ ...saved, description: '' })),
      isolated: false,
      signal,
    },
    ports,
  );
  return Promise.resolve(
    ok({
      async compile(kql: string): Promise<Result<CompiledInfo>> {
        const compiled = await session.compile(kql);
        if (!compiled.ok) return failed(faultOf(compiled.fault));
        const { query, operators, hasComments } = compiled.value;
        return ok({
          columns: query.columns.map(({ name, type }) => ({ name, type })),
          tables: query.tables,
          operators,
          hasComments,
        });
      },
      async run(
        kql: string,
        options: { from: number; to: number; maxRows: number },
      ): Promise<Result<HuntingAnswer>> {
        const ran = await session.run(kql, {
          maxRows: options.maxRows,
          signal,
          // The end of the window belongs to the next run.
          window: { from: ticksFromEpochMs(options.from), to: ticksFromEpochMs(options.to) - 1n },
        });
        if (!ran.ok) return failed(faultOf(ran.fault));
        const rows: (readonly KqlValue[])[] = [];
        for await (const batch of ran.value.batches) rows.push(...rowsOf(batch));
        const ended = await ran.value.outcome;
        return ended.ok ? ok({ columns: ran.value.columns, rows }) : failed(faultOf(ended.fault));
      },
      close: () => session.close(),
    }),
  );
}
