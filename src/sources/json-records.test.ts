import { describe, expect, it } from 'vitest';
import { memoryFile } from './conformance/harness.ts';
import { readRecords } from './json-records.ts';

async function read(text: string) {
  const records: [string, unknown][] = [];
  const bad: string[] = [];
  const result = await readRecords(memoryFile('f.json', text, 11), {
    record: (record, locator) => records.push([locator, record]),
    bad: (locator) => bad.push(locator),
  });
  return { records, bad, fault: result.ok ? undefined : result.fault.code };
}

describe('readRecords', () => {
  it('reads an array, one object a line, a single line and a single document alike', async () => {
    expect((await read('[{"a":1},\n{"a":2}]')).records).toEqual([
      ['$[0]', { a: 1 }],
      ['$[1]', { a: 2 }],
    ]);
    expect((await read('{"a":1}\n{"a":2}\n')).records).toEqual([
      ['line 1', { a: 1 }],
      ['line 2', { a: 2 }],
    ]);
    expect((await read('{"a":1}\n')).records).toEqual([['line 1', { a: 1 }]]);
    expect((await read('{\n"a":\n1}')).records).toEqual([['$', { a: 1 }]]);
  });

  it('reads lines when the first one is longer than the head', async () => {
    const long = `{"a":"${'x'.repeat(70_000)}"}`;
    const { records, fault } = await read(`${long}\n{"a":2}\n`);
    expect(fault).toBeUndefined();
    expect(records.map(([locator]) => locator)).toEqual(['line 1', 'line 2']);
  });

  it('takes null for an empty list', async () => {
    expect(await read('null\n')).toEqual({ records: [], bad: [], fault: undefined });
  });

  it('reports items that are no objects and goes on', async () => {
    expect(await read('[1,{"a":1},null]')).toMatchObject({
      bad: ['$[0]', '$[2]'],
      records: [['$[1]', { a: 1 }]],
    });
  });
});
