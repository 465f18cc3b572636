import { ownValue } from '../../base/own-value.ts';
import { BrokenInvariant, failed, ok, type Result } from '../../base/fault.ts';
import type { KqlType } from '../../kql/index.ts';
import type { QueryParameter, SavedQuery } from '../../state/index.ts';
import { kqlLiteral } from './kql-literal.ts';

const typeNames: Readonly<Record<string, KqlType>> = {
  string: 'string',
  long: 'long',
  int: 'int',
  real: 'real',
  double: 'real',
  bool: 'bool',
  boolean: 'bool',
  datetime: 'datetime',
  date: 'datetime',
  timespan: 'timespan',
  time: 'timespan',
  dynamic: 'dynamic',
  guid: 'guid',
  decimal: 'decimal',
};

type ParameterisedQuery = Pick<SavedQuery, 'name' | 'kql' | 'parameters'>;

/** Values that stand for any other while a query is checked. */
const samples: Readonly<Record<KqlType, string>> = {
  string: '',
  long: '1',
  int: '1',
  real: '1',
  bool: 'true',
  datetime: '2000-01-01',
  timespan: '1h',
  dynamic: '[]',
  guid: '00000000-0000-0000-0000-000000000000',
  decimal: '1',
};

/** Name of a scalar type of KQL, its other spellings included; undefined for any other word. */
export function kqlTypeOf(word: string): KqlType | undefined {
  return ownValue(typeNames, word);
}

/** Reads a parameter as `name:type` or `name:type=default`; `bad-option` says what is wrong with it. */
export function parseParameter(text: string): Result<QueryParameter> {
  const [, name, word = '', value] = /^\s*([A-Za-z_]\w{0,127})\s*:\s*(\w+)\s*(?:=(.*))?$/s.exec(text) ?? [];
  const type = kqlTypeOf(word);
  if (name === undefined || type === undefined) {
    return failed({
      code: 'bad-option',
      message: `"${text.slice(0, 80)}" is no parameter`,
      remedy: `write name:type or name:type=default, with one of the types ${Object.keys(typeNames).join(', ')}`,
    });
  }
  if (value === undefined) return ok({ name, type });
  const literal = kqlLiteral(type, value);
  return literal.ok ? ok({ name, type, default: value }) : literal;
}

/**
 * The text to run for a saved query: a `let` line for each parameter, then the query. Values are given as text and can
 * only ever be literals of the parameter's type. `bad-option`: a value is missing, of the wrong type, or for no parameter.
 */
export function queryWithValues(
  query: ParameterisedQuery,
  values: ReadonlyMap<string, string>,
): Result<string> {
  const lines: string[] = [];
  for (const name of values.keys()) {
    if (query.parameters.some((parameter) => parameter.name === name)) continue;
    const names = query.parameters.map((parameter) => parameter.name).join(', ');
    return failed({
      code: 'bad-option',
      message: `the query ${query.name} has no parameter ${name}`,
      remedy: names === '' ? 'it takes none' : `it has ${names}`,
    });
  }
  for (const parameter of query.parameters) {
    const value = values.get(parameter.name) ?? parameter.default;
    if (value === undefined) {
      return failed({
        code: 'bad-option',
        message: `the query ${query.name} needs a value for ${parameter.name} (${parameter.type})`,
        remedy: `give it with --param ${parameter.name}=…`,
      });
    }
    const literal = kqlLiteral(parameter.type, value);
    if (!literal.ok) {
      return failed({ ...literal.fault, message: `${parameter.name}: ${literal.fault.message}` });
    }
    lines.push(`let ${parameter.name} = ${literal.value};\n`);
  }
  return ok(lines.join('') + query.kql);
}

/** The text to check of a query: parameters without default have some value of their type. As many lines before it as `queryWithValues`. */
export function queryWithSamples(query: ParameterisedQuery): string {
  const values = query.parameters.flatMap(({ name, type, default: value }): [string, string][] =>
    value === undefined ? [[name, samples[type]]] : [],
  );
  const text = queryWithValues(query, new Map(values));
  if (!text.ok)
    throw new BrokenInvariant(`a parameter that was read cannot be written: ${text.fault.message}`);
  return text.value;
}
