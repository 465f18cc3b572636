import type { Detection, Head, Source } from '../source.ts';

/** Events of Windows: logs as they are, what tools export of them, and what collectors make of them. */
export const windowsEvents: Source = {
  manifest: {
    id: 'windows-events',
    title: 'Windows event logs',
    reads:
      'EVTX files; event XML (Event Viewer, wevtutil); JSON of Winlogbeat, NXLog and EVTX converters, as lines, list or one behind the other',
    howToExport:
      'wevtutil epl Microsoft-Windows-Sysmon/Operational sysmon.evtx; or Event Viewer → Save All Events As (.evtx, .xml)',
    observes: ['event', 'device'],
  },
  detect,
  load: async () => (await import('./read.ts')).read,
};

const namespace = 'http://schemas.microsoft.com/win/2004/08/events/event';

function detect(head: Head): Detection | undefined {
  if (String.fromCharCode(...head.bytes.subarray(0, 8)) === 'ElfFile\0')
    return { kind: 'read', format: 'Windows event log (EVTX)' };
  if (head.xml !== undefined) return isEventXml(head.xml) ? read('XML') : undefined;
  const form = jsonForm(head);
  return form === undefined ? undefined : read(form);
}

function read(form: string): Detection {
  return { kind: 'read', format: `Windows events (${form})` };
}

function isEventXml({ root, attributes, elements }: NonNullable<Head['xml']>): boolean {
  if (root !== 'Event' && root !== 'Events') return false;
  return attributes['xmlns'] === namespace || (elements.has('System') && elements.has('EventID'));
}

/** Keys that only events of Windows have, by the form they come in. */
function jsonForm({ json }: Head): string | undefined {
  if (json === undefined) return undefined;
  const prefix = json.form === 'array' ? '*.' : '';
  const has = (...paths: readonly string[]): boolean => paths.every((path) => json.paths.has(prefix + path));
  if (has('Event.System.EventID') || (has('Event.System.Provider') && has('Event.System.Channel')))
    return 'JSON of event XML';
  if (has('winlog.event_id') || has('winlog.channel')) return 'Winlogbeat';
  if (has('event_id', 'log_name', 'computer_name')) return 'Winlogbeat';
  if (has('EventID', 'Channel', 'Hostname') || has('EventID', 'SourceName', 'Hostname')) return 'flat JSON';
  return undefined;
}
