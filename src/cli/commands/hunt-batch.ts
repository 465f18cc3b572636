import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { runBatch, type HuntSession } from '../../app/index.ts';
import { complain } from '../complain.ts';
import { exitCodes } from '../exit-codes.ts';
import { isFileTrouble } from '../file-trouble.ts';
import type { Terminal } from '../terminal.ts';
import type { HuntFlags } from './hunt-ask.ts';

/** Runs every `.kql` file below a folder and prints one JSON object a line for each, in the order of their paths. */
export async function runHuntBatch(
  session: HuntSession,
  folder: string,
  flags: HuntFlags,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<number> {
  let queries: { readonly file: string; readonly text: string }[];
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const files = entries
      .filter((entry) => entry.isFile() && entry.name.endsWith('.kql'))
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
    queries = [];
    for (const file of files)
      queries.push({
        file: relative(folder, file).replaceAll('\\', '/'),
        text: await readFile(file, 'utf8'),
      });
  } catch (error) {
    if (!isFileTrouble(error)) throw error;
    return complain(`the folder of queries ${folder} cannot be read`, exitCodes.usage);
  }
  if (queries.length === 0) return complain(`there is no .kql file below ${folder}`, exitCodes.usage);
  let done = 0;
  for await (const line of runBatch(session, queries, {
    withRows: flags.rows === true,
    maxRows: flags.limit,
    timeoutMs: flags.timeout * 1000,
    signal,
    clock: () => performance.now(),
  })) {
    done += 1;
    terminal.progress(`${done} of ${queries.length} queries`);
    terminal.write(`${JSON.stringify(line)}\n`);
  }
  return exitCodes.ok;
}
