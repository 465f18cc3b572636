import { fileURLToPath } from 'node:url';
import { loadQuestions, topics, type Question } from '../../src/app/questions/index.ts';
import { generatedNote, literal, table } from './markdown.ts';

/** docs/reference/questions.md, from the files of data/questions. */
export async function questionsPage(): Promise<string> {
  const questions = await loadQuestions(fileURLToPath(new URL('../../data/questions', import.meta.url)));
  const byTopic = topics
    .map((topic) => [topic, questions.filter((question) => question.topic === topic)] as const)
    .filter(([, those]) => those.length > 0);
  return `# Questions worth asking

${generatedNote} \`fixfirst questions\` prints the same.

${String(questions.length)} queries that ship with fixfirst. Each supports one decision, keeps unknown apart from no, and is run
on the sample estate by a test. \`fixfirst hunt --question ID\` runs one on your own exports; \`fixfirst questions ID\` prints it,
to be changed into a question of your own. \`now()\` is the time of the newest observation, or that of \`--as-of\`.

${table(
  ['topic', 'questions'],
  byTopic.map(([topic, those]) => [`[${topic}](#${topic.replaceAll(' ', '-')})`, String(those.length)]),
)}

${byTopic.map(([topic, those]) => `## ${topic}\n\n${those.map(entry).join('\n')}`).join('\n')}`;
}

function entry({ id, title, purpose, answer, tables, attack }: Question): string {
  const techniques = attack.map((technique) => {
    const path = technique.replace('.', '/');
    return `[${technique}](https://attack.mitre.org/techniques/${path}/)`;
  });
  return `### ${literal(title)}

[${id}](../../data/questions/${id}.kql). ${literal(purpose)}

- Answer: ${literal(answer)}
- Tables: ${tables.join(', ')}
${techniques.length === 0 ? '' : `- ATT&CK: ${techniques.join(', ')}\n`}`;
}
