import type { TestEngine } from '../../src/kql/conformance/duckdb.ts';
import { difference } from './compare.ts';
import { run, type Pipeline } from './evaluator.ts';
import { query, queryText, type Query, type Table } from './generate.ts';
import { simplerPipelines } from './shrink.ts';

/** How a generated query came out. */
export type Finding =
  | { readonly outcome: 'equal' }
  /** The analyser refuses it: it looks into arrays and bags that are constants. */
  | { readonly outcome: 'unbindable'; readonly why: string }
  | {
      readonly outcome: 'different';
      readonly seed: number;
      readonly text: string;
      readonly difference: string;
    };

/** Runs the query of a seed in the engine and in the evaluator; a difference can be made as small as it goes. */
export async function compareSeed(
  engine: TestEngine,
  tables: readonly Table[],
  seed: number,
  shrink: boolean,
): Promise<Finding> {
  const given = query(seed, tables);
  const found = await differenceOf(engine, given);
  if (found === undefined) return { outcome: 'equal' };
  if (/^bind: .*(must (be|have)|not allowed in this context)/.test(found))
    return { outcome: 'unbindable', why: found };
  const small = shrink ? await shrunk(engine, given, kindOf(found)) : given;
  return {
    outcome: 'different',
    seed,
    text: queryText(small),
    difference: (await differenceOf(engine, small)) ?? found,
  };
}

async function differenceOf(engine: TestEngine, given: Query): Promise<string | undefined> {
  const outcome = await engine.run(queryText(given));
  return difference(run(given.pipeline), outcome);
}

/** What a difference is about, without its details. */
function kindOf(found: string): string {
  return (
    /^(row|no row|\d+ rows|bind: .*|\w+: \S+ \S+)/.exec(found)?.[1]?.replace(/^\d+/, 'n') ??
    found.slice(0, 20)
  );
}

async function shrunk(engine: TestEngine, given: Query, kind: string): Promise<Query> {
  let best = given;
  for (let budget = 150; budget > 0;) {
    let better: Query | undefined;
    for (const pipeline of simplerPipelines(best.pipeline)) {
      if (budget-- <= 0) break;
      const candidate = { statements: used(best.statements, pipeline), pipeline };
      if ((await kindOfDifference(engine, candidate)) === kind) {
        better = candidate;
        break;
      }
    }
    if (better === undefined) return best;
    best = better;
  }
  return best;
}

/** Statements that a shorter pipeline still names. */
function used(statements: readonly string[], pipeline: Pipeline): readonly string[] {
  const nameOf = (statement: string) => /^let (\w+)/.exec(statement)![1]!;
  const whole = (kept: readonly string[]) => queryText({ statements: kept, pipeline });
  return statements.filter((statement, index) => {
    const others = statements.filter((_, other) => other !== index);
    return new RegExp(`\\b${nameOf(statement)}\\b`).test(whole(others));
  });
}

/** The kind of difference of a query that may no longer be one. */
async function kindOfDifference(engine: TestEngine, candidate: Query): Promise<string | undefined> {
  try {
    const found = await differenceOf(engine, candidate);
    return found === undefined ? undefined : kindOf(found);
  } catch {
    return undefined;
  }
}
