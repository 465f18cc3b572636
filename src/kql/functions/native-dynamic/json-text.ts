import { isBag } from './json-path.ts';

/** JSON with the keys of every bag in order and without blanks. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (!isBag(value)) return JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, one]) => `${JSON.stringify(key)}:${canonicalJson(one)}`).join(',')}}`;
}

/**
 * Paths of the parts of a value, as KQL's `treepath` lists them: each name by itself, and for an array its first element,
 * which stands for all.
 */
export function leafPaths(value: unknown): readonly string[] {
  const paths: string[] = [];
  collect(value, '', paths);
  return paths;
}

function collect(value: unknown, at: string, paths: string[]): void {
  if (Array.isArray(value)) {
    if (at !== '') paths.push(at);
    if (value.length === 0) return;
    const inner = value.filter((one) => typeof one === 'object' && one !== null) as readonly object[];
    paths.push(`${at}[0]`);
    const before = new Set(paths);
    for (const one of inner) {
      const found: string[] = [];
      collect(one, `${at}[0]`, found);
      for (const path of found)
        if (!before.has(path)) {
          before.add(path);
          paths.push(path);
        }
    }
    return;
  }
  if (isBag(value)) {
    for (const [key, one] of Object.entries(value)) collect(one, `${at}['${key}']`, paths);
    return;
  }
  paths.push(at);
}

/** Types in a JSON value as KQL's `buildschema` names them; several are an array. */
type Schema = string | { readonly [key: string]: Schema } | readonly Schema[];

/** A type that all given values satisfy; undefined when there is none. */
export function schemaOf(values: readonly unknown[]): Schema | undefined {
  const seen: Schema[] = [];
  const bags = values.filter(isBag);
  const arrays = values.filter((value): value is readonly unknown[] => Array.isArray(value));
  for (const value of values) {
    const name = scalarName(value);
    if (name !== undefined && !seen.includes(name)) seen.push(name);
  }
  const parts: Schema[] = [...seen];
  if (arrays.length > 0) {
    const inner = schemaOf(arrays.flat());
    parts.push({ '`indexer`': inner ?? [] });
  }
  if (bags.length > 0) {
    const keys = [...new Set(bags.flatMap((bag) => Object.keys(bag)))];
    const fields = keys.map((key): readonly [string, Schema] => [
      key,
      schemaOf(bags.flatMap((bag) => (Object.hasOwn(bag, key) ? [bag[key]] : []))) ?? [],
    ]);
    parts.push(Object.fromEntries(fields));
  }
  return parts.length > 1 ? parts : parts[0];
}

function scalarName(value: unknown): string | undefined {
  switch (typeof value) {
    case 'string':
      return 'string';
    case 'boolean':
      return 'bool';
    case 'number':
      return Number.isInteger(value) ? 'long' : 'double';
    default:
      return undefined;
  }
}
