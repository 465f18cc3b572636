import { expect, it } from 'vitest';
import { memoryFile, readWith, type Reading } from '../conformance/harness.ts';
import { masscan } from './manifest.ts';

const read = (text: string): Promise<Reading> => readWith(masscan, memoryFile('scan.json', text, 61));
const record = (port: number, more = '"status": "open"', ip = '10.0.0.5'): string =>
  `{   "ip": "${ip}",   "timestamp": "1700000000", "ports": [ {"port": ${port}, "proto": "tcp", ${more}} ] }`;

it('joins the records of one address, with services of banners', async () => {
  const banner = record(80, '"service": {"name": "http", "banner": "x"}');
  const { outcome, observations, native, observedAt, provesScope } = await read(
    `[\n${record(80)}\n,\n${banner}\n,\n${record(443)}\n,\n${record(23, '"status": "closed"')}\n]\n`,
  );
  expect(outcome).toEqual({ ok: true });
  expect(native).toEqual({ records: 4, ports: 4 });
  expect(observations.device).toMatchObject([{ IPAddresses: ['10.0.0.5'], Examined: ['ports'] }]);
  expect(observations.endpoint.map((e) => [e.Port, e.Service])).toEqual([
    [80, 'http'],
    [443, undefined],
  ]);
  expect({ observedAt, provesScope }).toEqual({ observedAt: 1_700_000_000_000, provesScope: false });
});

it.each([
  ['a comma before the bracket', `[\n${record(80)},\n]\n`],
  ['its own end mark', `[\n${record(80)},\n{finished: 1}\n]\n`],
  ['one record a line', `${record(80)}\n${record(443)}\n`],
  ['one line', `[${record(80)}]`],
  ['indented', JSON.stringify([JSON.parse(record(80))], undefined, 2)],
])('reads %s', async (_, text) => {
  const { outcome, observations } = await read(text);
  expect(outcome).toEqual({ ok: true });
  expect(observations.device).toHaveLength(1);
});

it('says that a list has no end, and sets records without address aside', async () => {
  const { outcome, observations, quarantined } = await read(
    `[\n${record(80)}\n,\n${record(80, '"status": "open"', '=cmd()')}\n,\n${record(99999)}\n`,
  );
  expect(outcome).toMatchObject({ ok: false, fault: { code: 'truncated' } });
  expect(observations.endpoint).toHaveLength(1);
  expect(quarantined).toHaveLength(1);
});

it('refuses a line without end instead of collecting it', async () => {
  const file = memoryFile('scan.json', `[\n${record(80)},\n${'x'.repeat(18 * 1024 * 1024)}`, 1 << 16);
  const { outcome, observations } = await readWith(masscan, file);
  expect(outcome).toMatchObject({ ok: false, fault: { code: 'too-large', place: 'line 3' } });
  expect(observations.endpoint).toHaveLength(1);
});
