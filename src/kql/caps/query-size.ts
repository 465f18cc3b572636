import type { Scalar } from '../ir/index.ts';
import { limits, QueryTooLong } from './limits.ts';

const textsAndBrackets =
  /\/\/[^\n]*|@"[^"]*"|@'[^']*'|```[^]*?```|~~~[^]*?~~~|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|[([{]|[)\]}]/g;

/** Throws when a text of KQL is one that the analyser would take very long for, which goes through it recursively. */
export function checkText(text: string): void {
  if (text.length > limits.text) throw new QueryTooLong(`the query has more than ${limits.text} characters`);
  let depth = 0;
  for (const [token] of text.matchAll(textsAndBrackets)) {
    if ('([{'.includes(token)) depth += 1;
    else if (')]}'.includes(token)) depth -= 1;
    if (depth > limits.brackets) throw new QueryTooLong(`brackets are nested deeper than ${limits.brackets}`);
  }
}

interface Extent {
  readonly parts: number;
  readonly depth: number;
}

const known = new WeakMap<Scalar, Extent>();

/** How many parts an expression has and how deep it is. Parts that it uses twice are looked at once and count twice. */
export function extentOf(scalar: Scalar): Extent {
  const before = known.get(scalar);
  if (before !== undefined) return before;
  const inner = scalar.op === 'call' || scalar.op === 'window' ? scalar.args.map(extentOf) : [];
  const logical = scalar.op === 'call' && (scalar.fn === 'and' || scalar.fn === 'or');
  const extent = {
    parts: inner.reduce((sum, one) => sum + one.parts, 1),
    depth: inner.reduce((most, one) => Math.max(most, one.depth), 0) + (logical ? 0 : 1),
  };
  known.set(scalar, extent);
  return extent;
}

/** Words of a macro's body: of its own, and how often it repeats each parameter. */
interface Body {
  readonly own: number;
  readonly uses: readonly number[];
}

/** Macros by their name, from the statements that make them. */
export type Macros = ReadonlyMap<string, Body>;

/** Reads statements `CREATE … MACRO name(a, b) AS body`; a macro calls only those before it. */
export function readMacros(statements: readonly string[]): Macros {
  const macros = new Map<string, Body>();
  for (const statement of statements) {
    const [, name, list, body] = /MACRO (\w+)\(([^)]*)\) AS (.*)$/s.exec(statement) ?? [];
    if (name === undefined) continue;
    const parameters = list!.split(',').map((one) => one.trim());
    // Each parameter in turn stands for a text that is very long.
    const own = writtenOut(body!, macros, new Map());
    const uses = parameters.map((parameter) =>
      Math.round((writtenOut(body!, macros, new Map([[parameter, 1e9]])) - own) / 1e9),
    );
    macros.set(name, { own, uses });
  }
  return macros;
}

interface Open {
  readonly macro: Body | undefined;
  readonly args: number[];
}

/**
 * Words of an SQL text when every macro in it is written out; `sizes`: names that count as so many words, those of relations
 * as `FROM name`.
 */
export function writtenOut(
  sql: string,
  macros: Macros,
  sizes: ReadonlyMap<string, number> = new Map(),
): number {
  const stack: Open[] = [{ macro: undefined, args: [0] }];
  let macro: Body | undefined;
  let before = '';
  for (const [word] of sql.matchAll(/'(?:[^']|'')*'|"(?:[^"]|"")*"|\w+|[(),]/g)) {
    const open = stack.at(-1)!;
    if (word === '(') {
      stack.push({ macro, args: [0] });
    } else if (word === ',') {
      open.args.push(0);
    } else if (word === ')') {
      if (stack.length > 1) stack.pop();
      const size = sizeOf(open);
      const around = stack.at(-1)!;
      around.args[around.args.length - 1]! += size;
    } else {
      open.args[open.args.length - 1]! += sizes.get(word) ?? sizes.get(`${before} ${word}`) ?? 1;
    }
    macro = macros.get(word);
    before = word;
  }
  return stack.reduce((sum, open) => sum + sizeOf(open), 0);
}

function sizeOf({ macro, args }: Open): number {
  if (macro === undefined) return args.reduce((sum, size) => sum + size, 0);
  return args.reduce((sum, size, index) => sum + size * (macro.uses[index] ?? 1), macro.own);
}
