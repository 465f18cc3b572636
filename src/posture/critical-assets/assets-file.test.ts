import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fits, noAssetsFile, parseAssetsFile } from './assets-file.ts';

function faultOf(text: string): { readonly message: string; readonly place?: string } {
  const result = parseAssetsFile(text);
  if (result.ok) throw new Error('it was taken');
  expect(result.fault.code).toBe('bad-option');
  return result.fault;
}

describe('the assets file', () => {
  it('names critical assets, classes that are off, and what faces the internet', () => {
    const text = [
      'critical:',
      '  - device: erp*.corp.example',
      '    level: Very high',
      '  - identity: ANN@CORP.EXAMPLE',
      '    level: Low',
      '    value: 12.5',
      'classesOff: [DNS]',
      'internetFacing: [192.0.2.1]',
      'notInternetFacing: ["fw-*"]',
    ].join('\n');
    expect(parseAssetsFile(text)).toEqual({
      ok: true,
      value: {
        critical: [
          { device: 'erp*.corp.example', level: 'Very high' },
          { identity: 'ANN@CORP.EXAMPLE', level: 'Low', value: 12.5 },
        ],
        classesOff: ['DNS'],
        internetFacing: ['192.0.2.1'],
        notInternetFacing: ['fw-*'],
      },
    });
  });

  it.each(['', '# nothing yet\n', '{}', 'null'])('may be empty: %j', (text) => {
    expect(parseAssetsFile(text)).toEqual({ ok: true, value: noAssetsFile });
  });

  it('says at which path it is wrong', () => {
    expect(faultOf('critical:\n  - device: a\n    level: high').place).toBe('critical.0.level');
    expect(faultOf('critical:\n  - device: a\n    level: Low\n    value: 0').place).toBe('critical.0.value');
    expect(faultOf('critical:\n  - device: ""\n    level: Low').place).toBe('critical.0.device');
    expect(faultOf('internetFacing: 192.0.2.1').place).toBe('internetFacing');
    expect(faultOf('crticial: []').message).toContain('crticial');
    expect(faultOf('critical:\n  - level: Low').message).toContain('critical[0] names neither');
    expect(faultOf('just text').message).toContain('the assets file');
    expect(faultOf('- a').message).toContain('the assets file');
  });

  it('says in which line it is no YAML', () => {
    expect(faultOf('critical:\n  - device: [a').message).toMatch(/is no YAML: .*line 2/);
    expect(faultOf('a: 1\na: 2').message).toMatch(/is no YAML: .*line 2/);
  });

  it('does not unfold aliases without end', () => {
    const levels = Array.from({ length: 12 }, (_, i) =>
      i === 0 ? 'a0: &a0 [x, x]' : `a${i}: &a${i} [*a${i - 1}, *a${i - 1}, *a${i - 1}]`,
    );
    expect(faultOf(levels.join('\n')).message).toContain('is no YAML');
  });
});

describe('a pattern', () => {
  it.each([
    ['web1', 'WEB1'],
    ['*', ''],
    ['*', 'anything'],
    ['web*', 'web'],
    ['*.example', 'a.example'],
    ['w*b*1', 'weeb-b-1'],
    ['**a**', 'bab'],
    ['10.0.0.*', '10.0.0.77'],
  ])('%s fits %s', (pattern, name) => {
    expect(fits(pattern, name)).toBe(true);
  });

  it.each([
    ['web1', 'web11'],
    ['web', 'my-web'],
    ['a*a', 'a'],
    ['a*b', 'ba'],
    ['*ab*ab', 'ab'],
    ['10.0.0.1', '10a0b0c1'],
    ['', 'a'],
  ])('%s does not fit %s', (pattern, name) => {
    expect(fits(pattern, name)).toBe(false);
  });

  it('fits as the regular expression it stands for', () => {
    const text = fc.array(fc.constantFrom('a', 'b', '.'), { maxLength: 7 }).map((list) => list.join(''));
    const pattern = fc
      .array(fc.constantFrom('a', 'b', '.', '*'), { maxLength: 6 })
      .map((list) => list.join(''));
    fc.assert(
      fc.property(pattern, text, (wanted, name) => {
        const expression = wanted.replaceAll('.', '\\.').replaceAll('*', '.*');
        expect(fits(wanted, name)).toBe(new RegExp(`^${expression}$`).test(name));
      }),
      { numRuns: 500 },
    );
  });
});
