/** Why work was stopped. */
export type StopReason = 'cancelled' | 'timeout';

/** Thrown where work would go on that was stopped. */
export class Stopped extends Error {
  override readonly name = 'Stopped';
}

/** An interrupt that meets the engine between two operations is lost: it is repeated until the step ends. */
const interruptEveryMs = 50;

/** Stops the work of one connection when its caller wants it, or when it has worked longer than it may. */
export class Stop {
  readonly #signal: AbortSignal | undefined;
  readonly #timeoutMs: number;
  readonly #interrupt: () => void;
  #reason: StopReason | undefined;
  #workedMs = 0;
  #step: Promise<unknown> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #repeat: NodeJS.Timeout | undefined;

  constructor(
    options: { readonly signal?: AbortSignal | undefined; readonly timeoutMs?: number | undefined },
    interrupt: () => void,
  ) {
    this.#signal = options.signal;
    this.#timeoutMs = options.timeoutMs ?? Infinity;
    this.#interrupt = interrupt;
    if (this.#signal?.aborted === true) this.#reason = 'cancelled';
    this.#signal?.addEventListener('abort', this.#cancelled);
  }

  get reason(): StopReason | undefined {
    return this.#reason;
  }

  /** Time that steps took so far, in milliseconds. */
  get workedMs(): number {
    return this.#workedMs;
  }

  /** Runs one step of the engine; its time counts. Steps come one after the other. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#reason !== undefined) throw new Stopped();
    const started = performance.now();
    const remainingMs = this.#timeoutMs - this.#workedMs;
    if (Number.isFinite(remainingMs)) {
      this.#timer = setTimeout(() => {
        this.now('timeout');
      }, remainingMs);
    }
    const step = work();
    this.#step = step;
    try {
      return await step;
    } finally {
      this.#step = undefined;
      this.#workedMs += performance.now() - started;
      clearTimeout(this.#timer);
      clearInterval(this.#repeat);
    }
  }

  /** Stops the step that runs and all that would follow. */
  now(reason: StopReason): void {
    if (this.#reason !== undefined) return;
    this.#reason = reason;
    if (this.#step === undefined) return;
    this.#interrupt();
    this.#repeat = setInterval(this.#interrupt, interruptEveryMs);
  }

  /** Settles when no step runs. */
  async idle(): Promise<void> {
    await this.#step?.catch(() => undefined);
  }

  /** Lets go of the signal. */
  end(): void {
    this.#signal?.removeEventListener('abort', this.#cancelled);
  }

  readonly #cancelled = (): void => {
    this.now('cancelled');
  };
}
