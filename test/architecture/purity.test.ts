import { expect, test } from 'vitest';
import { filesBelow, text } from './tree.ts';

/** What a pure function cannot use: clock, chance, environment, network, timers. Imports are checked by `npm run boundaries`. */
const effects =
  /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bperformance\.|\bprocess\.(?!$)|\bfetch\(|\bset(Timeout|Interval|Immediate)\(|\bconsole\./;

/** Lets Ctrl-C in between two batches of a simulation; the result does not depend on it. */
const allowed = new Set(['src/graph/risk/control.ts']);

/** Code without comments and the text of string literals. */
function code(path: string): string {
  return text(path)
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/(^|\s)\/\/.*$/gm, '')
    .replace(/'(?:[^'\\\n]|\\.)*'/g, "''");
}

test.each(['base', 'software', 'schema', 'graph', 'posture', 'sources', 'intel'])(
  'src/%s uses no clock, chance, environment or network',
  (folder) => {
    const files = filesBelow(`src/${folder}`, '.ts').filter((path) => !path.endsWith('.test.ts'));
    expect(files.length).toBeGreaterThan(0);
    expect(files.filter((path) => !allowed.has(path) && effects.test(code(path)))).toEqual([]);
  },
);

test('files of estate take their chance from a seed', () => {
  const files = filesBelow('src/estate', '.ts').filter((path) => !path.endsWith('.test.ts'));
  expect(files.filter((path) => /Math\.random|Date\.now/.test(code(path)))).toEqual([]);
});
