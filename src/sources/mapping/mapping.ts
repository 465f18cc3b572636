import { failed, ok, type Result } from '../../base/fault.ts';
import { asArray, asLabel, asObject, asTexts } from '../../base/json-value.ts';
import type { JsonObject, JsonValue } from '../../base/json.ts';
import { columnForms, defaults, type MappedKind } from './columns.ts';

/** A mapping file, checked. */
export interface Mapping {
  readonly name: string;
  readonly tool: string | undefined;
  readonly form: 'csv' | 'json';
  /** Columns of the header, or paths of the document, that mark the format. */
  readonly marks: readonly string[];
  /** For JSON: the path of the records. */
  readonly records: string;
  readonly rows: readonly MappedRow[];
}

/** One observation that each record gives. */
export interface MappedRow {
  readonly kind: MappedKind;
  /** What makes the reference of the asset; of a relation where it starts. */
  readonly ref: Value;
  readonly to: Value | undefined;
  /** Only records of which this value says something, and the right thing. */
  readonly when: { readonly value: Value; readonly is: ReadonlySet<string> | undefined } | undefined;
  readonly columns: ReadonlyMap<string, Value>;
  /** Columns of `Properties`. */
  readonly facts: ReadonlyMap<string, Value>;
}

/** Where a value comes from: the first of several columns or paths that holds something, or a fixed text. */
export interface Value {
  readonly from: readonly string[];
  readonly fixed: string | undefined;
  readonly split: string | undefined;
  /** Words of the source and what they mean here, in lower case. */
  readonly words: ReadonlyMap<string, string> | undefined;
}

/** Carries what is wrong with a mapping; never leaves this file. */
class Wrong extends Error {
  readonly place: string;
  constructor(place: string, message: string) {
    super(message);
    this.place = place;
  }
}

/** Checks a mapping file. Fault: `wrong-content` with the place and what may stand there. */
export function parseMapping(document: JsonValue): Result<Mapping> {
  try {
    return ok(mappingOf(object(document, '$')));
  } catch (error) {
    if (!(error instanceof Wrong)) throw error;
    return failed({
      code: 'wrong-content',
      message: `the mapping is wrong: ${error.message}`,
      place: error.place,
      remedy: 'src/sources/mapping/README.md describes the form with an example',
    });
  }
}

function mappingOf(root: JsonObject): Mapping {
  onlyKeys(root, ['fixfirstMapping', 'name', 'tool', 'recognise', 'rows'], '$');
  if (root['fixfirstMapping'] !== 1) throw new Wrong('$.fixfirstMapping', 'the version must be 1');
  const name = asLabel(root['name']);
  if (name === undefined || !/^[a-z\d][a-z\d-]{0,63}$/.test(name))
    throw new Wrong('$.name', 'a name of small letters, digits and hyphens is needed');
  const recognise = object(root['recognise'], '$.recognise');
  onlyKeys(recognise, ['csv', 'json', 'records'], '$.recognise');
  const form = recognise['csv'] === undefined ? 'json' : 'csv';
  const marks = asTexts(recognise[form]);
  if (marks.length === 0 || (form === 'csv' && recognise['json'] !== undefined))
    throw new Wrong('$.recognise', 'either "csv" with column names or "json" with paths is needed');
  const records = asLabel(recognise['records']);
  if (form === 'json' && records === undefined)
    throw new Wrong(
      '$.recognise.records',
      'the path of the records is needed, such as "items.*", "*" or "lines"',
    );
  const rows = asArray(root['rows']).map((row, i) => rowOf(row, `$.rows[${i}]`));
  if (rows.length === 0) throw new Wrong('$.rows', 'at least one row is needed');
  return { name, tool: asLabel(root['tool']), form, marks, records: records ?? '', rows };
}

