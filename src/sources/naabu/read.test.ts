import { expect, it } from 'vitest';
import { memoryFile, readWith, type Reading } from '../conformance/harness.ts';
import { naabu } from './manifest.ts';

const read = (...lines: readonly object[]): Promise<Reading> =>
  readWith(naabu, memoryFile('ports.json', lines.map((line) => JSON.stringify(line)).join('\n'), 61));
const line = {
  ip: '10.0.0.5',
  timestamp: '2026-07-31T00:00:00.000000000Z',
  port: 80,
  protocol: 'tcp',
  tls: false,
};

it('joins the lines of one host, each port once', async () => {
  const { outcome, observations, native, provesScope } = await read(line, line, {
    ...line,
    host: 'web.example.org',
    port: { Port: 53, Protocol: 1, TLS: false },
    protocol: undefined,
  });
  expect(outcome).toEqual({ ok: true });
  expect(native).toEqual({ lines: 3 });
  expect(observations.device).toMatchObject([{ DeviceName: 'web.example.org', Examined: ['ports'] }]);
  expect(observations.endpoint.map((e) => [e.Port, e.Protocol])).toEqual([
    [80, 'tcp'],
    [53, 'udp'],
  ]);
  expect(provesScope).toBe(false);
});

it('reads one line, and sets lines without host or port aside', async () => {
  expect((await read(line)).observations.endpoint).toHaveLength(1);
  const { quarantined, observations } = await read(line, { ...line, port: 99999 }, { ip: 7, port: 80 });
  expect(quarantined).toHaveLength(2);
  expect(observations.device).toHaveLength(1);
});

it('leaves lines of other tools alone', async () => {
  expect((await read({ ...line, url: 'https://web' }, line)).detection).toBeUndefined();
});
