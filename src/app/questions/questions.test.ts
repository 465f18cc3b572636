import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { compile, createGlobals } from '../../kql/index.ts';
import { huntingCatalog } from '../hunt/index.ts';
import { loadQuestions } from './index.ts';

const questions = await loadQuestions(fileURLToPath(new URL('../../../data/questions', import.meta.url)));
const globals = createGlobals(huntingCatalog());

// That they answer is tested in test/e2e/questions.test.ts, on the sample estate.
it.each(questions)('$id compiles, and names the tables it reads', ({ kql, tables }) => {
  const answer = compile(kql, globals, { now: 0n });
  if (!answer.ok) throw new Error(`${answer.fault.message} (line ${String(answer.fault.line)})`);
  expect(answer.mismatches).toEqual([]);
  expect(tables).toEqual([...answer.query.tables].sort());
});

it('says no title twice', () => {
  expect(new Set(questions.map(({ title }) => title)).size).toBe(questions.length);
});
