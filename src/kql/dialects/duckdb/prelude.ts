import { dynamicPrelude } from './prelude-dynamic.ts';

const macro = (head: string, body: string) => `CREATE OR REPLACE TEMP MACRO ${head} AS ${body}`;

/**
 * Macros that the printed SQL builds on, made once for each connection. Names start with `kql_`. A text argument is never
 * null.
 */
export const prelude: readonly string[] = [
  // Terms are the longest runs of letters and digits; an end of the wanted text that is no letter or digit needs no border.
  macro(
    'kql_term_pattern(t)',
    String.raw`CASE WHEN regexp_matches(t, '^[\p{L}\p{N}]') THEN '(^|[^\p{L}\p{N}])' ELSE '' END || regexp_escape(t) || CASE WHEN regexp_matches(t, '[\p{L}\p{N}]$') THEN '($|[^\p{L}\p{N}])' ELSE '' END`,
  ),
  macro('kql_has(s, t)', `contains(lower(s), lower(t)) AND regexp_matches(s, '(?i)' || kql_term_pattern(t))`),
  macro('kql_has_cs(s, t)', `contains(s, t) AND regexp_matches(s, kql_term_pattern(t))`),
  // A JSON null is no value.
  macro('kql_value(j)', `CASE WHEN (j)::VARCHAR = 'null' THEN NULL ELSE j END`),
  macro(
    'kql_dynamic_text(j)',
    `CASE json_type(j) WHEN 'VARCHAR' THEN j->>'$' WHEN 'NULL' THEN NULL WHEN 'ARRAY' THEN json(j)::VARCHAR WHEN 'OBJECT' THEN json(j)::VARCHAR ELSE (j)::VARCHAR END`,
  ),
  macro(
    'kql_text_long(s)',
    String.raw`CASE WHEN regexp_full_match(s, '\s*[-+]?[0-9]+\s*') THEN try_cast(trim(s) AS BIGINT) WHEN regexp_full_match(s, '\s*[-+]?0[xX][0-9a-fA-F]+\s*') THEN try_cast(trim(s) AS BIGINT) END`,
  ),
  // A try_cast to fewer bits is wrong here: the engine takes it away from comparisons, and with it its nulls.
  macro('kql_int(l)', `CASE WHEN l BETWEEN -2147483648 AND 2147483647 THEN CAST(l AS INTEGER) END`),
  macro('kql_real_long(r)', `CASE WHEN isfinite(r) THEN try_cast(trunc(r) AS BIGINT) END`),
  macro(
    'kql_dynamic_long(j)',
    `CASE json_type(j) WHEN 'BIGINT' THEN try_cast((j)::VARCHAR AS BIGINT) WHEN 'UBIGINT' THEN try_cast((j)::VARCHAR AS BIGINT) WHEN 'DOUBLE' THEN kql_real_long((j)::DOUBLE) WHEN 'BOOLEAN' THEN CASE WHEN (j)::VARCHAR = 'true' THEN 1 ELSE 0 END WHEN 'VARCHAR' THEN kql_text_long(j->>'$') END`,
  ),
  macro(
    'kql_text_real(s)',
    String.raw`CASE WHEN regexp_full_match(s, '(?i)\s*([-+]?([0-9]+\.?[0-9]*|\.[0-9]+)(e[-+]?[0-9]+)?|nan|[-+]?inf(inity)?)\s*') THEN try_cast(trim(s) AS DOUBLE) END`,
  ),
  macro(
    'kql_dynamic_real(j)',
    `CASE json_type(j) WHEN 'BIGINT' THEN (j)::DOUBLE WHEN 'UBIGINT' THEN (j)::DOUBLE WHEN 'DOUBLE' THEN (j)::DOUBLE WHEN 'BOOLEAN' THEN CASE WHEN (j)::VARCHAR = 'true' THEN 1.0 ELSE 0.0 END WHEN 'VARCHAR' THEN kql_text_real(j->>'$') END`,
  ),
  macro(
    'kql_text_bool(s)',
    `CASE WHEN lower(trim(s)) IN ('true', '1') THEN true WHEN lower(trim(s)) IN ('false', '0') THEN false END`,
  ),
  macro(
    'kql_dynamic_bool(j)',
    `CASE json_type(j) WHEN 'BOOLEAN' THEN (j)::VARCHAR = 'true' WHEN 'VARCHAR' THEN kql_text_bool(j->>'$') WHEN 'BIGINT' THEN (j)::BIGINT <> 0 WHEN 'UBIGINT' THEN (j)::UBIGINT <> 0 WHEN 'DOUBLE' THEN (j)::DOUBLE <> 0 END`,
  ),
  // Elements of an array; the one-key bags (or key and value pairs) of a bag; a bare value is its own only element. The value
  // may be a subquery: no lambda but the first sees it, and that as its list.
  macro(
    'kql_elements(j, pairs)',
    `list_transform([j], lambda v: CASE json_type(v) WHEN 'ARRAY' THEN [kql_value(x) FOR x IN from_json(v, '["JSON"]')] WHEN 'OBJECT' THEN [CASE WHEN pairs THEN json_array(k, json_extract(v, '$."' || replace(k, '"', '\\"') || '"')) ELSE json_object(k, json_extract(v, '$."' || replace(k, '"', '\\"') || '"')) END FOR k IN json_keys(v)] ELSE [kql_value(v)] END)[1]`,
  ),
  // Elements of an array as texts; a bare value is its own only one. No lambda sees the value, so it may be a subquery.
  macro(
    'kql_texts(j)',
    `CASE json_type(j) WHEN 'ARRAY' THEN from_json(j, '["VARCHAR"]') ELSE [kql_dynamic_text(j)] END`,
  ),
  // Moments and spans are ticks of 100 ns; moments count from 0001-01-01 and end with the year 9999.
  macro('kql_moment(t)', `CASE WHEN t BETWEEN 0 AND 3155378975999999999 THEN t END`),
  macro('kql_timestamp(t)', `make_timestamp((t) // 10 - 62135596800000000)`),
  macro('kql_ticks(ts)', `((epoch_us(ts) + 62135596800000000) * 10)`),
  macro(
    'kql_datetime_text(t)',
    `strftime(kql_timestamp(t), '%Y-%m-%dT%H:%M:%S') || '.' || lpad(((t) % 10000000)::VARCHAR, 7, '0') || 'Z'`,
  ),
  macro('kql_size(t)', `CASE WHEN t < 0 THEN -greatest(t, -9223372036854775807) ELSE t END`),
  macro(
    'kql_span_text(t, z)',
    `CASE WHEN t < 0 THEN '-' ELSE '' END || CASE WHEN z >= 864000000000 THEN (z // 864000000000)::VARCHAR || '.' ELSE '' END || lpad((z // 36000000000 % 24)::VARCHAR, 2, '0') || ':' || lpad((z // 600000000 % 60)::VARCHAR, 2, '0') || ':' || lpad((z // 10000000 % 60)::VARCHAR, 2, '0') || CASE WHEN z % 10000000 = 0 THEN '' ELSE '.' || lpad((z % 10000000)::VARCHAR, 7, '0') END`,
  ),
  macro('kql_timespan_text(t)', `kql_span_text(t, kql_size(t))`),
  macro(
    'kql_dynamic_datetime(j)',
    `CASE json_type(j) WHEN 'VARCHAR' THEN kql_js_read_datetime(j->>'$') WHEN 'BIGINT' THEN kql_moment((j)::BIGINT) WHEN 'UBIGINT' THEN kql_moment((j)::BIGINT) END`,
  ),
  macro(
    'kql_dynamic_timespan(j)',
    `CASE json_type(j) WHEN 'VARCHAR' THEN kql_js_read_timespan(j->>'$') WHEN 'BIGINT' THEN (j)::BIGINT WHEN 'UBIGINT' THEN (j)::BIGINT END`,
  ),
  // Numbers as text: a whole real has no point, exponents have a large E.
  macro(
    'kql_real_text(r)',
    String.raw`CASE WHEN isnan(r) THEN 'NaN' WHEN isinf(r) THEN CASE WHEN r > 0 THEN 'Infinity' ELSE '-Infinity' END ELSE replace(regexp_replace((r)::VARCHAR, '\.0$', ''), 'e', 'E') END`,
  ),
  macro(
    'kql_decimal_text(d)',
    String.raw`CASE WHEN contains((d)::VARCHAR, '.') THEN regexp_replace((d)::VARCHAR, '\.?0+$', '') ELSE (d)::VARCHAR END`,
  ),
  macro(
    'kql_text_guid(s)',
    String.raw`CASE WHEN regexp_full_match(trim(s), '[({]?[0-9a-fA-F]{8}-?([0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}[)}]?') THEN try_cast(trim(s, ' (){}') AS UUID)::VARCHAR END`,
  ),
  // Sums and products of whole numbers; null when the result does not fit.
  macro('kql_add(a, b)', `try_cast((a)::HUGEINT + (b)::HUGEINT AS BIGINT)`),
  macro('kql_subtract(a, b)', `try_cast((a)::HUGEINT - (b)::HUGEINT AS BIGINT)`),
  macro('kql_multiply(a, b)', `try_cast((a)::HUGEINT * (b)::HUGEINT AS BIGINT)`),
  // A whole number rounded down to a multiple of another.
  macro('kql_bin(v, n)', `CASE WHEN n > 0 THEN kql_subtract(v, ((v) % (n) + (n)) % (n)) END`),
  // Cells that a process gives back.
  macro('kql_cell_string(j)', `coalesce(kql_dynamic_text(j), '')`),
  macro('kql_cell_dynamic(j)', `kql_value(j)`),
  macro('kql_cell_long(j)', `kql_dynamic_long(j)`),
  macro('kql_cell_int(j)', `kql_int(kql_dynamic_long(j))`),
  macro('kql_cell_real(j)', `kql_dynamic_real(j)`),
  macro('kql_cell_bool(j)', `kql_dynamic_bool(j)`),
  macro('kql_cell_datetime(j)', `kql_dynamic_datetime(j)`),
  macro('kql_cell_timespan(j)', `kql_dynamic_timespan(j)`),
  macro('kql_cell_guid(j)', `nullif(kql_dynamic_text(j), '')`),
  macro('kql_cell_decimal(j)', `try_cast(kql_dynamic_text(j) AS DECIMAL(38,18))`),
  // IPv4: the number of an address without its prefix, its prefix length, and whether the text is an address.
  macro(
    'kql_ipv4_number(s)',
    `try_cast(split_part(s, '.', 1) AS BIGINT) * 16777216 + try_cast(split_part(s, '.', 2) AS BIGINT) * 65536 + try_cast(split_part(s, '.', 3) AS BIGINT) * 256 + try_cast(split_part(split_part(s, '.', 4), '/', 1) AS BIGINT)`,
  ),
  macro(
    'kql_ipv4(s)',
    String.raw`CASE WHEN regexp_full_match(s, '((25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)\.){3}(25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(/(3[0-2]|[12]?\d))?') THEN kql_ipv4_number(s) END`,
  ),
  macro(
    'kql_ipv4_prefix(s)',
    `CASE WHEN NOT contains(s, '/') THEN 32 WHEN try_cast(split_part(s, '/', 2) AS INTEGER) BETWEEN 0 AND 32 THEN try_cast(split_part(s, '/', 2) AS INTEGER) END`,
  ),
  macro('kql_ipv4_masked(n, p)', `(n) - (n) % (1::BIGINT << (32 - (p))::INTEGER)`),
  ...dynamicPrelude,
];
