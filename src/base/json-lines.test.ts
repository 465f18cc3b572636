import { describe, expect, it } from 'vitest';
import { readJsonLines } from './json-lines.ts';
import type { JsonValue } from './json.ts';

async function* inChunks(text: string, size: number): AsyncGenerator<string, void> {
  for (let at = 0; at < text.length; at += size) {
    await Promise.resolve();
    yield text.slice(at, at + size);
  }
}

async function read(text: string, size = 5) {
  const records: [number, JsonValue][] = [];
  const bad: number[] = [];
  const result = await readJsonLines(inChunks(text, size), {
    record: (value, line) => records.push([line, value]),
    bad: (line) => bad.push(line),
  });
  return { records, bad, fault: result.ok ? undefined : result.fault };
}

describe('readJsonLines', () => {
  it('hands over one value a line, with its line number, wherever the chunks are cut', async () => {
    const text = '{"a":1}\n\n  {"b":"ü\\n"}\r\n[1]\nnull';
    for (let size = 1; size <= text.length; size++) {
      const { records, bad, fault } = await read(text, size);
      expect(fault).toBeUndefined();
      expect(bad).toEqual([]);
      expect(records).toEqual([
        [1, { a: 1 }],
        [3, { b: 'ü\n' }],
        [4, [1]],
        [5, null],
      ]);
    }
  });

  it('goes on after a line that is no JSON', async () => {
    const { records, bad, fault } = await read('{"a":1}\nwarning: slow\n{"a":2}\n');
    expect(fault).toBeUndefined();
    expect(bad).toEqual([2]);
    expect(records.map(([line]) => line)).toEqual([1, 3]);
  });

  it('tells a cut last line from a bad one in the middle', async () => {
    const { records, fault } = await read('{"a":1}\n{"a":');
    expect(records).toHaveLength(1);
    expect(fault).toMatchObject({ code: 'truncated', place: 'line 2' });
  });

  it('is empty when no line holds a value', async () => {
    expect((await read('')).fault?.code).toBe('empty');
    expect((await read('\n \n')).fault?.code).toBe('empty');
    expect((await read('no\njson\n')).fault?.code).toBe('empty');
  });

  it('sets a line aside that is nested deeper than 64 levels, but not for brackets in its texts', async () => {
    const deep = (levels: number) => `{"a":${'['.repeat(levels)}${']'.repeat(levels)}}`;
    const { records, bad, fault } = await read(
      `${deep(63)}\n${deep(64)}\n${deep(50_000)}\n{"a":"${'['.repeat(100)}"}\n${deep(64)}`,
    );
    expect(fault).toBeUndefined();
    expect([records.map(([line]) => line), bad]).toEqual([
      [1, 4],
      [2, 3, 5],
    ]);
  });

  it('gives up on a line beyond 16 MB', async () => {
    const { fault } = await read(`{"a":1}\n"${'x'.repeat(17 * 1024 * 1024)}"`, 1 << 20);
    expect(fault).toMatchObject({ code: 'too-large', place: 'line 2' });
  });

  it('reads a long line in many chunks without going over it again and again', async () => {
    const started = performance.now();
    const { records } = await read(`"${'x'.repeat(12 * 1024 * 1024)}"\n`, 4096);
    expect(records).toHaveLength(1);
    expect(performance.now() - started).toBeLessThan(5000);
  });

  it('keeps __proto__ as a key of the line that has it', async () => {
    const { records } = await read('{"__proto__":{"polluted":1}}\n');
    expect(Object.keys(records[0]?.[1] as object)).toEqual(['__proto__']);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});
