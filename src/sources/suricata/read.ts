import { invariant } from '../../base/fault.ts';
import { asText } from '../../base/json-value.ts';
import { parseIsoTime } from '../../base/time.ts';
import { readRecords } from '../json-records.ts';
import { loadMacVendors } from '../mac-vendor.ts';
import type { Read } from '../source.ts';
import { TrafficDevices } from '../traffic-devices.ts';
import { Alerts } from './alerts.ts';
import { takeEvent } from './events.ts';

export const read: Read = async (report, out) => {
  const [file] = report.files;
  invariant(file !== undefined, 'a report has a file');
  const devices = new TrafficDevices();
  const alerts = new Alerts();
  const sources = new Set<string>();
  out.tool('Suricata');
  out.native('events', 0);
  out.native('alerts', 0);
  out.nativeValue('event_types', {});
  const result = await readRecords(file, {
    record: (record, locator) => {
      const type = asText(record['event_type']);
      if (type === undefined) {
        out.quarantine(locator, 'the event names no type');
        return;
      }
      const time = parseIsoTime(asText(record['timestamp']));
      out.native('events');
      out.nativeOf('event_types', type.slice(0, 40));
      out.observedAt(time);
      const source = asText(record['src_ip']);
      if (source !== undefined && sources.size < 500_000) sources.add(source);
      takeEvent({ type, record, locator, time, devices });
      if (type === 'alert') {
        out.native('alerts');
        alerts.take(record, locator, time, devices);
      }
    },
    bad: (locator, reason) => {
      out.quarantine(locator, reason);
    },
    pressure: () => out.pressure(),
  });
  out.nativeValue('src_ips', sources.size);
  await devices.write(out, await loadMacVendors());
  await alerts.write(out);
  out.scope({ log: 'eve' });
  return result.ok ? { ok: true } : result;
};
