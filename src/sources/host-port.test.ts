import { expect, it } from 'vitest';
import { parseHostPort, portNumber } from './host-port.ts';

it('reads addresses, names with ports and URLs', () => {
  expect(parseHostPort('10.0.0.5')).toEqual({ host: '10.0.0.5' });
  expect(parseHostPort('2001:db8::1')).toEqual({ host: '2001:db8::1' });
  expect(parseHostPort('web01:8443')).toEqual({ host: 'web01', port: 8443 });
  expect(parseHostPort('[::1]:22')).toEqual({ host: '::1', port: 22 });
  expect(parseHostPort('https://web.example.org./a?b')).toEqual({
    host: 'web.example.org',
    port: 443,
    scheme: 'https',
  });
  expect(parseHostPort('http://user:word@web:8080/')).toEqual({ host: 'web', port: 8080, scheme: 'http' });
});

it('takes nothing else for a host', () => {
  for (const text of [undefined, '', ':443', 'a b', '<b>', 'x'.repeat(300), '[web]:1'])
    expect(parseHostPort(text)).toBeUndefined();
  expect([portNumber('443'), portNumber(0), portNumber('70000'), portNumber('general')]).toEqual([
    443,
    undefined,
    undefined,
    undefined,
  ]);
});
