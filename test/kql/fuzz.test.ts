import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { catalogFrom, compile, createGlobals, type Compiled } from '../../src/kql/index.ts';
import { bombs } from './bombs.ts';
import type { BombReport } from './bomb-process.ts';
import { query, queryText, Random, tables } from './generate.ts';
import { damaged, garbage } from './texts.ts';

/** How many damaged texts are compiled: more with `KQL_TEXTS`. */
const wanted = Number(process.env['KQL_TEXTS'] ?? 5_000);
const first = Number(process.env['KQL_SEED'] ?? 1);

const world = tables();
const globals = createGlobals(
  catalogFrom({
    published: [],
    own: world.map(({ name, relation }) => ({
      name,
      description: '',
      columns: relation.columns.map((column) => ({ name: column.name, type: column.type, description: '' })),
    })),
  }),
);

/** Compiles a text; whatever it is, there is a query or a fault with a place. */
function compiled(text: string): Compiled {
  const result = compile(text, globals, { now: 638_510_319_070_000_000n });
  if (!result.ok) {
    expect(result.fault.message).not.toBe('');
    expect(result.fault.code).not.toBe('');
    expect(result.fault.line).toBeGreaterThanOrEqual(1);
    expect(result.fault.column).toBeGreaterThanOrEqual(1);
    expect(result.fault.line).toBeLessThanOrEqual(text.split('\n').length);
  }
  return result;
}

/** Texts of a seed's query are short enough to stay quick when they are damaged. */
function damagedQuery(seed: number): string {
  const random = new Random(seed);
  return random.chance(0.05) ? garbage(random) : damaged(random, queryText(query(seed, world)).slice(0, 400));
}

describe('any text compiles or has a fault', () => {
  const chunk = 500;
  test.each(Array.from({ length: Math.ceil(wanted / chunk) }, (_, index) => first + index * chunk))(
    'damaged queries from seed %i',
    (start) => {
      const thrown: string[] = [];
      for (let seed = start; seed < Math.min(start + chunk, first + wanted); seed++) {
        const text = damagedQuery(seed);
        try {
          compiled(text);
        } catch (error) {
          thrown.push(`seed ${seed}: ${JSON.stringify(text)}\n${String(error).slice(0, 300)}`);
        }
      }
      expect(thrown.join('\n\n')).toBe('');
    },
  );

  test.each([
    'let f = (x: long) { f(x) }; print f(1)',
    'let f = (x: long) { g(x) }; let g = (x: long) { f(x) }; print f(1)',
    'let t = t; t',
    'let t = () { t() }; t()',
    'let x = x + 1; print x',
    '',
    ';',
    '|',
    'print',
    'print x = 1 |',
    '\0',
    'A1 | where s == "\0" | extend x = \0',
    '\ud800\udc00\ud800',
    '\ufeffA1',
    'A1 | wh\u0435re l > 1',
  ])('%j', (text) => {
    compiled(text);
  });
});

describe('statements of the engine are no queries', () => {
  test.each([
    'SELECT 1',
    "SELECT * FROM read_csv('/etc/passwd')",
    "SELECT * FROM read_text('/etc/passwd')",
    "SELECT * FROM glob('/etc/*')",
    "SELECT * FROM sniff_csv('/etc/passwd')",
    "FROM '/etc/passwd'",
    "COPY A1 TO '/tmp/x'",
    "EXPORT DATABASE '/tmp/x'",
    "IMPORT DATABASE '/tmp/x'",
    "ATTACH '/tmp/x.db'",
    'INSTALL httpfs',
    'LOAD httpfs',
    'CREATE SECRET s (TYPE s3)',
    'SET enable_external_access = true',
    'RESET memory_limit',
    "SET memory_limit = '100GB'",
    'SET lock_configuration = false',
    'INSERT INTO A1 VALUES (1)',
    'DELETE FROM A1',
    'DROP TABLE A1',
    'CREATE TABLE x (a int)',
    'CREATE TEMP TABLE x AS SELECT 1',
    'CREATE MACRO m(a) AS a',
    "print getenv('HOME')",
    'PRAGMA enable_profiling',
    'SET VARIABLE x = 1',
    'CHECKPOINT',
    "CALL pragma_table_info('A1')",
    'PREPARE x AS SELECT 1',
    'duckdb_settings()',
    'information_schema.tables',
    'duckdb_tables()',
    'SELECT 1; DROP TABLE A1',
    'BEGIN TRANSACTION READ ONLY',
    'ROLLBACK',
    'A1; DROP TABLE A1',
    'A1 | where l == 1; ROLLBACK',
    "print x = read_text('/etc/passwd')",
    "print x = kql_has('a', 'b')",
    "print x = repeat('x', 2000000000) || 'a'",
    'print x = list_transform(range(50000000), x -> x)',
    '.show tables',
    '.drop table A1',
    '.set-or-append A1 <| print 1',
    "externaldata(a: string)['https://example.com/x.csv']",
    "cluster('x').database('y').A1",
    "A1 | evaluate python(typeof(*), 'import os')",
    "A1 | evaluate sql_request('Server=x', 'select 1')",
    "A1 | evaluate http_request('https://example.com')",
    "evaluate http_request('https://example.com')",
  ])('%s', (text) => {
    expect(compiled(text).ok).toBe(false);
  });
});

