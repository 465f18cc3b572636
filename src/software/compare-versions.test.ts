import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareVersions } from './compare-versions.ts';

describe('versions', () => {
  it.each([
    ['1.9', '1.10'],
    ['1.0', '1.0.1'],
    ['1.0-rc1', '1.0'],
    ['1.0-rc1', '1.0-rc2'],
    ['1.0-beta', '1.0-rc'],
    ['9', '10'],
    ['1.0.0-alpha', '1.0.0.1'],
    ['', '1'],
    ['115.0', '115.0.2'],
    ['10.0.19045.3930', '10.0.19045.4046'],
  ])('%s is older than %s', (older, newer) => {
    expect(compareVersions(older, newer)).toBe(-1);
    expect(compareVersions(newer, older)).toBe(1);
  });

  it.each([
    ['1.0', '1.0'],
    ['1.00', '1.0'],
    ['v1.0', 'V1-0'],
    ['', '-'],
  ])('%s and %s are equal', (a, b) => {
    expect(compareVersions(a, b)).toBe(0);
  });

  it('are ordered: the other way round is the opposite, and order carries over', () => {
    const version = fc
      .array(fc.constantFrom('0', '1', '2', '10', 'a', 'rc', 'z'), { maxLength: 4 })
      .map((runs) => runs.join('.'));
    fc.assert(
      fc.property(version, version, version, (a, b, c) => {
        expect(compareVersions(a, b) + compareVersions(b, a)).toBe(0);
        if (compareVersions(a, b) <= 0 && compareVersions(b, c) <= 0)
          expect(compareVersions(a, c)).toBeLessThanOrEqual(0);
      }),
    );
  });
});
