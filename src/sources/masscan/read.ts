import { isIP } from 'node:net';
import { failed, invariant, type Result } from '../../base/fault.ts';
import { asLabel, asObject, asObjects, asText } from '../../base/json-value.ts';
import type { JsonObject } from '../../base/json.ts';
import { readJsonLines } from '../../base/json-lines.ts';
import { parseEpochSeconds } from '../../base/time.ts';
import { portNumber } from '../host-port.ts';
import { readRecords } from '../json-records.ts';
import { RowHosts } from '../row-hosts.ts';
import type { Output, Read, ReportFile } from '../source.ts';

export const read: Read = async (report, out) => {
  const [file] = report.files;
  invariant(file !== undefined, 'a report has a file');
  const hosts = new RowHosts();
  out.tool('masscan');
  for (const name of ['records', 'ports']) out.native(name, 0);
  const take = (record: JsonObject, locator: string): void => {
    answer(record, locator, hosts, out);
  };
  const result = hasRecordOnLine(file)
    ? await readLines(file, take, out)
    : await readRecords(file, {
        record: take,
        bad: (locator, reason) => {
          out.quarantine(locator, reason);
        },
        pressure: () => out.pressure(),
      });
  hosts.write(out, ['ports']);
  out.scope({ kind: 'hosts', checks: ['ports'] });
  return result.ok ? { ok: true } : result;
};

function answer(record: JsonObject, locator: string, hosts: RowHosts, out: Output): void {
  out.native('records');
  const ip = asText(record['ip']) ?? '';
  if (isIP(ip) === 0) {
    out.quarantine(locator, 'the record has no address');
    return;
  }
  const time = parseEpochSeconds(asLabel(record['timestamp']));
  out.observedAt(time);
  for (const entry of asObjects(record['ports'])) {
    out.native('ports');
    const port = portNumber(asLabel(entry['port']));
    const protocol = asText(entry['proto'])?.toLowerCase();
    const service = asText(asObject(entry['service'])?.['name'])?.toLowerCase();
    // With --show closed those are listed too; a banner record has no state.
    if (
      port === undefined ||
      protocol === undefined ||
      !['open', undefined].includes(asText(entry['status']))
    )
      continue;
    hosts
      .at(ip, locator)
      .saw({ names: [ip], lastSeen: time })
      .answered({
        Port: port,
        Protocol: protocol,
        ...(service !== undefined &&
          service !== 'title' && { Service: service, ServiceBasis: 'probed' as const }),
      });
  }
}

function hasRecordOnLine(file: ReportFile): boolean {
  return /^[[,\s]*\{[^\n]*"ip"[^\n]*\}[\s,\]]*$/m.test(file.head.text);
}

/**
 * masscan writes one record a line with commas between; old versions leave a comma before the bracket, and end with
 * `{finished: 1}`, both of which are no JSON: so the lines are read, not the array.
 */
async function readLines(
  file: ReportFile,
  take: (record: JsonObject, locator: string) => void,
  out: Output,
): Promise<Result<void>> {
  const isArray = file.head.text.trimStart().startsWith('[');
  const end = { isSeen: false };
  const result = await readJsonLines(bare(file.text(), end), {
    record: (value, line) => {
      const record = asObject(value);
      if (record === undefined) out.quarantine(`line ${line}`, 'the record is no JSON object');
      else if (record['finished'] === undefined) take(record, `line ${line}`);
    },
    bad: (line, reason) => {
      out.quarantine(`line ${line}`, reason);
    },
    pressure: () => out.pressure(),
  });
  if (!result.ok || !isArray || end.isSeen) return result;
  return failed({
    code: 'truncated',
    message: 'the list has no end',
    remedy: 'run the scan again to its end',
  });
}

/** Beyond what the reader of lines takes. */
const maxLineCharacters = 17 * 1024 * 1024;

/** The lines without the brackets and commas around their records. */
async function* bare(chunks: AsyncIterable<string>, end: { isSeen: boolean }): AsyncGenerator<string, void> {
  let rest = '';
  const strip = (line: string): string => {
    if (/\]\s*$/.test(line) && !/\}\s*\]\s*\}\s*$/.test(line)) end.isSeen = true;
    if (/^[\s,]*\{\s*finished/.test(line)) return '';
    return line.replace(/^[\s,[]+(?=\{|\]|$)/, '').replace(/(?<=\}|^)[\s,\]]+$/, '');
  };
  for await (const chunk of chunks) {
    const lines = chunk.split('\n');
    const last = lines.pop() ?? '';
    for (const line of lines) {
      yield `${strip(rest + line)}\n`;
      rest = '';
    }
    rest += last;
    // Too long for a record of this tool: the reader of lines refuses it.
    if (rest.length > maxLineCharacters) {
      yield rest;
      rest = '';
    }
  }
  yield strip(rest);
}
