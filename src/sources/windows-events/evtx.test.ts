import { describe, expect, it } from 'vitest';
import { memoryFile, readWith } from '../conformance/harness.ts';
import { windowsEvents } from './manifest.ts';

/** Writes bytes of an event log; texts as UTF-16. */
class Bytes {
  readonly list: number[] = [];
  u8 = (...values: number[]) => this.#push(values);
  u16 = (value: number) => this.#push([value & 255, value >> 8]);
  u32 = (value: number) => this.#push([0, 8, 16, 24].map((shift) => (value >>> shift) & 255));
  text = (text: string) =>
    this.#push(Array.from(text).flatMap((c) => [c.charCodeAt(0) & 255, c.charCodeAt(0) >> 8]));
  zeros = (count: number) => this.#push(new Array<number>(count).fill(0));
  #push(values: readonly number[]): this {
    for (const value of values) this.list.push(value);
    return this;
  }
}

/** `<Event><System><EventID>1</EventID><Computer>…` with inline names, as logs without templates have it. */
function elements(
  out: Bytes,
  base: number,
  tree: readonly (readonly [string, unknown])[],
  isTemplate: boolean,
): void {
  for (const [name, content] of tree) {
    out.u8(0x01);
    if (isTemplate) out.u16(0xffff);
    out.u32(0);
    out.u32(base + out.list.length + 4);
    out.u32(0).u16(0).u16(name.length).text(name).u16(0).u8(0x02);
    if (typeof content === 'number') out.u8(0x0d).u16(content).u8(0x01);
    else if (typeof content === 'string') out.u8(0x05, 0x01).u16(content.length).text(content);
    else elements(out, base, content as readonly (readonly [string, unknown])[], isTemplate);
    out.u8(0x04);
  }
}

const event = (id: unknown, computer: unknown, value: unknown) =>
  [
    [
      'Event',
      [
        [
          'System',
          [
            ['EventID', id],
            ['Computer', computer],
          ],
        ],
        ['EventData', [['Image', value]]],
      ],
    ],
  ] as const;

function log(...computers: readonly string[]): Uint8Array {
  const chunk = new Bytes().u8(...Buffer.from('ElfChnk\0')).zeros(504);
  computers.forEach((computer, i) => {
    const start = chunk.list.length;
    chunk
      .u32(0x2a2a)
      .u32(0)
      .u32(i + 1)
      .u32(0)
      .u32(0xd53e8000)
      .u32(0x019db1de)
      .u8(0x0f, 1, 1, 0);
    if (i % 2 === 0) {
      elements(chunk, 0, event('5', computer, 'a&b'), false);
    } else {
      // A template that stands in the record, and values for it.
      chunk
        .u8(0x0c, 1)
        .u32(7)
        .u32(chunk.list.length + 4);
      const size = chunk.list.length + 20;
      chunk.zeros(24);
      const body = chunk.list.length;
      chunk.u8(0x0f, 1, 1, 0);
      elements(chunk, 0, event('5', 0, 1), true);
      chunk.u8(0);
      put(chunk, size, chunk.list.length - body);
      chunk
        .u32(2)
        .u16(computer.length * 2)
        .u8(1, 0)
        .u16(4)
        .u8(0x15 - 1, 0)
        .text(computer)
        .u32(255);
    }
    chunk.u8(0);
    put(chunk, start + 4, chunk.list.length + 4 - start);
    chunk.u32(chunk.list.length + 4 - start);
  });
  put(chunk, 48, chunk.list.length);
  // A record behind the free space is a leftover.
  chunk.u32(0x2a2a).u32(40).zeros(28).u32(40);
  const file = new Uint8Array(4096 + 2 * 65536);
  file.set(Buffer.from('ElfFile\0'));
  file.set(chunk.list, 4096);
  return file;
}

function put(bytes: Bytes, at: number, value: number): void {
  new Bytes().u32(value).list.forEach((byte, i) => {
    bytes.list[at + i] = byte;
  });
}

const read = (bytes: Uint8Array) => readWith(windowsEvents, memoryFile('log.evtx', bytes));

describe('an event log', () => {
  it('gives its live records, with and without a template', async () => {
    const { outcome, observations, native, quarantined } = await read(log('ws1', 'ws2', 'ws3'));
    expect(outcome).toEqual({ ok: true });
    expect(quarantined).toEqual([]);
    expect(native).toMatchObject({ evtx_records: 3, events: 3, hosts: ['ws1', 'ws2', 'ws3'] });
    expect(observations.event.map((row) => [row.EventId, row.AdditionalFields, row.at])).toEqual([
      [5, { Image: 'a&b' }, 'record 1'],
      [5, { Image: '0xff' }, 'record 2'],
      [5, { Image: 'a&b' }, 'record 3'],
    ]);
  });

  it('may hold none', async () => {
    expect(await read(log())).toMatchObject({ outcome: { ok: true }, native: { evtx_records: 0 } });
    expect(await read(log().subarray(0, 4096))).toMatchObject({ outcome: { fault: { code: 'empty' } } });
  });

  it('goes on behind a damaged chunk and says where it is cut', async () => {
    const twice = new Uint8Array(4096 + 65536 + 65536);
    twice.set(log('ws1').subarray(0, 4096 + 65536));
    twice.set(log('ws2').subarray(4096, 4096 + 65536), 4096 + 65536);
    twice[4096] = 0;
    const damaged = await read(twice);
    expect(damaged.quarantined).toEqual([
      { locator: 'chunk 1', reason: 'the chunk has not the mark of one' },
    ]);
    expect(damaged.observations.event).toHaveLength(1);
    const cut = await read(log('ws1', 'ws2').subarray(0, 4096 + 65536 + 100));
    expect(cut.outcome).toMatchObject({ fault: { code: 'truncated', place: 'chunk 2' } });
    expect(cut.observations.event).toHaveLength(2);
  });

  it('ends whatever its bytes say', async () => {
    const good = log('ws1', 'ws2', 'ws3', 'ws4');
    let seed = 7;
    const random = (below: number): number => {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      return Math.floor((seed / 2147483648) * below);
    };
    for (let round = 0; round < 200; round++) {
      const bad = good.slice(0, 4096 + 65536);
      for (let i = 0; i < 12; i++) bad[4096 + 512 + random(1600)] = random(256);
      const { outcome, observations, quarantined } = await read(bad);
      expect(outcome).toEqual({ ok: true });
      expect(observations.event.length + quarantined.length).toBeGreaterThan(0);
    }
  });

  it('does not repeat a value without end', async () => {
    // A value that is a template which names itself as its own value.
    const bytes = log('ws1', 'ws2');
    const type = bytes.findLastIndex((byte, i) => byte === 0x14 && bytes[i - 2] === 4);
    bytes[type] = 0x21;
    const { outcome } = await read(bytes);
    expect(outcome).toEqual({ ok: true });
  });
});
