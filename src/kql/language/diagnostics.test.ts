import { describe, expect, it } from 'vitest';
import { catalogFrom } from '../catalog/catalog.ts';
import { createGlobals, type Globals } from '../catalog/global-state.ts';
import { declaredParameters } from './declared-parameters.ts';
import { analyse } from './diagnostics.ts';
import {
  calledBody,
  columnsOf,
  descendants,
  kind,
  nameOf,
  need,
  parameters,
  range,
  scalarType,
  symbol,
  tokenText,
  type Node,
} from './syntax.ts';

const column = (
  name: string,
  type: 'string' | 'long' | 'datetime' | 'dynamic',
  aliases: readonly string[] = [],
) => ({
  name,
  type,
  description: `The ${name}`,
  aliases,
});
const globals = createGlobals(
  catalogFrom({
    published: [
      {
        name: 'Events',
        description: 'What happened',
        timestamp: 'Timestamp',
        aliases: ['OldEvents', 'Files'],
        columns: [
          column('Timestamp', 'datetime'),
          column('Upn', 'string', ['AccountUPN']),
          column('SHA1', 'string'),
          column('More', 'string'),
          column('Count', 'long'),
        ],
      },
      { name: 'Files', description: 'Files', columns: [column('Name', 'string')] },
    ],
    functions: [
      {
        name: 'By',
        parameters: '(upn:string, least:long=-3)',
        body: 'Events | where Upn == upn',
        description: '',
      },
    ],
  }),
);

const errors = (text: string) =>
  analyse(text, globals).diagnostics.flatMap((d) => (d.severity === 'error' ? [`${d.kind} ${d.code}`] : []));
const query = (text: string): Node => {
  const { root } = analyse(text, globals);
  return need(
    [...descendants(root!)].filter((node) => kind(node) === 'ExpressionStatement').at(-1)!,
    'Expression',
  );
};
const columns = (text: string) => columnsOf(query(text))?.map((c) => `${c.name}:${c.type}`);
const nodes = (text: string, wanted: string) =>
  [...descendants(analyse(text, globals).root!)].filter((n) => kind(n) === wanted);

describe('analyse', () => {
  it('says what is wrong and where', () => {
    const [first] = analyse('// why\nEvents\n| where Nope == 1', globals).diagnostics;
    expect(first).toMatchObject({ code: 'KS142', kind: 'bind', start: 22, length: 4, line: 3, column: 9 });
    expect(errors('Events | where (Count >')).toContain('syntax KS006');
    expect(errors('Nothing | take 1')).toEqual(['bind KS204']);
    expect(errors('Events | where nope(Upn)')).toEqual(['bind KS211']);
  });

  it('says that there is no query', () => {
    for (const text of ['', '  \n', '// only a comment', 'let x = 1;'])
      expect(errors(text), text).toEqual(['syntax empty-query']);
    expect(errors('// top\nlet x = 1; Events | take x; Files')).toEqual([]);
  });

  it('never throws: an error of the analyser is a diagnostic', () => {
    const broken: Globals = {
      ...globals,
      withView: () => {
        throw new TypeError("cannot read 'Columns'");
      },
    };
    expect(analyse('Events | project TimeGenerated', broken).diagnostics).toMatchObject([
      { code: 'analyser-failed', kind: 'bind', line: 1 },
    ]);
  });

  it('shows hidden columns to the query that names them, and to no other', () => {
    expect(columns('Events')).toEqual([
      'Timestamp:datetime',
      'Upn:string',
      'SHA1:string',
      'More:string',
      'Count:long',
    ]);
    const seen = analyse('OldEvents | where TimeGenerated > ago(1d) and AccountUPN == "a"', globals);
    expect(seen.diagnostics).toEqual([]);
    expect([...seen.hidden]).toEqual(['TimeGenerated', 'AccountUPN']);
    expect(columns('Events | where TimeGenerated > ago(1d)')?.at(-1)).toBe('TimeGenerated:datetime');
    expect(columns('Files')).toEqual(['Name:string']);
  });

  it('takes a text column that is read like JSON as dynamic', () => {
    for (const text of [
      'Events | extend x = More.a.b',
      'Events | where More["a"] == 1',
      'Events | mv-expand More',
    ]) {
      const { diagnostics, json } = analyse(text, globals);
      expect([diagnostics, [...json]], text).toEqual([[], ['More']]);
    }
    expect(errors('Events | extend x = More.a, y = Nope')).toEqual(['bind KS142']);
  });

  it('looks into the functions that a query calls', () => {
    const calling = (body: string) =>
      analyse(
        'Events | take 1; Saved("x")',
        createGlobals({
          ...globals.catalog,
          functions: [{ name: 'Saved', parameters: '(x:string)', body, description: '' }],
        }),
      );
    expect(calling('Events | where Nope == x').diagnostics).toMatchObject([
      {
        code: 'KS142',
        kind: 'bind',
        start: 17,
        length: 10,
        message: expect.stringContaining('In the function Saved') as string,
      },
    ]);
    const { diagnostics, hidden } = calling('Events | where TimeGenerated > ago(1d)');
    expect([diagnostics, [...hidden]]).toEqual([[], ['TimeGenerated']]);
    const text = 'let f = (T:(*)) { T | where Nope == 1 }; let g = (x:string) { By(x) }; f(Events)';
    expect(analyse(text, globals).diagnostics).toMatchObject([{ start: text.indexOf('Nope'), length: 4 }]);
  });

  it('takes the bare column of FileProfile, and keeps the places of what follows', () => {
    const text = 'Events | invoke FileProfile(SHA1, 1000) | where GlobalPrevalence < 5 and Nope == 1';
    const { diagnostics } = analyse(text, globals);
    expect(diagnostics).toMatchObject([{ code: 'KS142', start: text.indexOf('Nope'), length: 4 }]);
    expect(columns('Events | project SHA1, Count | invoke FileProfile("SHA1", 10)')?.slice(0, 4)).toEqual([
      'SHA1:string',
      'Count:long',
      'SHA256:string',
      'MD5:string',
    ]);
  });
});

