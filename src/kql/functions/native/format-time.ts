import { datetimeText, ticks, timespanText } from '../../ticks.ts';

/** A format taken apart: runs of one letter, and what stands between them. */
const pieces = new Map<string, readonly string[]>();

function piecesOf(format: string): readonly string[] {
  const found = pieces.get(format);
  if (found !== undefined) return found;
  const made = format.match(/([a-zA-Z])\1*|[^a-zA-Z]+/g) ?? [];
  if (pieces.size > 1000) pieces.clear();
  pieces.set(format, made);
  return made;
}

const padded = (value: bigint | number, width: number) => String(value).padStart(width, '0');

/** Digits of a fraction of a second; a large F prints nothing for zeros at the end. */
function fraction(piece: string, rest: bigint): string {
  const digits = padded(rest, 7).slice(0, piece.length);
  return piece.startsWith('F') ? digits.replace(/0+$/, '') : digits;
}

/** `format_datetime`: the moment (ticks) in the given format. Letters that mean nothing stay as they are. */
export function formatDatetime(moment: bigint | null, format: string): string | null {
  if (moment === null) return null;
  const iso = datetimeText(moment);
  const field = (start: number, length: number) => Number(iso.slice(start, start + length));
  const hour = field(11, 2);
  const values: Readonly<Record<string, number>> = {
    d: field(8, 2),
    M: field(5, 2),
    H: hour,
    h: hour % 12 === 0 ? 12 : hour % 12,
    m: field(14, 2),
    s: field(17, 2),
  };
  const year = field(0, 4);
  return piecesOf(format)
    .map((piece) => {
      const letter = piece[0]!;
      const value = values[letter];
      if (value !== undefined && piece.length <= 2) return padded(value, piece.length);
      if ((letter === 'f' || letter === 'F') && piece.length <= 7)
        return fraction(piece, moment % ticks.second);
      if (piece === 'y' || piece === 'yy') return padded(year % 100, piece.length);
      if (piece === 'yyy' || piece === 'yyyy') return padded(year, piece.length);
      if (piece === 'tt') return hour < 12 ? 'AM' : 'PM';
      return piece === 't' ? (hour < 12 ? 'A' : 'P') : piece;
    })
    .join('');
}

/** `format_timespan`: the span (ticks) in the given format, without its sign. */
export function formatTimespan(span: bigint | null, format: string): string | null {
  if (span === null) return null;
  const size = span < 0n ? -span : span;
  const values: Readonly<Record<string, bigint>> = {
    H: (size % ticks.day) / ticks.hour,
    h: (size % ticks.day) / ticks.hour,
    m: (size % ticks.hour) / ticks.minute,
    s: (size % ticks.minute) / ticks.second,
  };
  if (format === '') return timespanText(span);
  return piecesOf(format)
    .map((piece) => {
      const letter = piece[0]!;
      const value = values[letter];
      if (value !== undefined && piece.length <= 2) return padded(value, piece.length);
      if (letter === 'd' && piece.length <= 8) return padded(size / ticks.day, piece.length);
      return (letter === 'f' || letter === 'F') && piece.length <= 7
        ? fraction(piece, size % ticks.second)
        : piece;
    })
    .join('');
}
