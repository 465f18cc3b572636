/** The column names in the first line of a CSV, lower case; empty when the text is no table. */
export function csvHeader(text: string): ReadonlySet<string> {
  const line = /^[^\r\n]*/.exec(text.trimStart())?.[0] ?? '';
  const names = line.split(/[,;\t]/).map((name) => name.trim().replace(/^"|"$/g, '').trim().toLowerCase());
  return new Set(names.length > 1 ? names : []);
}
