import { invariant } from '../../base/fault.ts';
import { readRecords } from '../json-records.ts';
import { loadMacVendors } from '../mac-vendor.ts';
import type { Read } from '../source.ts';
import { TrafficDevices } from '../traffic-devices.ts';
import { takePacket } from './devices-of.ts';
import { Packet } from './packet.ts';

export const read: Read = async (report, out) => {
  const [file] = report.files;
  invariant(file !== undefined, 'a report has a file');
  const devices = new TrafficDevices();
  out.tool('tshark');
  out.native('packets', 0);
  const result = await readRecords(file, {
    record: (record, locator) => {
      const packet = Packet.of(record);
      if (packet === undefined) {
        // Before each packet EK names the index that it goes to.
        if (record['index'] === undefined) out.quarantine(locator, 'the record holds no packet');
        return;
      }
      out.native('packets');
      out.observedAt(packet.time);
      takePacket(packet, locator, devices);
    },
    bad: (locator, reason) => {
      out.quarantine(locator, reason);
    },
    pressure: () => out.pressure(),
  });
  await devices.write(out, await loadMacVendors());
  out.scope({ log: 'packets' });
  return result.ok ? { ok: true } : result;
};
