import { describe, expect, test } from 'vitest';
import {
  aggregateNames,
  functionNames,
  joinKinds,
  operatorNames,
  pluginNames,
  scalarOperatorNames,
  sourceNames,
  windowNames,
  type KqlName,
} from '../../scripts/pages/kql-names.ts';
import { parseCases } from '../../src/kql/conformance/cases.ts';
import { filesBelow, text } from './tree.ts';

/** Queries of the golden cases that give rows, without comments and the text of literals. */
const queries = filesBelow('src/kql/cases', '.txt')
  .flatMap((path) => parseCases(text(path)))
  .filter((one) => one.fault === undefined)
  .map(({ query }) =>
    query
      .replace(/@?"(?:[^"\\\n]|\\.)*"|@?'(?:[^'\\\n]|\\.)*'/g, "''")
      .replace(/\/\/.*$/gm, '')
      .trim(),
  );

/** They need a catalogue, which golden cases have not: src/kql/compile.test.ts. */
const withCatalogue = new Set(['externaldata', 'table']);

/** Names that work, of which no golden case has a use. */
function uncovered(names: readonly KqlName[], use: (name: string) => RegExp): readonly string[] {
  return names
    .filter(({ support }) => support.is === 'supported')
    .map(({ name }) => name)
    .filter((name) => !withCatalogue.has(name) && !queries.some((query) => use(name).test(query)));
}

const quote = (name: string): string => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const call = (name: string): RegExp => new RegExp(`(?<![\\w.])${quote(name)}\\s*\\(`);

/** Words that are a step and a function. */
const both = new Set(['count', 'range', 'materialize', 'totable']);
const step = (name: string): RegExp =>
  new RegExp(`(?:^|[|({=;,])\\s*${quote(name)}(?![\\w-]${both.has(name) ? '|\\(' : ''})`);

/** Words, or signs that no other sign touches. */
const between = (name: string): RegExp =>
  /^\w/.test(name)
    ? new RegExp(`(?<![\\w!])${quote(name)}(?![\\w~])`)
    : new RegExp(`(?<![=!<>~])${quote(name)}(?![=~\\w>])`);

describe('golden cases use every', () => {
  test('step', () => {
    expect(uncovered(operatorNames(), step)).toEqual([]);
  });

  test('way to make a table within a query', () => {
    expect(uncovered(sourceNames(), call)).toEqual([]);
  });

  test('kind of join', () => {
    const names = joinKinds.map((name): KqlName => ({ name, support: { is: 'supported', how: '' } }));
    expect(uncovered(names, (name) => new RegExp(`kind\\s*=\\s*${name}\\b`))).toEqual([]);
  });

  test('operator of expressions', () => {
    expect(uncovered(scalarOperatorNames(), between)).toEqual([]);
  });

  test('function', () => {
    expect(uncovered(functionNames(), call)).toEqual([]);
  });

  test('function over rows', () => {
    expect(uncovered(windowNames(), call)).toEqual([]);
  });

  test('aggregate', () => {
    expect(uncovered(aggregateNames(), call)).toEqual([]);
  });

  test('plugin', () => {
    expect(uncovered(pluginNames(), (name) => new RegExp(`evaluate\\s+[^|]*?${name}\\s*\\(`))).toEqual([]);
  });
});
