import type { ScalarFunction } from './entry.ts';

const numeral = String.raw`[0-9]{1,8}`;
const partOf = (index: number) =>
  `coalesce(try_cast(nullif(split_part(trim($1), '.', ${String(index)}), '') AS HUGEINT), 0)`;

/** Versions: up to four numbers of up to eight digits, as one number that orders them. */
export const versions: readonly ScalarFunction[] = [
  {
    name: 'parse_version',
    parameters: ['string'],
    nulls: 'may',
    returns: 'decimal',
    duckdb: `CASE WHEN regexp_full_match(trim($1), '${numeral}([.]${numeral}){0,3}') THEN (${partOf(1)} * 1000000000000000000000000::HUGEINT + ${partOf(2)} * 10000000000000000::HUGEINT + ${partOf(3)} * 100000000::HUGEINT + ${partOf(4)})::DECIMAL(38,0) END`,
  },
];
