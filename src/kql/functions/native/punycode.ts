/** Punycode after RFC 3492, section 6; numbers of section 5. */
const base = 36;
const tMin = 1;
const tMax = 26;
const skew = 38;
const damp = 700;
const initialBias = 72;
const initialN = 128;

function adapt(delta: number, points: number, first: boolean): number {
  let rest = first ? Math.floor(delta / damp) : delta >> 1;
  rest += Math.floor(rest / points);
  let k = 0;
  while (rest > ((base - tMin) * tMax) >> 1) {
    rest = Math.floor(rest / (base - tMin));
    k += base;
  }
  return k + Math.floor(((base - tMin + 1) * rest) / (rest + skew));
}

const threshold = (k: number, bias: number) => Math.min(Math.max(k - bias, tMin), tMax);

const digitOf = (value: number) => String.fromCharCode(value < 26 ? value + 97 : value + 22);

/** A text in Punycode. */
export function toPunycode(text: string): string {
  const points = Array.from(text, (character) => character.codePointAt(0)!);
  const basic = points.filter((point) => point < initialN);
  let output = String.fromCodePoint(...basic) + (basic.length > 0 ? '-' : '');
  let [n, delta, bias, handled] = [initialN, 0, initialBias, basic.length];
  while (handled < points.length) {
    const next = Math.min(...points.filter((point) => point >= n));
    delta += (next - n) * (handled + 1);
    n = next;
    for (const point of points) {
      if (point < n) delta++;
      if (point !== n) continue;
      let q = delta;
      for (let k = base; ; k += base) {
        const t = threshold(k, bias);
        if (q < t) break;
        output += digitOf(t + ((q - t) % (base - t)));
        q = Math.floor((q - t) / (base - t));
      }
      output += digitOf(q);
      bias = adapt(delta, handled + 1, handled === basic.length);
      delta = 0;
      handled++;
    }
    delta++;
    n++;
  }
  return output;
}

function valueOf(character: string): number {
  const code = character.toLowerCase().charCodeAt(0);
  if (code >= 48 && code <= 57) return code - 22;
  return code >= 97 && code <= 122 ? code - 97 : base;
}

/** The text of a Punycode; empty when it is none. */
export function fromPunycode(encoded: string): string {
  const cut = encoded.lastIndexOf('-');
  const output = cut > 0 ? Array.from(encoded.slice(0, cut), (character) => character.codePointAt(0)!) : [];
  if (output.some((point) => point >= initialN)) return '';
  let [n, i, bias] = [initialN, 0, initialBias];
  for (let at = cut > 0 ? cut + 1 : 0; at < encoded.length;) {
    const before = i;
    let weight = 1;
    for (let k = base; ; k += base) {
      const digit = valueOf(encoded[at++] ?? '~');
      if (digit >= base) return '';
      i += digit * weight;
      const t = threshold(k, bias);
      if (digit < t) break;
      weight *= base - t;
      if (weight > Number.MAX_SAFE_INTEGER) return '';
    }
    bias = adapt(i - before, output.length + 1, before === 0);
    n += Math.floor(i / (output.length + 1));
    i %= output.length + 1;
    if (n > 0x10ffff || (n >= 0xd800 && n <= 0xdfff)) return '';
    output.splice(i++, 0, n);
  }
  return output.map((point) => String.fromCodePoint(point)).join('');
}

const isAscii = (text: string) => Array.from(text).every((character) => character.codePointAt(0)! < initialN);

/** A domain name whose labels beyond ASCII are in Punycode, marked by `xn--`. */
export function domainToPunycode(domain: string): string {
  return domain
    .split(/[.\u3002\uff0e\uff61]/)
    .map((label) => (isAscii(label) ? label : `xn--${toPunycode(label)}`))
    .join('.');
}

/** A domain name whose labels marked by `xn--` are read from Punycode. */
export function domainFromPunycode(domain: string): string {
  return domain
    .split('.')
    .map((label) => (/^xn--/i.test(label) ? fromPunycode(label.slice(4)) : label))
    .join('.');
}
