const open: ReadonlySet<string> = new Set(['affected', 'will_not_fix', 'end_of_life', 'under_investigation']);

/** A finding in this VEX state counts as open. */
export function isOpenStatus(status: string): boolean {
  return open.has(status);
}
