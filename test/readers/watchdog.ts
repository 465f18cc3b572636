import { Worker } from 'node:worker_threads';

/** Seconds for one input: three times what is demanded, since the machine may be busy. */
const patience = 15;

/** What the thread does: an input that does not end cannot be stopped from within, so the process is. */
const code = `
  const { workerData: { shared, patience } } = require('node:worker_threads');
  const { writeSync } = require('node:fs');
  const words = new Int32Array(shared, 0, 3);
  let seen = -1;
  for (let same = 0; ; ) {
    Atomics.wait(words, 2, 0, 1000);
    const now = Atomics.load(words, 0);
    same = now === seen ? same + 1 : 0;
    seen = now;
    if (now % 2 === 0 || same < patience) continue;
    const text = Buffer.from(shared, 12, Atomics.load(words, 1)).toString();
    writeSync(2, '\\n' + patience + ' s for one input: ' + text + '\\n');
    process.kill(process.pid, 'SIGKILL');
  }
`;

/** Ends the process, with the name of the input on its way, when one takes too long. */
export class Watchdog {
  readonly #shared = new SharedArrayBuffer(12 + 8192);
  readonly #words = new Int32Array(this.#shared, 0, 3);
  readonly #worker = new Worker(code, { eval: true, workerData: { shared: this.#shared, patience } });

  async over<T>(input: string, work: () => Promise<T>): Promise<T> {
    const bytes = Buffer.from(input).subarray(0, 8192);
    Buffer.from(this.#shared, 12).set(bytes);
    Atomics.store(this.#words, 1, bytes.length);
    Atomics.add(this.#words, 0, 1);
    try {
      return await work();
    } finally {
      Atomics.add(this.#words, 0, 1);
    }
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }
}
