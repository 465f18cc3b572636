import { openFacts } from '../duckdb/index.ts';
import type { Facts, OpenedFacts } from '../query.ts';
import type { Answer, ProcessLimits, QueryRequest, Request } from './protocol.ts';

/**
 * Entry of the process that owns the engine. It holds nothing that is not in the facts file: it may be killed at any time.
 */

interface Running {
  readonly controller: AbortController;
  /** Tells the query that its last batch was taken. */
  taken: () => void;
}

const running = new Map<number, Running>();
let opening: Promise<OpenedFacts> | undefined;

process.on('message', (message) => {
  void heard(message as Request);
});
// Whoever asked is gone.
process.on('disconnect', () => process.exit());
// Ctrl-C reaches every process of the terminal; what it means is decided by the one that asked.
process.on('SIGINT', () => undefined);

async function heard(request: Request): Promise<void> {
  switch (request.kind) {
    case 'open':
      await open(request.file, request.limits);
      break;
    case 'query':
    case 'explain':
      await run(request);
      break;
    case 'taken':
      running.get(request.id)?.taken();
      break;
    case 'cancel':
      running.get(request.id)?.controller.abort();
      running.get(request.id)?.taken();
      break;
    case 'close':
      await (await facts())?.close();
      process.disconnect();
      break;
  }
}

async function open(file: string, limits: ProcessLimits): Promise<void> {
  watchMemory(limits.residentMb);
  opening = openFacts(file, limits);
  const opened = await opening;
  await send(opened.ok ? { kind: 'opened' } : { kind: 'unusable', fault: opened.fault });
}

async function facts(): Promise<Facts | undefined> {
  const opened = await opening;
  return opened?.ok === true ? opened.value : undefined;
}

async function run(request: QueryRequest): Promise<void> {
  const { kind, id, query, maxRows, maxBytes } = request;
  const open = await facts();
  if (open === undefined) throw new Error('a query before the facts are open');
  const controller = new AbortController();
  const mine: Running = { controller, taken: () => undefined };
  running.set(id, mine);
  const result = open[kind](query, { maxRows, maxBytes, signal: controller.signal });
  let taken = Promise.resolve();
  for await (const batch of result) {
    // The engine works on the next batch while the reader has the last one.
    await taken;
    if (controller.signal.aborted) continue;
    taken = new Promise((resolve) => {
      mine.taken = resolve;
    });
    await send({ kind: 'batch', id, batch });
  }
  running.delete(id);
  await send({ kind: 'end', id, outcome: await result.outcome });
}

function send(answer: Answer): Promise<void> {
  return new Promise((resolve) => {
    // An error means that the other side is gone; `disconnect` follows.
    process.send?.(answer, undefined, undefined, () => {
      resolve();
    });
  });
}

/** Ends this process before it takes the machine's memory, where the system does not do so. */
function watchMemory(residentMb: number): void {
  setInterval(() => {
    if (process.memoryUsage.rss() > residentMb * 1e6) process.kill(process.pid, 'SIGKILL');
  }, 100).unref();
}
