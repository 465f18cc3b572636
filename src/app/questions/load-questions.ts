import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { invariant } from '../../base/fault.ts';
import { parseQuestion, topics, type Question } from './question.ts';

/**
 * The questions of a folder, one `.kql` file each, by topic and within a topic by id. Throws when a file breaks the form or
 * is not named after its id.
 */
export async function loadQuestions(folder: string): Promise<readonly Question[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.kql')).sort();
  const questions = await Promise.all(
    files.map(async (file) => {
      const question = parseQuestion(file, await readFile(join(folder, file), 'utf8'));
      invariant(file === `${question.id}.kql`, `${file} has the id ${question.id}`);
      return question;
    }),
  );
  return topics.flatMap((topic) => questions.filter((question) => question.topic === topic));
}
