import { describe, expect, it } from 'vitest';
import { headOf } from '../head.ts';
import { pcap } from './manifest.ts';

const detect = (...bytes: readonly number[]) =>
  pcap.detect(headOf('x.bin', Uint8Array.from([...bytes, ...Array<number>(40).fill(0)])));

describe('a packet capture', () => {
  it.each([
    ['pcap', [0xd4, 0xc3, 0xb2, 0xa1]],
    ['pcap', [0xa1, 0xb2, 0xc3, 0xd4]],
    ['pcap', [0x4d, 0x3c, 0xb2, 0xa1]],
    ['pcapng', [0x0a, 0x0d, 0x0d, 0x0a, 0x1c, 0, 0, 0, 0x4d, 0x3c, 0x2b, 0x1a]],
  ])('is refused with the way out: %s', (format, bytes) => {
    const detection = detect(...bytes);
    expect(detection).toMatchObject({ kind: 'refuse', format, fault: { code: 'not-supported' } });
    expect(JSON.stringify(detection)).toMatch(/zeek.*tshark/i);
  });

  it('is no text, no empty file and no other binary one', () => {
    expect(pcap.detect(headOf('x.pcap', new Uint8Array()))).toBeUndefined();
    expect(detect(0x50, 0x4b, 3, 4)).toBeUndefined();
    expect(pcap.detect(headOf('x', new TextEncoder().encode('\n\r\r\nabcdefgh')))).toBeUndefined();
  });
});
