/** How a long computation is watched and stopped. */
export interface Control {
  /** Stops the computation; the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** Called between two pieces of work: reports, lets other work run, and stops if that is wanted. */
export async function breathe(control: Control, done: number, total: number): Promise<void> {
  control.onProgress?.(done, total);
  if (control.signal === undefined) return;
  await new Promise((resume) => setImmediate(resume));
  control.signal.throwIfAborted();
}
