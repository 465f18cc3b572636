import type { Detection, Head, Source } from '../source.ts';
import { logOfJson, separatorOf } from './layout.ts';

export const zeek: Source = {
  manifest: {
    id: 'zeek',
    title: 'Zeek',
    reads:
      'Zeek (Bro) logs, tab separated with header or JSON lines: conn, dhcp, known_*, software, and those of IT and OT protocols (ICSNPP)',
    howToExport:
      'the logs of a sensor (/opt/zeek/logs/…/conn.log.gz), or zeek -C -r capture.pcap (with icsnpp packages for OT) in an empty folder',
    observes: ['device', 'endpoint', 'software'],
  },
  detect,
  load: async () => (await import('./read.ts')).read,
};

function detect(head: Head): Detection | undefined {
  if (head.json !== undefined) {
    const [first] = head.json.lines.length > 0 ? head.json.lines : [undefined];
    const log = first === undefined ? undefined : logOfJson(first, head.name);
    return log === undefined ? undefined : { kind: 'read', format: `Zeek ${log} (JSON)` };
  }
  // The head ends somewhere in the text: 4 kB hold every header.
  const lines = head.text.slice(0, 4096).split('\n');
  const fields = lines.findIndex((line) => line.startsWith('#fields'));
  if (fields < 0) return undefined;
  const separator = separatorOf(lines[fields] ?? '');
  const path = lines
    .slice(0, fields)
    .find((line) => line.startsWith('#path'))
    ?.slice('#path'.length + 1)
    .trim();
  if (separator === undefined || path === undefined || path === '') return undefined;
  return { kind: 'read', format: `Zeek ${path}` };
}
