import { TestEngine } from '../../src/kql/conformance/duckdb.ts';
import { bombs } from './bombs.ts';

/** What became of a bomb; `peak` is the process's largest memory so far, in MB. */
export interface BombReport {
  readonly name: string;
  readonly outcome: string;
  readonly seconds: number;
  readonly peak: number;
}

/** After this many seconds a query is told to stop. */
const patience = 3;

/** Runs the bombs that are named on the command line, one after another, and writes a line of JSON about each. */
const engine = await TestEngine.open();
await engine.connection.run("SET memory_limit = '512MB'");
await engine.connection.run("SET max_temp_directory_size = '0B'");
for (const name of process.argv.slice(2)) {
  const started = performance.now();
  const timer = setTimeout(() => engine.connection.interrupt(), patience * 1000);
  let outcome: string;
  try {
    const result = await engine.run(bombs[name]!);
    outcome = result.ok ? 'result' : `${result.status}: ${result.message.slice(0, 150)}`;
  } catch (error) {
    outcome = `thrown: ${String(error).slice(0, 150)}`;
  }
  clearTimeout(timer);
  const report: BombReport = {
    name,
    outcome,
    seconds: (performance.now() - started) / 1000,
    peak: process.resourceUsage().maxRSS / 1024,
  };
  console.log(JSON.stringify(report));
}
process.exit(0);
