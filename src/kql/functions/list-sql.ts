/** SQL of lists of the engine that its macros cannot say, since they know no structs. */

/** `body` over names computed once: `using({ l: '…' }, 'len(s.l)')`. */
export function using(values: Readonly<Record<string, string>>, body: string): string {
  const parts = Object.entries(values).map(([name, value]) => `${name}: ${value}`);
  return `list_transform([{${parts.join(', ')}}], lambda s: ${body})[1]`;
}

/** The list without repetition, by the key that `key` says for an element `x`; the first of equal ones stays where it was. */
export function firstOfEach(list: string, key: string): string {
  const keyed = `list_sort(list_transform(${list}, lambda x, pos: {k: ${key}, i: pos, v: x}))`;
  const firsts = 'list_filter(q, lambda e, pos: pos = 1 OR q[pos - 1].k <> e.k)';
  return `list_transform([${keyed}], lambda q: list_transform(list_sort(list_transform(${firsts}, lambda e: {i: e.i, v: e.v})), lambda e: e.v))[1]`;
}

/** A list of dynamic elements without repetition; 1 and 1.0 are the same. */
export function distinctElements(list: string): string {
  return firstOfEach(`(${list})::JSON[]`, 'kql_key(x)');
}

/** A bag of a list of `{key, value}`. */
export function bagOf(entries: string): string {
  return `('{' || array_to_string(list_transform(${entries}, lambda e: to_json(e.key)::VARCHAR || ':' || coalesce((e.value)::VARCHAR, 'null')), ',') || '}')::JSON`;
}
