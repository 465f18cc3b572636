import { asObject } from '../../base/json-value.ts';
import type { Detection, Head, Source } from '../source.ts';

export const suricata: Source = {
  manifest: {
    id: 'suricata',
    title: 'Suricata',
    reads: 'Suricata EVE JSON, one event a line or an array: flows, DHCP, protocols, alerts',
    howToExport: 'the file eve.json of a sensor (/var/log/suricata), or suricata -r capture.pcap -l FOLDER',
    observes: ['device', 'endpoint', 'event'],
  },
  detect,
  load: async () => (await import('./read.ts')).read,
};

function detect(head: Head): Detection | undefined {
  const { json } = head;
  if (json === undefined) return undefined;
  if (json.form === 'lines') {
    const isEve = json.lines.some(
      (line) =>
        typeof line['event_type'] === 'string' &&
        typeof line['timestamp'] === 'string' &&
        (line['src_ip'] !== undefined || asObject(line[line['event_type']]) !== undefined),
    );
    return isEve ? { kind: 'read', format: 'Suricata EVE' } : undefined;
  }
  const prefix = json.form === 'array' ? '*.' : '';
  const has = (key: string): boolean => json.paths.has(prefix + key);
  return has('event_type') && has('timestamp') && (has('src_ip') || has('flow_id') || has('stats'))
    ? { kind: 'read', format: 'Suricata EVE' }
    : undefined;
}
