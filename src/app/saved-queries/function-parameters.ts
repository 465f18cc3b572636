import { failed, ok, type Result } from '../../base/fault.ts';
import { kqlTypeOf } from './parameters.ts';

/**
 * Checks the parameter list of a stored function: `(a:string, b:long=5, T:(DeviceId:string))`. Tables come first, defaults
 * last. Returns it without space at its ends; `bad-option` names the part that is wrong.
 */
export function checkFunctionParameters(text: string): Result<string> {
  const list = text.trim();
  const parts = list.startsWith('(') && list.endsWith(')') ? splitList(list.slice(1, -1)) : undefined;
  if (parts === undefined) return wrong(list, 'it is no list in parentheses');
  const names = new Set<string>();
  let rank = 0;
  for (const part of parts) {
    const [, name, type = '', value] =
      /^\s*([A-Za-z_]\w{0,127})\s*:\s*(\w+|\(.*\))\s*(?:=(.+))?$/s.exec(part) ?? [];
    const isTable = type.startsWith('(');
    if (name === undefined || !(isTable ? isColumnList(type) : kqlTypeOf(type) !== undefined))
      return wrong(list, `"${part.trim()}" is not name:type, name:type=default or name:(column:type, …)`);
    if (names.has(name)) return wrong(list, `${name} is there twice`);
    names.add(name);
    const next = isTable ? 0 : value === undefined ? 1 : 2;
    if (next < rank || (isTable && value !== undefined))
      return wrong(list, 'tables come first, then values without default, then values with one');
    rank = next;
  }
  return ok(list);
}

function wrong(list: string, why: string): Result<never> {
  return failed({
    code: 'bad-option',
    message: `the parameter list ${list.slice(0, 200)} cannot be used: ${why}`,
    remedy: 'write it as in (name:string, days:long=7)',
  });
}

function isColumnList(type: string): boolean {
  const columns = splitList(type.slice(1, -1)) ?? [];
  return columns.every((column, i) => {
    if (column.trim() === '*') return i === columns.length - 1;
    const [, word = ''] = /^\s*[A-Za-z_]\w{0,127}\s*:\s*(\w+)\s*$/.exec(column) ?? [];
    return kqlTypeOf(word) !== undefined;
  });
}

/** Parts between the commas outside texts and brackets; undefined when texts or brackets are left open. */
function splitList(text: string): readonly string[] | undefined {
  if (text.trim() === '') return [];
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|[,()[\]{}"';]/g)) {
    if (token === '"' || token === "'" || token === ';') return undefined;
    if (token === ',' && depth === 0) {
      parts.push(text.slice(start, index));
      start = index + 1;
    } else if (/^[([{]$/.test(token)) depth++;
    else if (/^[)\]}]$/.test(token) && --depth < 0) return undefined;
  }
  parts.push(text.slice(start));
  return depth === 0 ? parts : undefined;
}
