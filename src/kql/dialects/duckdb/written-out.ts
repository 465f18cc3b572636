import { limits, QueryTooLong } from '../../caps/limits.ts';
import { readMacros, writtenOut } from '../../caps/query-size.ts';
import { prelude } from './prelude.ts';

const macros = readMacros(prelude);

/** Words of an SQL text with the macros of the prelude written out, as the engine does before it does anything else. */
export function words(sql: string): number {
  return writtenOut(sql, macros);
}

/** A relation that others name, as SQL; one that is not computed once is written out wherever it is named. */
export interface NamedSql {
  readonly name: string;
  readonly sql: string;
  readonly once: boolean;
}

/** Throws when a query would be too long for the engine to prepare in little time. */
export function checkLength(main: string, named: readonly NamedSql[]): void {
  const sizes = new Map<string, number>();
  let characters = main.length;
  let all = 0;
  for (const { name, sql, once } of named) {
    const size = writtenOut(sql, macros, sizes);
    sizes.set(`FROM ${name}`, once ? 1 : size);
    characters += sql.length;
    if (once) all += size;
  }
  all += writtenOut(main, macros, sizes);
  if (characters > limits.sql || all > limits.words)
    throw new QueryTooLong('the query is too long when everything it names is written out');
}