function rowOf(value: JsonValue, place: string): MappedRow {
  const row = object(value, place);
  onlyKeys(row, ['kind', 'ref', 'to', 'when', 'columns'], place);
  const kind = asLabel(row['kind']) ?? '';
  if (!Object.hasOwn(columnForms, kind))
    throw new Wrong(`${place}.kind`, `the kind must be one of ${Object.keys(columnForms).join(', ')}`);
  const mapped = kind as MappedKind;
  const forms: Readonly<Record<string, string>> = columnForms[mapped];
  const columns = new Map<string, Value>();
  const facts = new Map<string, Value>();
  for (const [name, spec] of Object.entries(object(row['columns'], `${place}.columns`))) {
    const at = `${place}.columns.${name}`;
    if (!Object.hasOwn(forms, name))
      throw new Wrong(at, `${kind} has no such column; it has ${Object.keys(forms).join(', ')}`);
    if (forms[name] !== 'facts') columns.set(name, valueOf(spec, at));
    else
      for (const [fact, source] of Object.entries(object(spec, at)))
        facts.set(fact, valueOf(source, `${at}.${fact}`));
  }
  const missing = Object.entries(forms)
    .filter(
      ([name, form]) => form.endsWith('!') && !columns.has(name) && defaults[mapped]?.[name] === undefined,
    )
    .map(([name]) => name);
  if (missing.length > 0) throw new Wrong(`${place}.columns`, `${kind} needs ${missing.join(', ')}`);
  if (kind === 'relation' && row['to'] === undefined)
    throw new Wrong(`${place}.to`, 'a relation needs "ref", where it starts, and "to", where it ends');
  return {
    kind: mapped,
    ref: valueOf(row['ref'], `${place}.ref`),
    to: row['to'] === undefined ? undefined : valueOf(row['to'], `${place}.to`),
    when: whenOf(row['when'], `${place}.when`),
    columns,
    facts,
  };
}

function whenOf(value: JsonValue | undefined, place: string): MappedRow['when'] {
  if (value === undefined) return undefined;
  const condition = asObject(value);
  if (condition?.['is'] === undefined) return { value: valueOf(value, place), is: undefined };
  const { is, ...rest } = condition;
  const words = asTexts(is).map((word) => word.toLowerCase());
  if (words.length === 0) throw new Wrong(`${place}.is`, 'a list of texts is needed');
  return { value: valueOf(rest, place), is: new Set(words) };
}

function valueOf(value: JsonValue | undefined, place: string): Value {
  const column = asLabel(value);
  if (column !== undefined) return { from: [column], fixed: undefined, split: undefined, words: undefined };
  const spec = object(value, place);
  onlyKeys(spec, ['from', 'value', 'split', 'words'], place);
  const single = asLabel(spec['from']);
  const from = single === undefined ? asTexts(spec['from']) : [single];
  const raw = spec['value'];
  const fixed = typeof raw === 'boolean' ? String(raw) : asLabel(raw);
  if (from.length === 0 && fixed === undefined)
    throw new Wrong(place, 'the name of a column or path is needed, or "from", or "value"');
  // White space may be what separates.
  const split = typeof spec['split'] === 'string' && spec['split'] !== '' ? spec['split'] : undefined;
  const words = asObject(spec['words']);
  return {
    from,
    fixed,
    split,
    words:
      words === undefined
        ? undefined
        : new Map(
            Object.entries(words).map(([word, meaning]) => [word.toLowerCase(), asLabel(meaning) ?? '']),
          ),
  };
}

function object(value: JsonValue | undefined, place: string): JsonObject {
  const found = asObject(value);
  if (found === undefined) throw new Wrong(place, 'an object is needed');
  return found;
}

function onlyKeys(value: JsonObject, keys: readonly string[], place: string): void {
  const unknown = Object.keys(value).find((key) => !keys.includes(key) && key !== '//');
  if (unknown !== undefined)
    throw new Wrong(
      `${place}.${unknown.slice(0, 40)}`,
      `there is no such setting here; there are ${keys.join(', ')}`,
    );
}