describe('texts and names stay texts and names', () => {
  const hostile = [
    `'; DROP TABLE A1; --`,
    `"; DROP TABLE A1; --`,
    String.raw`\'; DROP TABLE A1; --`,
    `'' OR 1=1`,
    '$1',
    "$'",
    '$&',
    '$$',
    '{0}',
    '\u0000',
    '*/ ; --',
    ')) UNION SELECT 1 --',
    '\ud83d\ude00',
    'a\nb',
    "';--\u2028",
  ];
  const quoted = (text: string) => JSON.stringify(text);

  test.each(hostile)('%j', async (text) => {
    const { engineWith } = await import('./engine.ts');
    const engine = await engineWith([]);
    const name = `['${text
      .replaceAll('\\', '\\\\')
      .replaceAll("'", String.raw`\'`)
      .replaceAll('\0', '')
      .replaceAll('\n', '')}']`;
    const outcome = await engine.run(`let t = datatable(${name}: string, b: string)[${quoted(text)}, "x"];
t | where ${name} == ${quoted(text)} and ${name} contains ${quoted(text)} and ${name} !startswith "zz" and ${name} in (${quoted(text)}, "q")
| extend c = strcat(${name}, ${quoted(text)}), d = bag_pack(${quoted(text)}, ${name}), e = replace_string(b, "x", ${quoted(text)})
| extend f = tostring(d[${quoted(text)}]), g = strlen(c) == 2 * strlen(${name}) | project b, c, e, f, g`);
    expect(outcome).toMatchObject({ ok: true, rows: [['x', text + text, text, text, true]] });
  });
});

/** A process that uses more than this many MB, or says nothing for this long, is ended. */
const tooMuch = 2_500;
const tooLong = 20_000;

/** Memory of a process in MB; 0 where the system does not tell, or the process is gone. */
function memoryOf(pid: number | undefined): number {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid ?? 0}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

/** Runs bombs in a process of their own; when it has to be ended, or dies, the next process goes on behind that bomb. */
async function explode(names: readonly string[]): Promise<readonly BombReport[]> {
  const reports: BombReport[] = [];
  while (reports.length < names.length) {
    const script = fileURLToPath(new URL('bomb-process.ts', import.meta.url));
    const options = ['--max-old-space-size=400', '--import', 'tsx', script];
    const child = spawn(process.execPath, [...options, ...names.slice(reports.length)], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
    let outcome = 'died';
    let complaint = '';
    child.stderr.on('data', (data: Buffer) => (complaint = `${complaint}${data.toString()}`.slice(0, 500)));
    let heard = performance.now();
    const watch = setInterval(() => {
      if (memoryOf(child.pid) > tooMuch) outcome = 'takes too much memory';
      else if (performance.now() - heard > tooLong) outcome = 'hangs';
      else return;
      child.kill('SIGKILL');
    }, 50);
    for await (const line of createInterface({ input: child.stdout })) {
      reports.push(JSON.parse(line) as BombReport);
      heard = performance.now();
    }
    clearInterval(watch);
    await ended;
    if (reports.length < names.length)
      reports.push({
        name: names[reports.length]!,
        outcome: `${outcome} ${complaint}`.trim(),
        seconds: 0,
        peak: 0,
      });
  }
  return reports;
}

describe('bombs', () => {
  test('each ends with a result or a fault, soon and in bounded memory', async () => {
    const reports = await explode(Object.keys(bombs));
    const bad = reports.filter(
      (report) => !/^(result|[a-z]+: )/.test(report.outcome) || report.outcome.startsWith('thrown'),
    );
    expect(bad).toEqual([]);
  }, 300_000);
});
