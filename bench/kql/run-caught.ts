import { testNow, type Outcome, type TestEngine } from '../../src/kql/conformance/duckdb.ts';

/** Runs a query; a throw of the compiler, which is a broken promise, is counted as such and does not end the run. */
export async function runCaught(engine: TestEngine, text: string, now: bigint = testNow): Promise<Outcome> {
  try {
    return await engine.run(text, now);
  } catch (error) {
    return { ok: false, status: 'crash', message: error instanceof Error ? error.message : String(error) };
  }
}
