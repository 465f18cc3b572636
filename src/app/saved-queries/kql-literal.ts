import { failed, ok, type Result } from '../../base/fault.ts';
import type { KqlType } from '../../kql/index.ts';
import { parseDatetime, parseTimespan } from '../../kql/index.ts';
import { datetimeText, ticks } from '../../kql/index.ts';

/**
 * A value given as text, as a literal of KQL of its type. Whatever the text holds, the literal is one token or one
 * `type(…)`: texts are escaped, all else is taken apart and written anew. `bad-option` when the text is no value of the
 * type.
 */
export function kqlLiteral(type: KqlType, text: string): Result<string> {
  const literal = writers[type](type === 'string' ? text : text.trim());
  if (literal !== undefined) return ok(literal);
  return failed({
    code: 'bad-option',
    message: `"${text.slice(0, 80)}" is no ${type}`,
    remedy: `write it as in ${examples[type]}`,
  });
}

const examples: Readonly<Record<KqlType, string>> = {
  string: 'any text',
  long: '42',
  int: '42',
  real: '0.5',
  bool: 'true',
  datetime: '2026-01-31 or 2026-01-31T10:00:00Z',
  timespan: '7d, 12h, 30m or 1.12:30:00',
  dynamic: '["a","b"] (JSON)',
  guid: '74be27de-1e4e-49d9-b579-fe0b331d3642',
  decimal: '0.5',
};

const writers: Readonly<Record<KqlType, (text: string) => string | undefined>> = {
  string: quoted,
  long: (text) => whole(text, 'long', 63n),
  int: (text) => whole(text, 'int', 31n),
  real: (text) =>
    /^(nan|[+-]inf)$/.test(text) || isDecimal(text) ? `real(${text.toLowerCase()})` : undefined,
  bool: (text) => (/^(true|false)$/i.test(text) ? `bool(${text.toLowerCase()})` : undefined),
  datetime,
  timespan,
  dynamic,
  guid: (text) =>
    /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text) ? `guid(${text.toLowerCase()})` : undefined,
  decimal: (text) => (isDecimal(text) ? `decimal(${text})` : undefined),
};

/** Everything but letters, digits and plain marks is written by its number, so no text ends the literal. */
function quoted(text: string): string {
  const safe = text.replace(
    /[^ !#-[\]-~\u00a1-\u00ac\u00ae-\u05ff]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `"${safe}"`;
}

function whole(text: string, type: string, bits: bigint): string | undefined {
  if (!/^[+-]?\d{1,19}$/.test(text)) return undefined;
  const value = BigInt(text.replace('+', ''));
  return value >= -(1n << bits) && value < 1n << bits ? `${type}(${String(value)})` : undefined;
}

function isDecimal(text: string): boolean {
  return /^[+-]?\d{1,40}(\.\d{1,40})?(e[+-]?\d{1,3})?$/i.test(text);
}

/** A moment in any form that KQL reads, written in the one that it prints. */
function datetime(text: string): string | undefined {
  const value = parseDatetime(text);
  return value === null ? undefined : `datetime(${datetimeText(value)})`;
}

const units = [
  ['d', ticks.day],
  ['h', ticks.hour],
  ['m', ticks.minute],
  ['s', ticks.second],
  ['ms', ticks.millisecond],
  ['microsecond', ticks.microsecond],
  ['tick', 1n],
] as const;

/** A span in any form that KQL reads, written in the largest unit that holds it whole. */
function timespan(text: string): string | undefined {
  const value = parseTimespan(text);
  const unit = value === null ? undefined : units.find(([, worth]) => value % worth === 0n);
  return value === null || unit === undefined ? undefined : `timespan(${String(value / unit[1])}${unit[0]})`;
}

/** JSON; its texts are quoted as KQL's are, its numbers stay as they are written, so that none loses digits. */
function dynamic(text: string): string | undefined {
  try {
    JSON.parse(text);
  } catch {
    return undefined;
  }
  const safe = text
    .replace(/[\t\n\r]/g, ' ')
    .replace(/"(?:[^"\\]|\\.)*"/g, (token) => quoted(JSON.parse(token) as string));
  return `dynamic(${safe})`;
}
