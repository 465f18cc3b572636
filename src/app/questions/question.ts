import { BrokenInvariant } from '../../base/fault.ts';

/** What questions are about, in the order in which they are listed. */
export const topics = [
  'exposure',
  'vulnerabilities',
  'critical assets',
  'attack paths',
  'identities',
  'network',
  'configuration',
  'attack surface reduction',
  'certificates',
  'secrets',
  'end of support',
  'coverage',
  'changes',
  'plan',
  'detection',
  'data quality',
] as const;
export type Topic = (typeof topics)[number];

/** A query that ships with fixfirst, and what it is good for. */
export interface Question {
  /** Also the name of its file. */
  readonly id: string;
  readonly title: string;
  /** Which decision it supports. */
  readonly purpose: string;
  /** Tables that the query reads, by name in alphabetical order. */
  readonly tables: readonly string[];
  /** ATT&CK techniques (`T1190`, `T1021.001`) that it bears on; none for questions of order and upkeep. */
  readonly attack: readonly string[];
  readonly topic: Topic;
  /** What a row is, and what to do with it. */
  readonly answer: string;
  /** The query without the header. */
  readonly kql: string;
}

const fields = ['id', 'title', 'purpose', 'tables', 'attack', 'topic', 'answer'] as const;
type Field = (typeof fields)[number];

/**
 * Reads a question: a header of comment lines `// field: text`, each field once and in the order of `Question`, a line that
 * begins with `//` and three blanks goes on with the field above it; then an empty line; then KQL. `file` is for messages.
 * Throws when a rule is broken, since questions are part of the program.
 */
export function parseQuestion(file: string, text: string): Question {
  const broken = (why: string): never => {
    throw new BrokenInvariant(`${file}: ${why}`);
  };
  const end = text.indexOf('\n\n');
  if (end < 0) return broken('there is no empty line between header and query');
  const header = headerOf(text.slice(0, end).split('\n'), broken);
  const kql = text.slice(end + 2);
  if (kql.trim() === '') broken('there is no query');
  const id = header.get('id')!;
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id)) broken(`the id "${id}" is not words of lower case joined by -`);
  const topic = topics.find((known) => known === header.get('topic'));
  if (topic === undefined) return broken(`there is no topic "${header.get('topic')!}"`);
  const attack = header.get('attack') === 'none' ? [] : listOf(header.get('attack')!);
  const odd = attack.find((technique) => !/^T\d{4}(\.\d{3})?$/.test(technique));
  if (odd !== undefined) broken(`"${odd}" is no technique of ATT&CK`);
  return {
    id,
    title: header.get('title')!,
    purpose: header.get('purpose')!,
    tables: listOf(header.get('tables')!),
    attack,
    topic,
    answer: header.get('answer')!,
    kql,
  };
}

function headerOf(lines: readonly string[], broken: (why: string) => never): ReadonlyMap<Field, string> {
  const header = new Map<Field, string>();
  let last: Field | undefined;
  for (const line of lines) {
    const more = /^\/\/ {3}(\S.*)$/.exec(line)?.[1];
    if (more !== undefined && last !== undefined) {
      header.set(last, `${header.get(last)!} ${more}`);
      continue;
    }
    const [, name, value] = /^\/\/ ([a-z]+): (\S.*)$/.exec(line) ?? [];
    const expected = fields[header.size];
    if (name === undefined || value === undefined || name !== expected)
      return broken(`"${line}" stands where ${expected ?? 'the empty line'} belongs`);
    header.set(expected, value);
    last = expected;
  }
  const missing = fields[header.size];
  return missing === undefined ? header : broken(`${missing} is missing`);
}

function listOf(text: string): readonly string[] {
  return text.split(',').map((item) => item.trim());
}
