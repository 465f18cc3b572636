/**
 * Arguments of a Windows command line by the rules of its C runtime: blanks separate, double quotes hold together, and an odd
 * number of backslashes before a quote makes it an ordinary character (two backslashes stand for one there). Null when there
 * is no argument.
 */
export function parseCommandLine(line: string): readonly string[] | null {
  const found: string[] = [];
  let current: string | undefined;
  let quoted = false;
  for (let at = 0; at < line.length; at++) {
    const character = line[at]!;
    if (character === '\\') {
      let end = at;
      while (line[end] === '\\') end++;
      const count = end - at;
      const beforeQuote = line[end] === '"';
      current = (current ?? '') + '\\'.repeat(beforeQuote ? Math.floor(count / 2) : count);
      at = end - 1;
      if (beforeQuote && count % 2 === 1) {
        current += '"';
        at = end;
      }
    } else if (character === '"') {
      current ??= '';
      if (quoted && line[at + 1] === '"') {
        current += '"';
        at++;
      } else quoted = !quoted;
    } else if (!quoted && /\s/.test(character)) {
      if (current !== undefined) found.push(current);
      current = undefined;
    } else current = (current ?? '') + character;
  }
  if (current !== undefined) found.push(current);
  return found.length === 0 ? null : found;
}
