import { asArray, asBoolean, asLabel, asNumber, asObject } from '../../base/json-value.ts';
import type { JsonObject, JsonValue } from '../../base/json.ts';
import { severityOfWord } from '../../base/severity.ts';
import { parseEpochSeconds, parseIsoTime } from '../../base/time.ts';
import { cveIds } from '../cve-ids.ts';
import { directory, local } from '../source.ts';
import { columnForms, defaults } from './columns.ts';
import type { MappedRow, Value } from './mapping.ts';

/** The texts that a record holds under a column or path. */
export type Cells = (name: string) => readonly string[];

/** The cells of a JSON record: keys joined by dots, `*` for any index. */
export function cellsOf(record: JsonObject): Cells {
  return (path) => {
    let values: readonly JsonValue[] = [record];
    for (const key of path.split('.'))
      values = values.flatMap((value) => (key === '*' ? asArray(value) : (ownValue(value, key) ?? [])));
    return values.flatMap((value) => scalars(value));
  };
}

/** A list of scalars stands for its items; objects are no text. */
function scalars(value: JsonValue): readonly string[] {
  if (typeof value === 'boolean') return [String(value)];
  return [value, ...asArray(value)].flatMap((item) => asLabel(item) ?? []);
}

/** As a list of one: `flatMap` would take a list apart. */
function ownValue(value: JsonValue, key: string): readonly JsonValue[] | undefined {
  const object = asObject(value);
  const found = object !== undefined && Object.hasOwn(object, key) ? object[key] : undefined;
  return found === undefined ? undefined : [found];
}

/** Whether the record gives this row. */
export function applies({ when }: MappedRow, cells: Cells): boolean {
  if (when === undefined) return true;
  const texts = textsOf(when.value, cells);
  return when.is === undefined ? texts.length > 0 : texts.some((text) => when.is!.has(text.toLowerCase()));
}

/** The reference of an asset: a SID or `directory:ID` is one in all files, other texts in this one. */
export function refOf(value: Value, cells: Cells): string | undefined {
  const key = textsOf(value, cells)[0];
  if (key === undefined) return undefined;
  if (key.startsWith('directory:')) return directory(key.slice('directory:'.length));
  return /^S-1-5-21-/i.test(key) ? directory(key) : local(key);
}

/** The columns that the record fills; what cannot be read as the column wants it is left out. */
export function observationOf(row: MappedRow, cells: Cells): Record<string, unknown> {
  const forms: Readonly<Record<string, string>> = columnForms[row.kind];
  const found: Record<string, unknown> = { ...defaults[row.kind] };
  for (const [name, value] of row.columns) {
    const read = formed(forms[name]!.replace('!', ''), textsOf(value, cells));
    if (read !== undefined) found[name] = read;
  }
  if (row.facts.size > 0)
    found['Properties'] = Object.fromEntries(
      [...row.facts].flatMap(([fact, value]) => {
        const text = textsOf(value, cells).join(', ');
        return text === '' ? [] : [[fact, text]];
      }),
    );
  return found;
}

function textsOf({ from, fixed, split, words }: Value, cells: Cells): readonly string[] {
  const raw = from.map((name) => cells(name)).find((texts) => texts.some((text) => text.trim() !== ''));
  const parts = (raw ?? (fixed === undefined ? [] : [fixed])).flatMap((text) =>
    split === undefined ? [text] : text.split(split),
  );
  return parts
    .map((text) => text.trim())
    .map((text) => words?.get(text.toLowerCase()) ?? text)
    .filter((text) => text !== '');
}

function formed(form: string, texts: readonly string[]): unknown {
  const [text] = texts;
  if (form === 'texts') return texts;
  if (form === 'cves') return cveIds(texts);
  if (text === undefined) return undefined;
  switch (form) {
    case 'lower':
      return text.toLowerCase();
    case 'number':
      return asNumber(text);
    case 'whole': {
      const number = asNumber(text);
      return Number.isInteger(number) ? number : undefined;
    }
    case 'flag':
      return asBoolean(/^yes$/i.test(text) ? 'true' : /^no$/i.test(text) ? 'false' : text);
    case 'time':
      return parseIsoTime(text) ?? parseEpochSeconds(text);
    case 'severity':
      return severityOfWord(text);
    default:
      return text;
  }
}
