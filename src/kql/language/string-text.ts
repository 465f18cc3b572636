/** A string literal, in any of its forms: verbatim with `@`, obfuscated with `h`, over several lines in ```. */
const form =
  /^[hH]?(?:```([\s\S]*)```|@"((?:[^"]|"")*)"|@'((?:[^']|'')*)'|"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')$/;

const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  a: '\u0007',
  b: '\b',
  f: '\f',
  v: '\v',
};

/** What a string literal of KQL says; text that is no literal is itself. */
export function stringText(written: string): string {
  const match = form.exec(written);
  if (match === null) return written;
  const [, ticks, double, single, escapedDouble, escapedSingle] = match;
  return (
    ticks ??
    double?.replaceAll('""', '"') ??
    single?.replaceAll("''", "'") ??
    unescape(escapedDouble ?? escapedSingle ?? '')
  );
}

function unescape(text: string): string {
  return text.replace(
    /\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|x([0-9a-fA-F]{2})|([0-7]{1,3})|([\s\S]))/g,
    (_, short?: string, long?: string, hex?: string, octal?: string, one?: string) => {
      const code = short ?? long ?? hex;
      if (code !== undefined) return codePoint(Number.parseInt(code, 16));
      if (octal !== undefined) return codePoint(Number.parseInt(octal, 8));
      return escapes[one ?? ''] ?? one ?? '';
    },
  );
}

function codePoint(code: number): string {
  return code <= 0x10_ff_ff ? String.fromCodePoint(code) : '\ufffd';
}
