/** Makes a larger file of the same format by repeating the records of a small one; undefined when it has none to repeat. */
export function enlarge(text: string, source: string, wantedCharacters: number): string | undefined {
  const start = text.trimStart();
  if (start.startsWith('<')) return repeatElement(text, recordElements[source] ?? '', wantedCharacters);
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  if (start.startsWith('{') && lines.length > 1 && isJson(lines[0] ?? ''))
    return repeat(lines, wantedCharacters, '\n');
  if (!isJson(text)) return undefined;
  const document: unknown = JSON.parse(text);
  const array = largestArray(document);
  if (array === undefined || array.length === 0) return undefined;
  const size = JSON.stringify(array).length;
  const items = [...array];
  for (let times = Math.ceil(wantedCharacters / size); times > 1; times--)
    for (const item of items) array.push(item);
  return JSON.stringify(document);
}

const recordElements: Readonly<Record<string, string>> = {
  nmap: 'host',
  nessus: 'ReportItem',
  openvas: 'result',
  openscap: 'rule-result',
  cyclonedx: 'component',
};

/** Repeats the siblings from the first to the last element of that name that follow each other. */
function repeatElement(text: string, name: string, wanted: number): string | undefined {
  const pattern = new RegExp(`<(\\w+:)?${name}[ >][\\s\\S]*?</(\\w+:)?${name}>`, 'g');
  const found = [...text.matchAll(pattern)].map((match) => match[0]);
  const [first] = found;
  if (first === undefined) return undefined;
  const at = text.indexOf(first) + first.length;
  return text.slice(0, at) + repeat(found, wanted, '\n') + text.slice(at);
}

function repeat(parts: readonly string[], wanted: number, separator: string): string {
  const once = parts.join(separator);
  return Array.from({ length: Math.ceil(wanted / once.length) }, () => once).join(separator);
}

function largestArray(value: unknown): unknown[] | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  let best =
    Array.isArray(value) && value.some((item) => typeof item === 'object') ? (value as unknown[]) : undefined;
  for (const inner of Object.values(value)) {
    const found = largestArray(inner);
    if (found !== undefined && JSON.stringify(found).length > JSON.stringify(best ?? []).length * 0.6)
      best = found;
  }
  return best;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
