/** An example of the reference, with the table that is printed there. */
export interface Example {
  readonly page: string;
  readonly n: number;
  readonly query: string;
  readonly expected: { readonly columns: readonly string[]; readonly rows: readonly (readonly string[])[] };
}

/**
 * Compares a result with a printed table cell by cell; a sentence on the first difference, or undefined. The printed tables
 * are prose: spaces, number formats, order of keys in JSON and order of rows (unless the query sorts last) may differ.
 */
export function compareExample(
  example: Example,
  outcome: { readonly columns: readonly string[]; readonly rows: readonly (readonly unknown[])[] },
): string | undefined {
  const { columns, rows } = example.expected;
  const names = outcome.columns.map((column) => column.slice(0, column.lastIndexOf(':')));
  const types = outcome.columns.map((column) => column.slice(column.lastIndexOf(':') + 1));
  if (columns.length !== names.length) return `columns ${names.join(', ')} instead of ${columns.join(', ')}`;
  if (rows.length !== outcome.rows.length) return `${outcome.rows.length} rows instead of ${rows.length}`;
  // Columns may be printed in another order; a name that is not found keeps its place.
  const place = columns.map((name, index) => {
    const found = names.indexOf(name.replaceAll('\\', ''));
    return found === -1 ? index : found;
  });
  const differs = (expected: readonly string[], given: readonly unknown[]): string | undefined => {
    for (const [index, cell] of expected.entries()) {
      const at = place[index]!;
      if (!sameCell(cell, given[at], types[at]!))
        return `${columns[index]!}: ${JSON.stringify(given[at])} instead of ${cell}`;
    }
    return undefined;
  };
  const inOrder = rows.map((row, index) => differs(row, outcome.rows[index]!));
  if (inOrder.every((difference) => difference === undefined)) return undefined;
  const left = [...outcome.rows];
  for (const [index, row] of rows.entries()) {
    const found = left.findIndex((given) => differs(row, given) === undefined);
    if (found === -1) return `row ${index + 1}: ${inOrder[index] ?? 'is there once too few'}`;
    left.splice(found, 1);
  }
  return undefined;
}

