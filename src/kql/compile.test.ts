import { describe, expect, it } from 'vitest';
import { catalogFrom, compile, compileWith, createGlobals, type KqlValue } from './index.ts';

const globals = createGlobals(
  Object.assign(catalogFrom({ published: [] }), {
    externalFiles: new Map([['https://example.test/a.csv', { table: 'file_1', columns: ['name', 'size'] }]]),
  }),
);
const options = { now: 0n };
const unpack = 'print d = dynamic({"a":1})\n| evaluate bag_unpack(d)';

describe('columns that are known only from data', () => {
  it('are asked for, and faults after them lie where the person wrote', async () => {
    const probes: string[] = [];
    const run = (probe: { readonly sql: string }): Promise<readonly (readonly KqlValue[])[]> => {
      probes.push(probe.sql);
      return Promise.resolve([['a', 'BIGINT']]);
    };
    const found = await compileWith(unpack, globals, options, run);
    expect(found.ok && found.query.columns.map(({ name, type }) => `${name}:${type}`)).toEqual(['a:long']);
    expect(probes).toHaveLength(1);
    const wrong = await compileWith(`${unpack} | where b == 1`, globals, options, run);
    expect(wrong).toMatchObject({ ok: false, fault: { status: 'bind', line: 2, column: 34 } });
  });

  it('are a fault when nobody can be asked', () => {
    expect(compile(unpack, globals, options)).toMatchObject({ ok: false, fault: { status: 'unsupported' } });
  });

  it('are at most a thousand', async () => {
    const many = Array.from({ length: 1001 }, (_, index) => [`k${index}`, 'BIGINT']);
    const found = await compileWith(unpack, globals, options, () => Promise.resolve(many));
    expect(found).toMatchObject({ ok: false, fault: { status: 'unsupported', line: 2 } });
  });
});

describe('what doubles with every let', () => {
  const doubled = (next: (last: string) => string, times: number) =>
    [
      'let t0 = print a = 1, b = "x";',
      ...Array.from({ length: times }, (_, i) => `let t${i + 1} = ${next(`t${i}`)};`),
      `t${times}`,
    ].join('\n');

  it.each([
    ['unions', (last: string) => `union ${last}, ${last}`],
    ['joins', (last: string) => `${last} | join kind=inner ${last} on a`],
    ['filters', (last: string) => `${last} | where a in (${last})`],
    ['first cells', (last: string) => `${last} | where a == toscalar(${last})`],
  ])('is refused before it is written out: %s', (_, next) => {
    const found = compile(doubled(next, 60), globals, options);
    expect(found).toMatchObject({ ok: false, fault: { status: 'unsupported', code: 'kql-unsupported' } });
    expect(!found.ok && found.fault.message).toMatch(/too long|too many columns/);
    expect(compile(doubled(next, 3), globals, options)).toMatchObject({ ok: true });
  });
});

describe('externaldata', () => {
  it('reads the table of a mapped file, by name or by place', () => {
    const query = 'externaldata(Size:long, Name:string)["https://example.test/a.csv"]';
    const found = compile(query, globals, options);
    expect(found.ok && found.query.tables).toEqual(['file_1']);
    expect(found.ok && found.query.sql).toContain('FROM "file_1"');
  });

  it('names the address that is not mapped', () => {
    const found = compile('externaldata(a:string)["https://example.test/b"]', globals, options);
    expect(found).toMatchObject({ ok: false, fault: { status: 'refused' } });
    expect(!found.ok && found.fault.message).toContain('https://example.test/b');
  });
});
