import { type Scalar } from '../ir/index.ts';
import { quoteText } from '../dialects/duckdb/literal.ts';
import type { ScalarFunction } from './entry.ts';
import { textOf } from './shared.ts';

/** Operators between truth values, members of dynamic values, and the choice between two values. */
export const operatorFunctions: readonly ScalarFunction[] = [
  {
    name: 'and',
    parameters: ['bool', 'bool'],
    nulls: 'propagate',
    returns: 'bool',
    duckdb: '$1 AND $2',
  },
  {
    name: 'or',
    parameters: ['bool', 'bool'],
    nulls: 'propagate',
    returns: 'bool',
    duckdb: '$1 OR $2',
  },
  {
    name: 'not',
    parameters: ['bool'],
    nulls: 'propagate',
    returns: 'bool',
    duckdb: 'NOT $1',
  },
  {
    name: 'get',
    parameters: ['dynamic', 'any'],
    nulls: 'may',
    returns: 'dynamic',
    duckdb: ([value, key], call) => {
      const index = call.args[1]!;
      if (index.type === 'string') {
        const known = textOf(index);
        const path =
          known === undefined
            ? `'$."' || replace(replace(${key!}, '\\', '\\\\'), '"', '\\"') || '"'`
            : quoteText(`$."${known.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`);
        return `kql_value(json_extract(${value!}, ${path}))`;
      }
      if (index.type === 'dynamic')
        return `kql_value(json_extract(${value!}, CASE json_type(${key!}) WHEN 'VARCHAR' THEN '$."' || (${key!}->>'$') || '"' ELSE '$[' || (${key!})::VARCHAR || ']' END))`;
      if (index.op === 'literal' && typeof index.value === 'bigint')
        return `kql_value(json_extract(${value!}, '$[${index.value < 0n ? '#' : ''}${String(index.value)}]'))`;
      return `kql_value(json_extract(${value!}, '$[' || CASE WHEN ${key!} < 0 THEN '#' ELSE '' END || ${key!} || ']'))`;
    },
  },
  {
    name: 'iff',
    parameters: ['bool', 'any', 'any'],
    nulls: 'propagate',
    duckdb: 'CASE WHEN $1 THEN $2 ELSE $3 END',
    rewrite: (args) => {
      const [condition, yes, no] = args as [Scalar, Scalar, Scalar];
      if (condition.op !== 'literal') return undefined;
      return condition.value === true ? yes : no;
    },
  },
];
