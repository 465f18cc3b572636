import { appendFile, readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { huntingTableList, type HuntSession } from '../../app/index.ts';
import { printable } from '../../base/text.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Terminal } from '../terminal.ts';
import { ask, type HuntFlags } from './hunt-ask.ts';

const help = `A query ends with an empty line or a semicolon at the end of a line. Ctrl-C stops a query or clears the input, Ctrl-D leaves.
  .tables [PART]     tables that a query may name
  .schema TABLE      its columns
  .format table|json|csv
  .help  .quit
`;

/** Lines of the history that are kept. */
const keptLines = 1000;

/** Interactive hunting: reads queries from a person (or a pipe) until the end of the input; returns the exit code. */
export async function runRepl(
  session: HuntSession,
  flags: HuntFlags,
  terminal: Terminal,
  historyFile: string | undefined,
): Promise<number> {
  const isPerson = process.stdin.isTTY;
  const reader = createInterface({
    input: process.stdin,
    output: process.stdout,
    terminal: isPerson,
    history: await history(historyFile),
    historySize: keptLines,
    prompt: '',
    completer: (line: string, answer: (error: null, result: [string[], string]) => void) => {
      void complete(session, [...pending, line].join('\n'), line).then((result) => answer(null, result));
    },
  });
  let pending: string[] = [];
  let format = flags;
  let running: AbortController | undefined;
  let worst: number = exitCodes.ok;
  const prompt = () => {
    if (!isPerson) return;
    reader.setPrompt(pending.length === 0 ? 'kql> ' : '...> ');
    reader.prompt();
  };
  reader.on('SIGINT', () => {
    if (running !== undefined) running.abort();
    else {
      pending = [];
      process.stdout.write('\n');
      prompt();
    }
  });
  const runPending = async (): Promise<void> => {
    const text = pending.join('\n').trim();
    pending = [];
    if (text === '') return;
    running = new AbortController();
    const code = await ask(session, text, format, terminal, running.signal);
    // A person sees the query above; who reads the output of a pipe does not.
    if (code !== exitCodes.ok && !isPerson) process.stderr.write(`${quoted(text)}\n`);
    if (code !== exitCodes.ok) worst = code;
    running = undefined;
    if (historyFile !== undefined && isPerson) await remember(historyFile, text);
  };
  if (isPerson) terminal.write(`${help}\n`);
  prompt();
  for await (const line of reader) {
    if (pending.length === 0 && line.trim().startsWith('.')) {
      const [word, argument] = line.trim().split(/\s+/, 2);
      if (word === '.quit' || word === '.exit') break;
      if (word === '.tables') terminal.write(tables(argument));
      else if (word === '.schema') terminal.write(schema(argument));
      else if (word === '.format' && argument !== undefined) {
        format = { ...format, json: argument === 'json', csv: argument === 'csv' };
      } else terminal.write(help);
    } else {
      if (line.trim() !== '') pending.push(line);
      // A `let` ends with a semicolon too: a query is done when its last statement is no declaration.
      if (
        line.trim() === '' ||
        (line.trimEnd().endsWith(';') && (await isQuery(session, pending.join('\n'))))
      )
        await runPending();
    }
    prompt();
  }
  await runPending();
  reader.close();
  return isPerson ? exitCodes.ok : worst;
}

/** A query as it is quoted below what is wrong with it. */
function quoted(text: string): string {
  return text
    .split('\n')
    .map((line, index) => `  ${String(index + 1).padStart(3)} | ${printable(line)}`)
    .join('\n');
}

async function isQuery(session: HuntSession, text: string): Promise<boolean> {
  const outline = await session.service('outline', text);
  return outline?.at(-1)?.kind === 'query';
}

/** Completion of the word at the end of the line, from the language service over the whole query so far. */
async function complete(session: HuntSession, text: string, line: string): Promise<[string[], string]> {
  const found = await session.service('completion', text, text.length);
  if (found === undefined) return [[], line];
  const word = text.slice(found.start);
  const fitting = found.items
    .filter((item) => item.match.toLowerCase().startsWith(word.toLowerCase()))
    .map((item) => item.before + item.after);
  return [fitting.slice(0, 100), word];
}

function tables(part: string | undefined): string {
  return huntingTableList
    .filter((table) => part === undefined || table.name.toLowerCase().includes(part.toLowerCase()))
    .map((table) => `${table.name.padEnd(44)} ${table.description}\n`)
    .join('');
}

function schema(name: string | undefined): string {
  const table = huntingTableList.find((one) => one.name.toLowerCase() === name?.toLowerCase());
  if (table === undefined) return `there is no table ${name ?? ''}; .tables lists them\n`;
  return table.columns
    .map((column) => `${column.name.padEnd(40)} ${column.type.padEnd(9)} ${column.description}\n`)
    .join('');
}

async function history(file: string | undefined): Promise<string[]> {
  if (file === undefined) return [];
  try {
    const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => line !== '');
    return lines.slice(-keptLines).reverse();
  } catch {
    return [];
  }
}

/** One query a line; a history that cannot be written is no reason to stop. */
async function remember(file: string, text: string): Promise<void> {
  await appendFile(file, `${text.replaceAll(/\s*\n\s*/g, ' ')}\n`, { mode: 0o600 }).catch(() => undefined);
}
