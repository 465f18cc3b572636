/** Steps of a JSON path: names and indexes. */
export type JsonPath = readonly (string | number)[];

/**
 * Reads a JSON path of KQL: `$.a.b`, `$['a b'][0]`, `$["a"]`. Undefined for what is none; wildcards and filters are not
 * read.
 */
export function parseJsonPath(text: string): JsonPath | undefined {
  if (!text.startsWith('$')) return undefined;
  const step = /\.([^.[\]'"*?()]+)|\[(-?\d+)\]|\['((?:[^'\\]|\\.)*)'\]|\["((?:[^"\\]|\\.)*)"\]/y;
  const path: (string | number)[] = [];
  let at = 1;
  while (at < text.length) {
    step.lastIndex = at;
    const match = step.exec(text);
    if (match === null) return undefined;
    const [whole, name, index, single, double] = match;
    path.push(
      index === undefined ? (name ?? (single ?? double ?? '').replaceAll(/\\(.)/g, '$1')) : Number(index),
    );
    at += whole.length;
  }
  return path;
}

/** A path in the writing that DuckDB reads. */
export function duckDbPath(path: JsonPath): string {
  const steps = path.map((step) => {
    if (typeof step === 'number') return `[${step < 0 ? '#' : ''}${String(step)}]`;
    return `."${step.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
  });
  return `$${steps.join('')}`;
}

/** Whether a value is a property bag. */
export function isBag(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value at a path, undefined when there is none. */
export function valueAt(value: unknown, path: JsonPath): unknown {
  let found = value;
  for (const step of path) {
    if (typeof step === 'number')
      found = Array.isArray(found) ? (found as readonly unknown[]).at(step) : undefined;
    else found = isBag(found) && Object.hasOwn(found, step) ? found[step] : undefined;
    if (found === undefined) return undefined;
  }
  return found;
}

/** A copy of a bag without what lies at a path. */
export function without(value: unknown, path: JsonPath): unknown {
  const [step, ...rest] = path;
  if (typeof step !== 'string' || !isBag(value) || !Object.hasOwn(value, step)) return value;
  if (rest.length === 0) return Object.fromEntries(Object.entries(value).filter(([key]) => key !== step));
  return { ...value, [step]: without(value[step], rest) };
}

/** A copy of a bag with a value at a path; what lies on the way and is no bag becomes one. */
export function withValue(value: unknown, path: JsonPath, set: unknown): unknown {
  const [step, ...rest] = path;
  if (typeof step !== 'string') return set;
  const bag = isBag(value) ? value : {};
  const inner = rest.length === 0 ? set : withValue(Object.hasOwn(bag, step) ? bag[step] : {}, rest, set);
  return { ...bag, [step]: inner };
}
