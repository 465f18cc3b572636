import { expect, test } from 'vitest';
import { filesBelow, text } from './tree.ts';

/**
 * What a pure function cannot use: clock, chance, environment, network, timers. Imports are checked by `npm run boundaries`.
 * A `process` with a name, inputs and a run is a step of a query, not Node's.
 */
const effects =
  /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bperformance\.|\bprocess\.(?!(?:name|inputs|run)\b)|\bfetch\(|\bset(Timeout|Interval|Immediate)\(|\bconsole\./;

/** Results do not depend on these: the first lets Ctrl-C in between two batches, the second is the thread and its time limits. */
const allowed = /^src\/graph\/risk\/control\.ts$|^src\/kql\/(language|conformance)\//;

/** Code without comments and the text of string literals. */
function code(path: string): string {
  return text(path)
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/(^|\s)\/\/.*$/gm, '')
    .replace(/'(?:[^'\\\n]|\\.)*'/g, "''");
}

test.each(['base', 'software', 'schema', 'graph', 'posture', 'sources', 'intel', 'kql'])(
  'src/%s uses no clock, chance, environment or network',
  (folder) => {
    const files = filesBelow(`src/${folder}`, '.ts').filter((path) => !path.endsWith('.test.ts'));
    expect(files.length).toBeGreaterThan(0);
    expect(files.filter((path) => !allowed.test(path) && effects.test(code(path)))).toEqual([]);
  },
);

test('files of estate take their chance from a seed', () => {
  const files = filesBelow('src/estate', '.ts').filter((path) => !path.endsWith('.test.ts'));
  expect(files.filter((path) => /Math\.random|Date\.now/.test(code(path)))).toEqual([]);
});
