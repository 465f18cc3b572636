import { describe, expect, test } from 'vitest';
import { filesBelow, text } from './tree.ts';

const tests = [...filesBelow('src', '.test.ts'), ...filesBelow('test', '.test.ts')];

describe('tests', () => {
  test('there is no test file that expects nothing', () => {
    expect(tests.filter((path) => !/\bexpect[.(]|\bfc\.assert\(|\bexpect\w*\(/.test(text(path)))).toEqual([]);
  });

  test('none is singled out', () => {
    expect(tests.filter((path) => /\b(describe|test|it)\.only\(/.test(text(path)))).toEqual([]);
  });

  test('none is skipped without a reason: a comment on the line above, its name or the platform says it', () => {
    const bare = tests.flatMap((path) => {
      const lines = text(path).split('\n');
      return lines.flatMap((line, i) => {
        const isSkip = /\b(describe|test|it)\.(skip|todo|skipIf|runIf)\(/.test(line);
        const hasReason =
          /skipped: |runIf\(process\.platform/.test(line) || /^\s*(\/\/|\*)/.test(lines[i - 1] ?? '');
        return isSkip && !hasReason && path !== 'test/architecture/tests.test.ts' ? [`${path}:${i + 1}`] : [];
      });
    });
    expect(bare).toEqual([]);
  });
});

test('the source holds no open ends', () => {
  const files = [...filesBelow('src', '.ts'), ...filesBelow('scripts'), ...filesBelow('bench')];
  const marks = /\b(TODO|FIXME|XXX)\b|eslint-disable|@ts-(ignore|expect-error|nocheck)/;
  expect(files.filter((path) => marks.test(text(path)))).toEqual([]);
});
