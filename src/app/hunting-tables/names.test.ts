import { expect, it } from 'vitest';
import { publishedEdge } from './edge-labels.ts';
import { platformOf } from './platform.ts';
import { publishedProduct } from './product-names.ts';

it.each([
  ['Windows 11 10.0.22631', 'Windows11', undefined],
  ['Microsoft Windows 10 Pro 22H2', 'Windows10', undefined],
  ['Windows Server 2012 R2', 'WindowsServer2012R2', undefined],
  ['WindowsServer2019 1809', 'WindowsServer2019', undefined],
  ['Microsoft Windows Server (R) 2008', 'WindowsServer2008', undefined],
  ['Ubuntu 22.04', 'Linux', 'Ubuntu'],
  ['Debian GNU/Linux 12 (bookworm)', 'Linux', 'Debian'],
  ['macOS 14.1', 'macOS', undefined],
  ['FortiOS 7.2', 'FortiOS 7.2', undefined],
])('%s is the platform %s', (text, platform, distribution) => {
  expect(platformOf(text)).toEqual({ platform, ...(distribution === undefined ? {} : { distribution }) });
});

it('no text is no platform', () => {
  expect(platformOf(' ')).toBeUndefined();
});

it.each([
  [{ vendor: 'Google LLC', name: 'Google Chrome' }, 'google', 'chrome'],
  [{ cpe: 'cpe:2.3:a:apache:http_server:2.4:*:*:*:*:*:*:*' }, 'apache', 'http_server'],
  [{ purl: 'pkg:npm/%40babel/core@7.0.0' }, '@babel', 'core'],
  [{ purl: 'pkg:pypi/requests@2.0' }, undefined, 'requests'],
  [{ name: 'Some Tool' }, undefined, 'some_tool'],
])('%j has published names', (names, vendor, name) => {
  const product = publishedProduct(names);
  expect([product?.vendor, product?.name]).toEqual([vendor, name]);
});

it('kinds of edge carry published labels where one means the same, else words of ours in their style', () => {
  expect(publishedEdge('MemberOf').label).toBe('member of');
  expect(publishedEdge('CanRDP').label).toBe('CanRemoteInteractiveLogonTo');
  expect(publishedEdge('GenericAll')).toEqual({
    label: 'has permissions to',
    properties: { permissions: { permissions: [{ name: 'GenericAll' }] } },
  });
  expect(publishedEdge('AdminTo').properties).toEqual({ userRightsOnDevice: { isLocalAdmin: true } });
  expect(publishedEdge('Kerberoast').label).toBe('can guess the password of');
  expect(publishedEdge('SomeOtherKind').label).toBe('some other kind');
  expect(publishedEdge('has role on').label).toBe('has role on');
});
