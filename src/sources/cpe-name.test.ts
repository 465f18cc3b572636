import { expect, it } from 'vitest';
import { cpeTitle, parseCpe } from './cpe-name.ts';

it('reads both forms of a CPE', () => {
  expect(parseCpe('cpe:/a:igor_sysoev:nginx:1.19.0')).toEqual({
    part: 'a',
    vendor: 'igor_sysoev',
    product: 'nginx',
    version: '1.19.0',
    text: 'cpe:/a:igor_sysoev:nginx:1.19.0',
  });
  expect(parseCpe(String.raw`cpe:2.3:a:vendor:net\:ssh:2.0:*:*:*:*:*:*:*`)).toMatchObject({
    product: 'net:ssh',
    version: '2.0',
  });
});

it('leaves open parts absent and blanks for underscores', () => {
  expect(parseCpe('cpe:/o:microsoft:windows_xp::-')).toEqual({
    part: 'o',
    vendor: 'microsoft',
    product: 'windows xp',
    text: 'cpe:/o:microsoft:windows_xp::-',
  });
});

it('takes no other text', () => {
  for (const text of [undefined, '', 'php', 'cpe:/x:a:b', 'p-cpe:/a:centos:centos:bash']) {
    expect(parseCpe(text)).toBeUndefined();
  }
});

it('names vendor and product once', () => {
  const title = (text: string): string | undefined => {
    const cpe = parseCpe(text);
    return cpe === undefined ? undefined : cpeTitle(cpe);
  };
  expect(title('cpe:/o:redhat:enterprise_linux:7')).toBe('redhat enterprise linux');
  expect(title('cpe:/o:debian:debian_linux:12')).toBe('debian linux');
  expect(title('cpe:/o:microsoft')).toBeUndefined();
});
