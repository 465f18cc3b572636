/** Prints what is wrong on stderr and returns the exit code. */
export function complain(message: string, code: number): number {
  process.stderr.write(`fixfirst: ${message}\n`);
  return code;
}
