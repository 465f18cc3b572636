import type { Detection, Head, Source } from '../source.ts';

export const tshark: Source = {
  manifest: {
    id: 'tshark',
    title: 'tshark',
    reads:
      'packets of Wireshark’s tshark as JSON (-T json) or for Elasticsearch (-T ek), whole or with chosen fields (-e)',
    howToExport: 'tshark -r capture.pcap -T ek > capture.json (or -T json --no-duplicate-keys)',
    observes: ['device', 'endpoint'],
  },
  detect,
  load: async () => (await import('./read.ts')).read,
};

function detect(head: Head): Detection | undefined {
  const { json } = head;
  if (json === undefined) return undefined;
  if (json.form === 'array') {
    return json.paths.has('*._source.layers') ? { kind: 'read', format: 'tshark JSON' } : undefined;
  }
  if (json.form !== 'lines') return undefined;
  const isPacket = json.paths.has('layers') && json.paths.has('timestamp');
  return isPacket ? { kind: 'read', format: 'tshark EK' } : undefined;
}
