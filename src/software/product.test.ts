import { describe, expect, it } from 'vitest';
import { productOf } from './product.ts';

describe('one product under several names', () => {
  it.each([
    [{ cpe: 'cpe:2.3:a:mozilla:firefox:115.0:*:*:*:*:*:*:*' }],
    [{ cpe: 'cpe:/a:mozilla:firefox:115.0' }],
    [{ vendor: 'Mozilla', name: 'Firefox' }],
    [{ vendor: 'Mozilla Corporation', name: 'Mozilla Firefox 115.0.2 (x64 en-US)' }],
    [{ vendor: 'mozilla', name: 'mozilla_firefox' }],
  ])('has one key: %o', (names) => {
    expect(productOf(names)?.key).toBe('mozilla:firefox');
  });

  it('keeps products of one vendor apart, and editions that are products', () => {
    const key = (name: string): string | undefined => productOf({ vendor: 'Microsoft', name })?.key;
    expect(key('Windows Server 2019')).toBe('microsoft:windows_server_2019');
    expect(key('Windows Server 2022')).toBe('microsoft:windows_server_2022');
    expect(key('Office')).toBe('microsoft:office');
  });
});

describe('the product of', () => {
  it('a package URL is the package without its version, type and scope kept', () => {
    expect(productOf({ purl: 'pkg:npm/%40angular/core@1.0.0?x=y#z' })).toEqual({
      key: 'pkg:npm/@angular/core',
      title: 'core',
    });
    expect(productOf({ purl: 'pkg:deb/debian/openssl@3.0.11-1', name: 'openssl' })).toEqual({
      key: 'pkg:deb/debian/openssl',
      title: 'openssl',
    });
    expect(productOf({ purl: 'pkg:npm/lodash@4', name: '  ' })?.title).toBe('lodash');
  });

  it('a CPE goes before a package URL, and that before a name', () => {
    const names = { purl: 'pkg:npm/x@1', name: 'y', cpe: 'cpe:2.3:a:v:p:1:*:*:*:*:*:*:*' };
    expect(productOf(names)?.key).toBe('v:p');
    expect(productOf({ ...names, cpe: 'no cpe' })?.key).toBe('pkg:npm/x');
    expect(productOf({ name: 'y' })?.key).toBe('y');
  });

  it('nothing is none', () => {
    expect(productOf({})).toBeUndefined();
    expect(productOf({ vendor: 'Mozilla' })).toBeUndefined();
    expect(productOf({ name: '  ' })).toBeUndefined();
    expect(productOf({ cpe: 'cpe:2.3:a', purl: 'not a purl' })).toBeUndefined();
  });
});

describe('the title of a product', () => {
  it.each([
    [{ cpe: 'cpe:2.3:o:microsoft:windows_server_2019:-:*:*:*:*:*:*:*' }, 'Microsoft Windows Server 2019'],
    [{ vendor: 'mozilla', name: 'firefox' }, 'Mozilla Firefox'],
    [{ vendor: 'Mozilla', name: 'Mozilla Firefox 115.0 (x64 en-US)' }, 'Mozilla Firefox'],
    [{ name: '7-Zip 22.01 (x64)' }, '7-Zip'],
    [{ name: 'OpenSSL' }, 'OpenSSL'],
    [{ name: '1.2.3' }, '1.2.3'],
  ])('is for people: %o', (names, title) => {
    expect(productOf(names)?.title).toBe(title);
  });
});

it('takes linear time over a hostile name', () => {
  // With a pattern of quadratic time each of these would take hours.
  for (const part of [' ', '(x64 ', ' 1.', '_', 'a '])
    expect(productOf({ name: `Tool${part.repeat(300_000)}!` })).toBeDefined();
});