function sameCell(printed: string, given: unknown, type: string): boolean {
  const text = plain(printed);
  if (given === null || given === '' || (typeof given === 'string' && given.trim() === ''))
    return ['', 'null', '(null)', '""', "''", 'nan', '[null]', 'empty', '(empty)'].includes(
      text.toLowerCase(),
    );
  // The backslashes of JSON are printed bare in some cells, escaped for Markdown in others.
  if (type === 'dynamic' || typeof given === 'object')
    return sameJson(text, given) || sameJson(unbroken(printed), given);
  const bare = given as string | number | bigint | boolean;
  const value = String(bare).trim();
  switch (type) {
    case 'bool':
      return ['true', '1'].includes(text.toLowerCase()) === given;
    case 'long':
    case 'int':
    case 'real':
    case 'decimal':
      return sameNumber(text, given);
    case 'datetime':
      return moment(text) === moment(value);
    case 'timespan':
      return span(text) === span(value);
    default: {
      if (value === text || value === unbroken(printed) || collapse(value) === collapse(text)) return true;
      if (/^[[{]/.test(value)) return sameJson(text, parsed(value));
      return Number.isFinite(Number(value)) && value !== '' && sameNumber(text, Number(value));
    }
  }
}

/** Without the page's typography: what Markdown and HTML need, and nothing that belongs to the value. */
function plain(cell: string): string {
  return (
    unbroken(cell)
      // A cell may be set as code.
      .replace(/^`(.*)`$/, '$1')
      // Markdown takes an address in angle brackets, or as text and target, for a link.
      .replace(/^<(https?:[^>\s]+)>$/, '$1')
      .replace(/^\[(https?:[^\]\s]+)\]\(\1\)$/, '$1')
      // A backslash before a sign that Markdown would read.
      .replace(/\\([|_*[\]\\])/g, '$1')
      .trim()
  );
}

/** With line breaks and entities as what they stand for. */
function unbroken(cell: string): string {
  return cell
    .replace(/<br\s*\/?>/g, ' ')
    .replaceAll('&nbsp;', ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .trim();
}

const collapse = (text: string) => text.replace(/\s+/g, ' ').replace(/^["']|["']$/g, '');

function sameNumber(text: string, given: unknown): boolean {
  // Thousands have commas, infinity has its sign.
  const cleaned = text
    .replaceAll(',', '')
    .replace(/^([-−]?)∞$/, (_, sign) => (sign === '' ? '' : '-') + 'Infinity');
  if (cleaned === String(given)) return true;
  const expected = Number(cleaned);
  const value = Number(given);
  if (cleaned === '' || Number.isNaN(expected)) return Number.isNaN(value) && /nan/i.test(cleaned);
  if (expected === value) return true;
  // As many digits as are printed, and never fewer than three.
  const digits = Math.max(
    3,
    cleaned
      .replace(/e.*$/i, '')
      .replace(/[^0-9]/g, '')
      .replace(/^0+/, '').length,
  );
  return Math.abs(expected - value) <= Math.abs(expected) * 10 ** -(Math.min(digits, 12) - 1) * 0.51 + 1e-12;
}

/** A moment as digits without trailing zeros of the fraction. */
function moment(text: string): string {
  const match =
    /^"?(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d+))?)?)?\s*Z?"?$/.exec(
      text.trim(),
    );
  if (match === null)
    return Number.isNaN(Date.parse(text)) ? text : moment(new Date(`${text} UTC`).toISOString());
  const [, y, mo, d, h = '0', mi = '0', s = '0', f = ''] = match;
  return [y, mo, d, h, mi, s].map(Number).join(' ') + '.' + f.replace(/0+$/, '');
}

function span(text: string): string {
  const match = /^"?(-?)(?:(\d+)\.)?(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d+))?)?"?$/.exec(text.trim());
  if (match === null) return text.trim();
  const [, sign = '', d = '0', h, m, s = '0', f = ''] = match;
  return sign + [d, h, m, s].map(Number).join(' ') + '.' + f.replace(/0+$/, '');
}

function parsed(text: string): unknown {
  for (const candidate of [
    text,
    text.replaceAll('""', '"'),
    text.replaceAll("'", '"'),
    text.replace(/,\s*([\]}])/g, '$1'),
  ]) {
    try {
      return JSON.parse(candidate) as unknown;
    } catch {
      // Another spelling may do.
    }
  }
  return undefined;
}

/** An array of words that is printed without their quotes: `[yes, no]`. */
function words(text: string): readonly string[] | undefined {
  return /^\[\s*[a-z]+(\s*,\s*[a-z]+)*\s*\]$/i.test(text)
    ? text
        .slice(1, -1)
        .split(',')
        .map((word) => word.trim())
    : undefined;
}

function sameJson(text: string, given: unknown): boolean {
  const expected = parsed(text) ?? words(text);
  return expected === undefined
    ? collapse(text) === collapse(typeof given === 'string' ? given : JSON.stringify(given)) ||
        collapse(text).replaceAll(' ', '') === JSON.stringify(given).replaceAll(' ', '')
    : sameValue(expected, given);
}

function sameValue(a: unknown, b: unknown): boolean {
  if (typeof a === 'number' || typeof b === 'number')
    return (typeof a === 'number' || typeof b === 'number') && sameNumber(String(a), Number(b));
  if (typeof a === 'string' && typeof b === 'string')
    return (
      a === b ||
      collapse(a) === collapse(b) ||
      (/^\d{4}-/.test(a) && moment(a) === moment(b)) ||
      (/^-?[\d.]*\d\d:\d\d/.test(a) && span(a) === span(b))
    );
  if (Array.isArray(a) && Array.isArray(b)) {
    if (a.length !== b.length) return false;
    if (a.every((value, index) => sameValue(value, b[index]))) return true;
    return false;
  }
  if (typeof a === 'object' && typeof b === 'object' && a !== null && b !== null) {
    const [x, y] = [a as Record<string, unknown>, b as Record<string, unknown>];
    const keys = Object.keys(x);
    return (
      keys.length === Object.keys(y).length && keys.every((key) => key in y && sameValue(x[key], y[key]))
    );
  }
  return a === b;
}
