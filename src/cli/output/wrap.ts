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

/** 12 345 with thin groups, as the rest of the output writes numbers. */
export function grouped(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ' ');
}

/** A figure with as many digits as a reader can use: three significant ones, no exponent. */
export function short(value: number): string {
  if (value === 0) return '0';
  const magnitude = Math.abs(value);
  if (magnitude >= 100) return grouped(Math.round(value));
  if (magnitude >= 10) return value.toFixed(1).replace(/\.0$/, '');
  if (magnitude >= 1) return value.toFixed(1);
  if (magnitude >= 0.01) return value.toFixed(2);
  return value < 0 ? '−<0.01' : '<0.01';
}

/** A share as percent; what is nearly nothing or nearly all is not called so. */
export function percent(share: number): string {
  const value = share * 100;
  if (value > 0 && value < 0.1) return '<0.1 %';
  if (value < 100 && value >= 99.5) return '>99 %';
  return value < 10 && value > 0 ? `${value.toFixed(1).replace(/\.0$/, '')} %` : `${Math.round(value)} %`;
}
