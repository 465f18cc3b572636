import { expect, it } from 'vitest';
import { productOfTitle } from './product-of-title.ts';

it.each([
  ['Mozilla Firefox < 102.0', 'Mozilla Firefox'],
  ['PHP 5.x < 5.2 Multiple Vulnerabilities', 'PHP'],
  ['Apache 2.4.x < 2.4.54 Multiple Vulnerabilities', 'Apache'],
  ['OpenSSL 1.1.1 < 1.1.1n Vulnerability', 'OpenSSL'],
  ['Oracle Java SE Multiple Vulnerabilities (April 2022 CPU)', 'Oracle Java SE'],
  ['Mozilla Firefox Security Update (mfsa_2023-32_2023-36) - Windows', 'Mozilla Firefox'],
  ['Microsoft SQL Server Unsupported Version Detection', 'Microsoft SQL Server'],
  ['Apache Tomcat SEoL (8.5.x)', 'Apache Tomcat'],
])('finds the product of %s', (title, product) => {
  expect(productOfTitle(title)).toBe(product);
});

it.each([
  'SMB Signing not required',
  'SSL Certificate Cannot Be Trusted',
  'TLS Version 1.0 Protocol Detection',
  'Debian DSA-5103-1 : openssl - security update',
  'MS17-010: Security Update for Microsoft Windows SMB Server',
  'KB5009546: Windows 10 Security Update',
  'ICMP Timestamp Request Remote Date Disclosure',
])('finds none in %s', (title) => {
  expect(productOfTitle(title)).toBeUndefined();
});
