import { invariant } from '../../base/fault.ts';
import { asLabel, asObject, asText } from '../../base/json-value.ts';
import { parseIsoTime } from '../../base/time.ts';
import { portNumber } from '../host-port.ts';
import { readRecords } from '../json-records.ts';
import { RowHosts } from '../row-hosts.ts';
import type { Read } from '../source.ts';

export const read: Read = async (report, out) => {
  const [file] = report.files;
  invariant(file !== undefined, 'a report has a file');
  const hosts = new RowHosts();
  out.tool('naabu');
  out.native('lines', 0);
  const bad = (locator: string, reason: string): void => {
    out.quarantine(locator, reason);
  };
  const result = await readRecords(file, {
    record: (record, locator) => {
      out.native('lines');
      // Version 2.0 wrote the port as an object; protocol 0 was TCP, 1 UDP.
      const nested = asObject(record['port']);
      const port = portNumber(asLabel(nested?.['Port'] ?? record['port']));
      const ip = asText(record['ip']);
      const key = ip ?? asText(record['host']);
      if (key === undefined || port === undefined) {
        bad(locator, 'the line names no host or no port');
        return;
      }
      const time = parseIsoTime(asText(record['timestamp']));
      out.observedAt(time);
      const protocol =
        asText(record['protocol'])?.toLowerCase() ?? (nested?.['Protocol'] === 1 ? 'udp' : 'tcp');
      hosts
        .at(key, locator)
        .saw({ names: [ip, asText(record['host'])], lastSeen: time })
        .answered({ Port: port, Protocol: protocol });
    },
    bad,
    pressure: () => out.pressure(),
  });
  hosts.write(out, ['ports']);
  out.scope({ kind: 'hosts', checks: ['ports'] });
  return result.ok ? { ok: true } : result;
};
