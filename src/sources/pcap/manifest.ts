import { ownValue } from '../../base/own-value.ts';
import type { Detection, Head, Source } from '../source.ts';

export const pcap: Source = {
  manifest: {
    id: 'pcap',
    title: 'Packet captures',
    reads: 'nothing: pcap and pcapng are recognised and refused with the way to a form that is read',
    howToExport:
      'zeek -C -r capture.pcap (its logs), or tshark -r capture.pcap -T ek > capture.json (or -T json --no-duplicate-keys)',
    observes: [],
  },
  detect,
  // Every capture is refused when it is recognised.
  load: () => Promise.reject(new Error('a packet capture is never read')),
};

/** First four bytes: pcap in both byte orders, with micro- and nanoseconds, the older format of AIX and others, pcapng. */
const magics: Readonly<Record<string, string>> = {
  d4c3b2a1: 'pcap',
  a1b2c3d4: 'pcap',
  '4d3cb2a1': 'pcap',
  a1b23c4d: 'pcap',
  '34cdb2a1': 'pcap',
  a1b2cd34: 'pcap',
  '0a0d0d0a': 'pcapng',
};

function detect(head: Head): Detection | undefined {
  const start = [...head.bytes.subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const format = ownValue(magics, start);
  // Line breaks alone may begin a text too: a pcapng goes on with its length and the mark of its byte order.
  if (format === undefined || (format === 'pcapng' && !hasByteOrder(head.bytes))) return undefined;
  return {
    kind: 'refuse',
    format,
    fault: {
      code: 'not-supported',
      message: 'a packet capture: packets are not taken apart here',
      remedy: 'pass what Zeek (`zeek -C -r FILE`) or tshark (`tshark -r FILE -T ek`) makes of it',
    },
  };
}

function hasByteOrder(bytes: Uint8Array): boolean {
  const mark = [...bytes.subarray(8, 12)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return mark === '1a2b3c4d' || mark === '4d3c2b1a';
}
