import { Worker, type WorkerOptions } from 'node:worker_threads';
import type { Catalog } from '../catalog/catalog.ts';
import { reason } from './library.ts';
import type { Message, Request } from './protocol.ts';
import type { LanguageService } from './service.ts';

/** An answer of the language thread, or why there is none. */
export type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | {
      readonly ok: false;
      /** `timeout`: it took longer than allowed; `crashed`: the thread ended; `failed`: our own code threw; `closed`. */
      readonly reason: 'timeout' | 'crashed' | 'failed' | 'closed';
      readonly message: string;
    };

export interface LanguageOptions {
  readonly catalog: Catalog;
  /** The module that the thread runs; it calls `serve`. */
  readonly entry: URL;
  /** Longest time for one request, in milliseconds; the thread is then ended and started anew. */
  readonly timeLimit?: number;
  /** Longest time for the start of the thread, in milliseconds. */
  readonly startLimit?: number;
}

/** The language in a thread of its own: it would block this one for milliseconds to seconds. */
export interface Language<Options, Compiled> {
  /** Settles when the thread is warm, or has failed to start. */
  readonly ready: () => Promise<Answer<undefined>>;
  /** Gives the thread another catalogue, as when a function is saved. */
  readonly use: (catalog: Catalog) => Promise<Answer<undefined>>;
  readonly service: <Method extends keyof LanguageService>(
    method: Method,
    ...given: Parameters<LanguageService[Method]>
  ) => Promise<Answer<ReturnType<LanguageService[Method]>>>;
  readonly compile: (text: string, options: Options) => Promise<Answer<Compiled>>;
  /** Ends the thread; requests that wait are answered `closed`. */
  readonly close: () => Promise<void>;
}

type Asked<R = Request> = R extends unknown ? Omit<R, 'id'> : never;

interface Waiting {
  /** Undefined asks for nothing but a warm thread. */
  readonly asked: Asked | undefined;
  readonly settle: (answer: Answer<unknown>) => void;
}

/** Memory of the thread in MB; the analyser needs 60 to 400. */
const memoryLimit = 1024;

const defaults = { timeLimit: 10_000, startLimit: 60_000 };

/** Starts the language's thread at once, so that it is warm when it is asked. */
export function startLanguage<Options = never, Compiled = never>(
  options: LanguageOptions,
): Language<Options, Compiled> {
  const thread = new LanguageThread(options);
  return {
    ready: () => thread.ask(undefined) as Promise<Answer<undefined>>,
    use: (catalog) => thread.use(catalog) as Promise<Answer<undefined>>,
    service: (method, ...given) =>
      thread.ask({ kind: 'service', method, given }) as Promise<
        Answer<ReturnType<LanguageService[typeof method]>>
      >,
    compile: (text, given) =>
      thread.ask({ kind: 'compile', text, options: given }) as Promise<Answer<Compiled>>,
    close: () => thread.close(),
  };
}

/** One thread at a time, and the requests that wait for it: first come, first served. */
class LanguageThread {
  readonly #entry: URL;
  readonly #timeLimit: number;
  readonly #startLimit: number;
  #catalog: Catalog;
  #worker: Worker | undefined;
  #warm = false;
  #closed = false;
  #queue: Waiting[] = [];
  #active: Waiting | undefined;
  #timer: NodeJS.Timeout | undefined;
  #lastId = 0;

  constructor(options: LanguageOptions) {
    this.#catalog = options.catalog;
    this.#entry = options.entry;
    this.#timeLimit = options.timeLimit ?? defaults.timeLimit;
    this.#startLimit = options.startLimit ?? defaults.startLimit;
    this.#start();
  }

  ask(asked: Asked | undefined): Promise<Answer<unknown>> {
    return new Promise((settle) => {
      if (this.#closed) {
        settle(closed);
        return;
      }
      this.#queue.push({ asked, settle });
      this.#next();
    });
  }

  use(catalog: Catalog): Promise<Answer<unknown>> {
    this.#catalog = catalog;
    return this.ask({ kind: 'catalog', catalog });
  }