describe('the bound tree', () => {
  it('gives names in every quoting, types and symbols', () => {
    const [operator] = nodes(`Events | project ['Upn'], ["my count"] = Count, u*`, 'ProjectOperator');
    expect(
      nodes(`Events | project ['Upn'], ["my count"] = Count`, 'SimpleNamedExpression').map(nameOf),
    ).toEqual(['my count']);
    expect(kind(operator!)).toBe('ProjectOperator');
    expect(nodes('Events | project-away U*', 'WildcardedName').map(nameOf)).toEqual(['U*']);
    const [sum] = nodes('Events | extend x = Count + 1', 'AddExpression');
    expect([scalarType(sum!), symbol(need(sum!, 'Left'))?.kind, tokenText(sum!)]).toEqual([
      'long',
      'column',
      'Count + 1',
    ]);
    const calls = nodes('Events | summarize dcount(Upn) by strlen(SHA1)', 'FunctionCallExpression').map(
      symbol,
    );
    expect(calls.map((one) => one?.kind)).toEqual(['aggregate', 'function']);
  });

  it('gives the parameters of an operator', () => {
    const [join] = nodes('Events | join kind=leftanti hint.strategy=shuffle (Events) on Upn', 'JoinOperator');
    expect([...parameters(join!)].map(([name, value]) => [name, tokenText(value)])).toEqual([
      ['kind', 'leftanti'],
      ['hint.strategy', 'shuffle'],
    ]);
  });

  it('gives the body of a called function, bound, and where it is written', () => {
    const text = 'let f = (a:string, least:long=2) { Events | where Upn == a }; f("x")';
    const call = query(text);
    const body = calledBody(call)!;
    const where = [...descendants(body)].find((node) => kind(node) === 'FilterOperator')!;
    const { start, length } = range(where);
    expect(text.slice(start, start + length)).toBe('where Upn == a');
    expect(scalarType(need(body, 'Expression'))).toBe('tabular');
    expect(declaredParameters(call).map((one) => [one.name, one.type])).toEqual([
      ['a', 'string'],
      ['least', 'long'],
    ]);
    expect(range([...descendants(calledBody(query('By("x")'))!)][3]!)).toEqual({ start: 0, length: 0 });
  });
});
