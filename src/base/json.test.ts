import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatPath, readJson, type JsonValue } from './json.ts';
import type { Result } from './fault.ts';

async function* inChunks(text: string, size: number): AsyncGenerator<string, void> {
  for (let at = 0; at < text.length; at += size) {
    await Promise.resolve();
    yield text.slice(at, at + size);
  }
}

interface Outcome {
  readonly result: Result<void>;
  readonly seen: [string, JsonValue][];
}

async function read(text: string, patterns: readonly string[] = [''], size = 7): Promise<Outcome> {
  const seen: [string, JsonValue][] = [];
  const records = Object.fromEntries(
    patterns.map((pattern) => [
      pattern,
      (value: JsonValue, path: readonly (string | number)[]) => seen.push([formatPath(path), value]),
    ]),
  );
  return { result: await readJson(inChunks(text, size), { records }), seen };
}

async function faultOf(text: string, size = 7): Promise<string> {
  const { result } = await read(text, ['*'], size);
  return result.ok ? 'ok' : result.fault.code;
}

describe('records', () => {
  it('are handed over one by one with their paths', async () => {
    const { result, seen } = await read('{"a":{"list":[{"x":1},2,"three",null,true]},"b":0}', [
      'a.list.*',
      'b',
    ]);
    expect(result.ok).toBe(true);
    expect(seen).toEqual([
      ['$.a.list[0]', { x: 1 }],
      ['$.a.list[1]', 2],
      ['$.a.list[2]', 'three'],
      ['$.a.list[3]', null],
      ['$.a.list[4]', true],
      ['$.b', 0],
    ]);
  });

  it('are not matched again inside a record', async () => {
    const { seen } = await read('{"a":{"a":{"a":1}}}', ['a', 'a.a']);
    expect(seen).toEqual([['$.a', { a: { a: 1 } }]]);
  });

  it('match a star beside a named key, the named one first', async () => {
    const { seen } = await read('{"a":{"x":1},"b":{"x":2}}', ['*.x', 'a.x']);
    expect(seen.map(([path]) => path)).toEqual(['$.a.x', '$.b.x']);
  });

  it('match a key that holds a dot when the pattern escapes it', async () => {
    const { seen } = await read('{"@odata.nextLink":"x","@odata":{"nextLink":"y"}}', ['@odata\\.nextLink']);
    expect(seen).toEqual([['$["@odata.nextLink"]', 'x']]);
  });

  it('are the whole document for the empty pattern', async () => {
    expect((await read('[]')).seen).toEqual([['$', []]]);
    expect((await read(' null ')).seen).toEqual([['$', null]]);
  });

  it('tell of the containers that open around them', async () => {
    const opened: string[] = [];
    await readJson(inChunks('{"a":[{"b":{}}],"c":{}}', 3), {
      records: { 'a.*.b': () => undefined },
      open: (path, kind) => opened.push(`${kind} ${formatPath(path)}`),
    });
    expect(opened).toEqual(['object $', 'array $.a', 'object $.a[0]', 'object $.c']);
  });

  it('are the same wherever the chunks are cut', async () => {
    const text = '{"käse":[{"a":"\\u00e9\\ud83d\\ude00 😀 \\n\\"\\\\"},-1.5e-3,12345678901]}';
    const whole = await read(text, ['käse.*'], text.length);
    expect(whole.seen[0]?.[1]).toEqual({ a: 'é😀 😀 \n"\\' });
    for (let size = 1; size < text.length; size++) {
      expect((await read(text, ['käse.*'], size)).seen).toEqual(whole.seen);
    }
  });

  it('come back as any JSON value that was written', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), fc.integer({ min: 1, max: 40 }), async (value, size) => {
        const text = JSON.stringify(value);
        const { result, seen } = await read(text, [''], size);
        expect(result.ok).toBe(true);
        expect(JSON.stringify(seen[0]?.[1])).toBe(text);
      }),
      { seed: 7, numRuns: 150 },
    );
  });

  it('keep __proto__ and constructor as plain keys', async () => {
    const { seen } = await read('{"r":{"__proto__":{"polluted":1},"constructor":2}}', ['r']);
    const record = seen[0]?.[1] as Record<string, unknown>;
    expect(Object.keys(record)).toEqual(['__proto__', 'constructor']);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(Object.getPrototypeOf(record)).toBe(Object.prototype);
  });

  it('keep the last of doubled keys', async () => {
    expect((await read('{"r":{"a":1,"a":2}}', ['r'])).seen).toEqual([['$.r', { a: 2 }]]);
  });

  it('end a number that nothing follows', async () => {
    expect((await read('42')).seen).toEqual([['$', 42]]);
    expect((await read('-0.5e1', [''], 1)).seen).toEqual([['$', -5]]);
  });
});

