import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { CompiledQuery } from '../../kql/index.ts';
import { stoppedFault, type QueryFault } from '../query-fault.ts';
import type { QueryOptions, QueryOutcome, ResultBatch } from '../query.ts';
import { Stop, Stopped, type StopReason } from '../stop.ts';
import type { Answer, ProcessLimits, QueryRequest, Request } from './protocol.ts';

const shell = '/bin/sh';

/** Time that a query has to stop after it was told to, and the process to close, in milliseconds. */
const graceMs = 2000;

const lost: QueryFault = {
  code: 'store-engine-lost',
  message: 'the process that runs queries ended before it answered, most likely for want of memory',
  remedy: 'run the query again; if it happens again, filter or aggregate earlier',
};

type QueryAnswer = Extract<Answer, { kind: 'batch' | 'end' }>;

interface Running {
  /** What the process said about the query; undefined: it ended. */
  readonly inbox: Inbox<QueryAnswer | undefined>;
  readonly stop: Stop;
  /** Set while the query is told to stop. */
  killing: NodeJS.Timeout | undefined;
}

/** One process of the engine, from its start to its end. */
export class EngineProcess {
  readonly #process: ChildProcess;
  readonly #running = new Map<number, Running>();
  readonly #opened: Promise<QueryFault | undefined>;
  readonly #gone: Promise<void>;
  #isGone = false;
  #lastId = 0;

  /** Starts the process; it opens the file when there is one. */
  constructor(file: Promise<string>, limits: ProcessLimits) {
    this.#process = start(limits);
    this.#process.on('message', (message) => {
      this.#heard(message as Answer);
    });
    this.#gone = new Promise<void>((resolve) => {
      const ended = (): void => {
        this.#ended();
        resolve();
      };
      this.#process.once('exit', ended);
      this.#process.once('error', ended);
    });
    this.#opened = new Promise((resolve) => {
      this.#process.once('message', (message) => {
        const answer = message as Answer;
        resolve(answer.kind === 'unusable' ? answer.fault : undefined);
      });
      void this.#gone.then(() => {
        resolve(lost);
      });
    });
    file.then(
      (path) => {
        this.#send({ kind: 'open', file: path, limits });
      },
      () => this.#process.kill('SIGKILL'),
    );
  }

  /** Settles when the process takes queries, with a fault when it never will. */
  opened(): Promise<QueryFault | undefined> {
    return this.#opened;
  }

  /** Settles when the process has ended. */
  gone(): Promise<void> {
    return this.#gone;
  }

  /** Runs or explains one query here; its outcome is `store-engine-lost` when the process ends before it. */
  async *run(
    kind: QueryRequest['kind'],
    query: CompiledQuery,
    options: QueryOptions,
  ): AsyncGenerator<ResultBatch, QueryOutcome, void> {
    const id = ++this.#lastId;
    const inbox = new Inbox<QueryAnswer | undefined>();
    const stop = new Stop(options, () => {
      this.#cancel(id);
    });
    try {
      const fault = await stop.run(() => this.#opened);
      if (fault !== undefined) return { ok: false, fault };
      if (this.#isGone) return { ok: false, fault: lost };
      this.#running.set(id, { inbox, stop, killing: undefined });
      this.#send({ kind, id, query, maxRows: options.maxRows, maxBytes: options.maxBytes });
      for (;;) {
        const answer = await stop.run(() => inbox.take());
        if (answer?.kind !== 'batch') return ending(answer?.outcome, stop.reason);
        yield answer.batch;
        this.#send({ kind: 'taken', id });
      }
    } catch (error) {
      if (!(error instanceof Stopped)) throw error;
      return { ok: false, fault: stoppedFault(stop.reason ?? 'cancelled') };
    } finally {
      stop.end();
      this.#cancel(id);
    }
  }

  /** Stops all queries and ends the process. */
  async close(): Promise<void> {
    for (const { stop } of this.#running.values()) stop.now('cancelled');
    this.#send({ kind: 'close' });
    const killing = setTimeout(() => this.#process.kill('SIGKILL'), graceMs);
    await this.#gone;
    clearTimeout(killing);
  }

  #heard(answer: Answer): void {
    if (answer.kind === 'opened' || answer.kind === 'unusable') return;
    const running = this.#running.get(answer.id);
    if (answer.kind === 'end') this.#forget(answer.id);
    running?.inbox.put(answer);
  }

  #ended(): void {
    this.#isGone = true;
    for (const [id, { inbox }] of this.#running) {
      this.#forget(id);
      inbox.put(undefined);
    }
  }

  /** Tells a query to stop; one that does not takes the process with it. */
  #cancel(id: number): void {
    const running = this.#running.get(id);
    if (running === undefined || running.killing !== undefined) return;
    this.#send({ kind: 'cancel', id });
    running.killing = setTimeout(() => this.#process.kill('SIGKILL'), graceMs);
  }

  #forget(id: number): void {
    clearTimeout(this.#running.get(id)?.killing);
    this.#running.delete(id);
  }

  #send(request: Request): void {
    // A process that ends meanwhile is told of by its exit.
    if (this.#process.connected) this.#process.send(request, () => undefined);
  }
}

function ending(outcome: QueryOutcome | undefined, stopped: StopReason | undefined): QueryOutcome {
  if (outcome?.ok === true) return outcome;
  if (stopped !== undefined) return { ok: false, fault: stoppedFault(stopped) };
  return outcome ?? { ok: false, fault: lost };
}

/** What came and was not taken yet, for one taker. */
class Inbox<T> {
  readonly #letters: T[] = [];
  #waiting: ((letter: T) => void) | undefined;

  put(letter: T): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (waiting === undefined) this.#letters.push(letter);
    else waiting(letter);
  }

  take(): Promise<T> {
    return new Promise((resolve) => {
      if (this.#letters.length > 0) resolve(this.#letters.shift()!);
      else this.#waiting = resolve;
    });
  }
}

/**
 * Starts the process. On Linux a shell sets the limit on the address space and becomes the process; it is
 * given constants and paths as arguments, never as text to run.
 */
function start({ heapMb, addressSpaceMb }: ProcessLimits): ChildProcess {
  const node = [process.execPath, `--max-old-space-size=${heapMb}`, ...entry()];
  const [command, ...args] =
    process.platform === 'linux' && existsSync(shell)
      ? [shell, '-c', 'ulimit -v "$0"; exec "$@"', String(addressSpaceMb * 1000), ...node]
      : node;
  return spawn(command!, args, {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    serialization: 'advanced',
    windowsHide: true,
    // Each arena of the C library reserves 64 MB of the address space, used or not.
    env: { ...process.env, MALLOC_ARENA_MAX: '2' },
  });
}

/** Arguments that run the entry beside this file, as built or from source. */
function entry(): string[] {
  const beside = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
  if (import.meta.url.endsWith('.js')) return [beside('./child.js')];
  return [
    '--require',
    beside('./without-wasm.cjs'),
    '--import',
    import.meta.resolve('tsx'),
    beside('./child.ts'),
  ];
}
