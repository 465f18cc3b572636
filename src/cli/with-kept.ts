import type { KeptPorts, LastingStore } from '../app/kept/index.ts';
import { DataUnavailable } from '../base/data-unavailable.ts';
import { describeFault } from '../base/fault.ts';
import { complain } from './complain.ts';
import { exitCodes } from './exit-codes.ts';
import { isFileTrouble } from './file-trouble.ts';
import { interruptible } from './interruptible.ts';
import { openTerminal, type Terminal } from './terminal.ts';

/** Makes what a command on the data directory needs from outside; undefined: the directory that holds without `--data`. */
export type OpenKept = (data: string | undefined, progress: (text: string) => void) => KeptPorts;

/** Opens the facts of the data directory, works until done or stopped, closes them, and sets the exit code of the work. */
export async function withKept(
  open: OpenKept,
  flags: { readonly data?: string; readonly quiet?: boolean },
  work: (store: LastingStore, ports: KeptPorts, terminal: Terminal, signal: AbortSignal) => Promise<number>,
): Promise<void> {
  const terminal = openTerminal(flags.quiet === true);
  const ports = open(flags.data, terminal.progress);
  const opened = await ports.open();
  if (!opened.ok) {
    process.exitCode = complain(describeFault(opened.fault), exitCodes.rejected);
    return;
  }
  try {
    const code = await interruptible((signal) =>
      work(opened.value, ports, terminal, signal).finally(() => {
        terminal.endProgress();
      }),
    );
    process.exitCode = code ?? complain('stopped; what was merged before stays', exitCodes.cancelled);
  } catch (error) {
    if (error instanceof DataUnavailable)
      process.exitCode = complain(describeFault(error.fault), exitCodes.rejected);
    else if (isFileTrouble(error)) process.exitCode = complain(error.message, exitCodes.rejected);
    else throw error;
  } finally {
    await opened.value.close();
  }
}
