import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packageUrl, parsePackageUrl, qualifiedName } from './package-url.ts';

describe('parsePackageUrl', () => {
  // Examples of the purl specification.
  it.each([
    [
      'pkg:deb/debian/curl@7.50.3-1?arch=i386&distro=jessie',
      { type: 'deb', namespace: 'debian', name: 'curl', version: '7.50.3-1' },
    ],
    [
      'pkg:golang/google.golang.org/genproto#googleapis/api',
      { type: 'golang', namespace: 'google.golang.org', name: 'genproto' },
    ],
    [
      'pkg:npm/%40angular/animation@12.3.1',
      { type: 'npm', namespace: '@angular', name: 'animation', version: '12.3.1' },
    ],
    [
      'pkg:maven/org.apache.xmlgraphics/batik-anim@1.9.1?packaging=sources',
      { type: 'maven', namespace: 'org.apache.xmlgraphics', name: 'batik-anim', version: '1.9.1' },
    ],
    [
      'pkg:docker/cassandra@sha256:244fd47e07d1004f0aed9c',
      { type: 'docker', name: 'cassandra', version: 'sha256:244fd47e07d1004f0aed9c' },
    ],
    ['PKG:PyPI/django@1.11.1', { type: 'pypi', name: 'django', version: '1.11.1' }],
  ])('reads %s', (text, parts) => {
    expect(parsePackageUrl(text)).toEqual(parts);
  });

  it('reads a scope that was not encoded', () => {
    expect(parsePackageUrl('pkg:npm/@types/node@20.1.0')).toEqual({
      type: 'npm',
      namespace: '@types',
      name: 'node',
      version: '20.1.0',
    });
  });

  it.each([
    undefined,
    '',
    'curl@7',
    'pkg:',
    'pkg:npm',
    'pkg:npm/',
    'pkg:/x',
    'pkg:1a/x',
    'pkg:npm/a b@1',
    'pkg:npm/%zz@1',
    'pkg:generic/java@17\u0000',
    'http://example.com/x',
  ])('refuses %j', (text) => {
    expect(parsePackageUrl(text)).toBeUndefined();
  });
});

describe('packageUrl', () => {
  it('encodes what must be encoded and sorts the qualifiers', () => {
    const url = packageUrl(
      { type: 'deb', namespace: 'debian', name: 'libstdc++6', version: '1:2.3+x-1~deb12' },
      { distro: 'debian-12', arch: 'amd64', epoch: undefined },
    );
    expect(url).toBe('pkg:deb/debian/libstdc%2B%2B6@1:2.3%2Bx-1~deb12?arch=amd64&distro=debian-12');
  });

  it('is read back to the same parts', () => {
    const part = fc.stringMatching(/^[\w@.+~ -]{1,12}$/).filter((text) => text.trim() !== '');
    fc.assert(
      fc.property(part, part, part, (namespace, name, version) => {
        const parts = { type: 'npm', namespace, name, version };
        expect(parsePackageUrl(packageUrl(parts))).toEqual(parts);
      }),
      { seed: 3 },
    );
  });
});

it('qualifiedName writes a name as the users of its ecosystem do', () => {
  expect(qualifiedName('maven', 'org.apache', 'core')).toBe('org.apache:core');
  expect(qualifiedName('npm', '@scope', 'core')).toBe('@scope/core');
  expect(qualifiedName('deb', 'debian', 'curl')).toBe('curl');
  expect(qualifiedName('npm', undefined, 'core')).toBe('core');
});

it('half of a character in a name, as JSON can hold it, is no error', () => {
  expect(packageUrl({ type: 'npm', name: 'a\ud800', version: '1' })).toBe('pkg:npm/a%EF%BF%BD@1');
});
