import { Command } from 'commander';
import { loadQuestions, topics, type Question } from '../../app/questions/index.ts';
import { complain } from '../complain.ts';
import { exitCodes } from '../exit-codes.ts';
import { wrap } from '../output/wrap.ts';
import { colour, openTerminal, type Terminal } from '../terminal.ts';

interface Flags {
  readonly json?: boolean;
  readonly topic?: string;
}

/** `fixfirst questions [ID]`; the folder is that of the questions that ship with fixfirst. */
export function questionsCommand(folder: string): Command {
  return new Command('questions')
    .description('List questions worth asking, or show one with its query.')
    .argument('[id]', 'show one question')
    .option('--topic <topic>', `only those about: ${topics.join(', ')}`)
    .option('--json', 'print as JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  fixfirst questions\n  fixfirst questions --topic identities\n' +
        '  fixfirst questions internet-facing-exploitable\n' +
        '  fixfirst hunt --question internet-facing-exploitable',
    )
    .action(async (id: string | undefined, flags: Flags) => {
      process.exitCode = list(await loadQuestions(folder), id, flags);
    });
}

function list(all: readonly Question[], id: string | undefined, { json, topic }: Flags): number {
  if (topic !== undefined && !topics.some((known) => known === topic))
    return complain(`there is no topic "${topic}"; there are: ${topics.join(', ')}`, exitCodes.usage);
  const terminal = openTerminal(false);
  if (id !== undefined) {
    const question = all.find((known) => known.id === id);
    if (question === undefined)
      return complain(`there is no question ${id}; fixfirst questions lists them`, exitCodes.usage);
    terminal.write(json === true ? `${JSON.stringify(question, null, 1)}\n` : whole(question, terminal));
    return exitCodes.ok;
  }
  const chosen = all.filter((question) => topic === undefined || question.topic === topic);
  terminal.write(json === true ? `${JSON.stringify(chosen, null, 1)}\n` : overview(chosen, terminal));
  return exitCodes.ok;
}

function overview(questions: readonly Question[], terminal: Terminal): string {
  return topics
    .map((topic) => [topic, questions.filter((question) => question.topic === topic)] as const)
    .filter(([, those]) => those.length > 0)
    .map(([topic, those]) => {
      const lines = those.map(({ id, title }) => `  ${title}\n    ${colour(terminal, 'dim', id)}\n`);
      return `${colour(terminal, 'bold', topic)}\n${lines.join('')}`;
    })
    .join('\n');
}

/** The query comes last and as it stands, ready to be copied. */
function whole(question: Question, terminal: Terminal): string {
  const { id, title, purpose, answer, topic, tables, attack, kql } = question;
  const facts = [
    ['purpose', purpose],
    ['answer', answer],
    ['topic', topic],
    ['tables', tables.join(', ')],
    ['ATT&CK', attack.length === 0 ? 'none' : attack.join(', ')],
    ['run', `fixfirst hunt --question ${id}`],
  ] as const;
  const indent = 9;
  const lines = facts.map(([name, text]) =>
    wrap(text, terminal.columns - indent)
      .map((line, i) => `${(i === 0 ? name : '').padEnd(indent)}${line}\n`)
      .join(''),
  );
  return `${colour(terminal, 'bold', title)}\n${lines.join('')}\n${kql}`;
}
