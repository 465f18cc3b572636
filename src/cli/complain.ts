import { printable } from '../base/text.ts';

/** Prints what is wrong on stderr, in one line that is safe to print, and returns the exit code. */
export function complain(message: string, code: number): number {
  process.stderr.write(`fixfirst: ${printable(message)}\n`);
  return code;
}