  async close(): Promise<void> {
    this.#closed = true;
    const worker = this.#worker;
    if (this.#active !== undefined) this.#queue.push(this.#active);
    this.#forget();
    this.#settleAll(closed);
    await worker?.terminate();
  }

  /** Starts a thread with the present catalogue. */
  #start(): void {
    const worker = newWorker(this.#entry, {
      workerData: { catalog: this.#catalog },
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: memoryLimit },
    });
    this.#worker = worker;
    worker.on('message', (message: Message) => {
      if (worker === this.#worker) this.#heard(message);
    });
    worker.on('error', (error) => this.#ended(worker, 'crashed', reason(error)));
    worker.on('exit', () => this.#ended(worker, 'crashed', 'the thread ended'));
    worker.unref();
    this.#limit(worker, this.#startLimit, 'the thread did not start in time');
  }

  #limit(worker: Worker, milliseconds: number, message: string): void {
    this.#timer = setTimeout(() => this.#ended(worker, 'timeout', message), milliseconds).unref();
  }

  #heard(message: Message): void {
    clearTimeout(this.#timer);
    const active = this.#active;
    this.#active = undefined;
    if (message.kind === 'ready') this.#warm = true;
    else if (message.kind === 'answer') active?.settle({ ok: true, value: message.value });
    else active?.settle({ ok: false, reason: 'failed', message: message.message });
    this.#next();
  }

  /** Hands the next request to the thread when it is warm and idle; starts one when there is none. */
  #next(): void {
    if (this.#active !== undefined || this.#closed) return;
    if (this.#queue.length === 0) {
      // An idle thread does not keep the process alive.
      this.#worker?.unref();
      return;
    }
    if (this.#worker === undefined) this.#start();
    const worker = this.#worker;
    worker?.ref();
    if (worker === undefined || !this.#warm) return;
    const waiting = this.#queue.shift()!;
    if (waiting.asked === undefined) {
      waiting.settle({ ok: true, value: undefined });
      this.#next();
      return;
    }
    this.#active = waiting;
    this.#limit(worker, this.#timeLimit, `it took longer than ${this.#timeLimit} ms`);
    this.#lastId += 1;
    worker.postMessage({ ...waiting.asked, id: this.#lastId });
  }

  /** The thread is gone or must go: who waits for its answer is told, the others wait for the next thread. */
  #ended(worker: Worker, why: 'timeout' | 'crashed', message: string): void {
    if (worker !== this.#worker) return;
    const answer: Answer<unknown> = { ok: false, reason: why, message };
    const started = this.#warm;
    const active = this.#active;
    this.#forget();
    void worker.terminate();
    active?.settle(answer);
    // One that could not start would not start the next time either: all are told, and a later request tries again.
    if (started) this.#start();
    else this.#settleAll(answer);
    this.#next();
  }

  #forget(): void {
    clearTimeout(this.#timer);
    this.#worker = undefined;
    this.#warm = false;
    this.#active = undefined;
  }

  #settleAll(answer: Answer<unknown>): void {
    const waiting = this.#queue;
    this.#queue = [];
    for (const { settle } of waiting) settle(answer);
  }
}

const closed = { ok: false, reason: 'closed', message: 'the language thread is closed' } as const;

/** A thread does not inherit the loader of TypeScript, so one that runs from source registers it first. */
function newWorker(entry: URL, options: WorkerOptions): Worker {
  if (!entry.pathname.endsWith('.ts')) return new Worker(entry, options);
  const loader = JSON.stringify(import.meta.resolve('tsx/esm/api'));
  const start = `import(${loader}).then(({ register }) => { register(); return import(${JSON.stringify(entry.href)}); });`;
  return new Worker(start, { ...options, eval: true });
}

/** A module beside this one, as source or as built. */
export function entryBeside(url: string, name: string): URL {
  return new URL(`./${name}${url.endsWith('.ts') ? '.ts' : '.js'}`, url);
}