describe('damage', () => {
  it('is truncated when the text ends inside the document', async () => {
    const whole = '{"a":[1,{"b":"c"}],"d":null}';
    for (let end = 1; end < whole.length; end++) {
      expect([end, await faultOf(whole.slice(0, end))]).toEqual([end, 'truncated']);
    }
  });

  it('is truncated, not empty, when a bare value is cut', async () => {
    expect(await faultOf('"abc')).toBe('truncated');
    expect(await faultOf('nul')).toBe('truncated');
  });

  it('names the place where a truncated document ends and keeps what came before', async () => {
    const { result, seen } = await read('{"value":[{"a":1},{"a":', ['value.*']);
    expect(seen).toEqual([['$.value[0]', { a: 1 }]]);
    expect(result).toMatchObject({ ok: false, fault: { message: 'the file ends inside $.value[1]' } });
  });

  it.each([
    ['{"a" 1}'],
    ['{"a":1,}'],
    ['[1,]'],
    ['[1 2]'],
    ['{1:2}'],
    ['[1}'],
    ['{"a":}'],
    ['[,1]'],
    ['["a": 1]'],
    ['{"a":1 "b":2}'],
    ['[tru]'],
    ["{'a':1}"],
    ['[01]'],
    ['["\\x"]'],
    [']'],
    ['{"a":NaN}'],
    ['hello'],
  ])('is not well-formed in %s', async (text) => {
    expect(await faultOf(text)).toBe('not-well-formed');
    expect(await faultOf(text, 1)).toBe('not-well-formed');
  });

  it('is more after the end of the document', async () => {
    expect(await faultOf('{} {}')).toBe('not-well-formed');
    expect(await faultOf('[]]')).toBe('not-well-formed');
    expect(await faultOf('[] \n\t ')).toBe('ok');
  });

  it('is empty when there is no value', async () => {
    expect(await faultOf('')).toBe('empty');
    expect(await faultOf(' \n ')).toBe('empty');
  });

  it('is too deep beyond 64 levels, inside and outside records', async () => {
    expect(await faultOf('['.repeat(64) + ']'.repeat(64))).toBe('ok');
    expect(await faultOf('['.repeat(65) + ']'.repeat(65))).toBe('too-deep');
    expect(await faultOf('{"a":'.repeat(100))).toBe('too-deep');
  });

  it('is too large when one string goes on and on', async () => {
    const text = `{"a":"${'x'.repeat(9 * 1024 * 1024)}"}`;
    expect(await faultOf(text, 64 * 1024)).toBe('too-large');
  });

  it('is no fault for a long run of blanks', async () => {
    expect(await faultOf(`[1,${' '.repeat(9 * 1024 * 1024)}2]`, 64 * 1024)).toBe('ok');
  });

  it('is no fault for a large document of small values', async () => {
    expect(await faultOf(`[${'"äöü",'.repeat(500_000)}1]`, 64 * 1024)).toBe('ok');
  });
});

describe('formatPath', () => {
  it('writes keys and indices as people do', () => {
    expect(formatPath([])).toBe('$');
    expect(formatPath(['Results', 0, '@odata.id', 'a b', 'x-y'])).toBe(
      '$.Results[0]["@odata.id"]["a b"].x-y',
    );
  });

  it('shows the beginning of a very long key', () => {
    expect(formatPath(['a', 'b'.repeat(5000), 'c'])).toBe(`$.a["${'b'.repeat(100)}…"].c`);
  });
});

describe('reading', () => {
  it('waits for the consumer between chunks', async () => {
    let waited = 0;
    await readJson(inChunks('[1,2,3]', 2), {
      records: { '*': () => undefined },
      pressure: () => {
        waited++;
        return Promise.resolve();
      },
    });
    expect(waited).toBe(4);
  });

  it('passes on what a handler throws', async () => {
    const reading = readJson(inChunks('[1]', 3), {
      records: {
        '*': () => {
          throw new RangeError('of the consumer');
        },
      },
    });
    await expect(reading).rejects.toThrow('of the consumer');
  });
});
