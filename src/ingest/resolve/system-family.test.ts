import { describe, expect, it } from 'vitest';
import { systemFamily } from './system-family.ts';

describe('the family of an operating system', () => {
  it.each([
    ['Windows Server 2022', 'windows'],
    ['Microsoft Windows 10 Pro', 'windows'],
    ['macOS', 'macos'],
    ['Mac OS X', 'macos'],
    ['Red Hat Enterprise Linux', 'linux'],
    ['Ubuntu', 'linux'],
    ['VMware ESXi', 'esxi'],
    ['FortiOS', 'network'],
    ['Cisco IOS', 'network'],
    ['Cisco IOS XE', 'network'],
    ['OS X 10.11', 'macos'],
    ['something', undefined],
    [undefined, undefined],
  ])('%s is %s', (text, family) => {
    expect(systemFamily(text)).toBe(family);
  });
});
