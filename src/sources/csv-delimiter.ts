/**
 * The character that separates the columns of a CSV: the one that stands most often in the first line that names the
 * column; a comma when none does.
 */
export function csvDelimiter(head: string, column: string): ',' | ';' | '\t' {
  const wanted = column.toLowerCase();
  const line = head.split(/\r?\n/).find((text) => text.toLowerCase().includes(wanted)) ?? '';
  const count = (delimiter: string): number => line.split(delimiter).length;
  const best = ([',', ';', '\t'] as const).toSorted((a, b) => count(b) - count(a))[0];
  return best ?? ',';
}
