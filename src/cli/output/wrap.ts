/** Width of text on a terminal; good for the scripts our own texts use. */
export function width(text: string): number {
  return Array.from(text).length;
}

export function padEnd(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - width(text)));
}

export function padStart(text: string, columns: number): string {
  return ' '.repeat(Math.max(0, columns - width(text))) + text;
}

/** Breaks text at spaces into lines of at most `columns`; longer words are cut. */
export function wrap(text: string, columns: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    if (line !== '' && width(line) + 1 + width(word) > columns) {
      lines.push(line);
      line = '';
    }
    let rest = word;
    while (width(rest) > columns) {
      lines.push(Array.from(rest).slice(0, columns).join(''));
      rest = Array.from(rest).slice(columns).join('');
    }
    line = line === '' ? rest : `${line} ${rest}`;
  }
  lines.push(line);
  return lines;
}
