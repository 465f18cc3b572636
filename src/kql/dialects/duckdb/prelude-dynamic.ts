const macro = (head: string, body: string) => `CREATE OR REPLACE TEMP MACRO ${head} AS ${body}`;

/** Macros for arrays, bags and sets. A JSON null is SQL's NULL inside and outside of lists. */
export const dynamicPrelude: readonly string[] = [
  // Elements of an array; null for anything else.
  macro('kql_list(j)', `CASE WHEN json_type(j) = 'ARRAY' THEN from_json(j, '["JSON"]') END`),
  macro(
    'kql_entries(j)',
    `CASE WHEN json_type(j) = 'OBJECT' THEN map_entries(from_json(j, '"MAP(VARCHAR, JSON)"')) END`,
  ),
  // What makes two elements equal: 1 and 1.0 are.
  macro(
    'kql_key(j)',
    `CASE json_type(j) WHEN 'DOUBLE' THEN CASE WHEN (j)::DOUBLE = trunc((j)::DOUBLE) AND abs((j)::DOUBLE) < 1e15 THEN ((j)::DOUBLE)::BIGINT::VARCHAR ELSE (j)::VARCHAR END ELSE coalesce((j)::VARCHAR, 'null') END`,
  ),
  // From the first to the last index, both from 0 and included, negative ones counted from the end.
  macro('kql_from_end(i, size)', `CASE WHEN i < 0 THEN size + i ELSE i END`),
  macro(
    'kql_slice(l, first, final)',
    `list_slice(l, greatest(kql_from_end(first, len(l)), 0) + 1, kql_from_end(final, len(l)) + 1)`,
  ),
  macro(
    'kql_rotate(l, n)',
    `CASE WHEN len(l) = 0 THEN l ELSE list_concat(list_slice(l, ((n % len(l)) + len(l)) % len(l) + 1, len(l)), list_slice(l, 1, ((n % len(l)) + len(l)) % len(l))) END`,
  ),
  // Numbers before texts before all others.
  macro(
    'kql_sort_key(x, nulls, pos)',
    `{n: CASE WHEN x IS NULL THEN nulls ELSE 0 END, t: CASE json_type(x) WHEN 'BIGINT' THEN 1 WHEN 'UBIGINT' THEN 1 WHEN 'DOUBLE' THEN 1 WHEN 'VARCHAR' THEN 2 ELSE 3 END, d: CASE WHEN json_type(x) IN ('BIGINT', 'UBIGINT', 'DOUBLE') THEN (x)::DOUBLE ELSE 0 END, s: coalesce(kql_dynamic_text(x), ''), i: pos}`,
  ),
  macro(
    'kql_truth(j)',
    `CASE json_type(j) WHEN 'BOOLEAN' THEN (j)::VARCHAR = 'true' WHEN 'BIGINT' THEN (j)::BIGINT <> 0 WHEN 'UBIGINT' THEN (j)::UBIGINT <> 0 WHEN 'DOUBLE' THEN (j)::DOUBLE <> 0 END`,
  ),
  // Text that is no JSON is a text; bare nan and inf are none in JSON, although the engine reads them.
  macro(
    'kql_parse_json(s)',
    String.raw`CASE WHEN s = '' THEN NULL WHEN NOT json_valid(s) THEN to_json(s) WHEN (contains(lower(s), 'nan') OR contains(lower(s), 'inf')) AND regexp_matches(s, '(?i)(^|[\[:,\s-])(nan|inf(inity)?)\s*($|[,\]}])') THEN kql_js_strict_json(s)::JSON ELSE kql_value(json(s)) END`,
  ),
  macro(
    'kql_json_real(r)',
    `CASE WHEN isfinite(r) THEN to_json(r) ELSE to_json(CASE WHEN isnan(r) THEN 'NaN' WHEN r > 0 THEN 'Infinity' ELSE '-Infinity' END) END`,
  ),
];
