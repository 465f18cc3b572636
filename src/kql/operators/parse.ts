import { call, literal, mayBeNull, ref, type Rel, type Scalar } from '../ir/index.ts';
import { callOf } from '../lower/calls.ts';
import { convert } from '../lower/convert.ts';
import { and, not } from '../lower/values.ts';
import type { Lowering } from '../lower/lowering.ts';
import { unsupported } from '../lower/refusal.ts';
import type { Scope } from '../lower/scope.ts';
import { child, kind, list, nameOf, need, parameters, tokenText, type Node } from '../language/syntax.ts';
import type { KeyValueSettings } from '../functions/relational.ts';
import type { KqlType } from '../types.ts';
import { aliasedType } from './expand.ts';
import { piped, rowScope, type LowerOperator } from './operator.ts';
import { escapeRegExp, extended } from './project.ts';

/** A column that a pattern takes out of the text. */
interface Captured {
  readonly name: string;
  readonly type: KqlType;
  readonly group: number;
}

interface Pattern {
  readonly regex: string;
  readonly columns: readonly Captured[];
  /** Groups in the whole pattern, those of the user's own expressions among them. */
  readonly groups: number;
}

type Mode = 'simple' | 'regex' | 'relaxed';

const whole = String.raw`[-+]?\d+`;
const numbers: Readonly<Partial<Record<KqlType, string>>> = {
  long: whole,
  int: whole,
  real: String.raw`[-+]?\d+(?:\.\d*)?(?:[eE][-+]?\d+)?`,
  decimal: String.raw`[-+]?\d+(?:\.\d*)?`,
};

/** The pattern of `parse`: texts and columns in turn, from the start of the text; `*` passes over anything. */
function patternOf(parts: readonly Node[], mode: Mode, flags: string): Pattern {
  const columns: Captured[] = [];
  let groups = 0;
  let regex = '^';
  for (const [index, part] of parts.entries()) {
    switch (kind(part)) {
      case 'StarExpression':
        regex += index === parts.length - 1 ? '' : '.*?';
        break;
      case 'NameDeclaration':
      case 'NameAndTypeDeclaration': {
        const typed = child(part, 'Type');
        const type = typed === undefined ? 'string' : aliasedType(typed);
        if (type === undefined) throw unsupported(part, 'this type cannot be parsed');
        groups += 1;
        columns.push({ name: nameOf(part), type, group: groups });
        const next = parts[index + 1];
        regex += captureOf(
          type,
          mode,
          next === undefined ? 'end' : kind(next) === 'StarExpression' ? 'star' : 'text',
        );
        break;
      }
      default: {
        const text = nameOf(part);
        regex += mode === 'regex' ? `(?:${text})` : escapeRegExp(text);
        groups += mode === 'regex' ? groupsIn(text) : 0;
      }
    }
  }
  const inline = mode === 'regex' ? flags : 's';
  return { regex: inline === '' ? regex : `(?${inline})${regex}`, columns, groups };
}

function captureOf(type: KqlType, mode: Mode, next: 'end' | 'star' | 'text'): string {
  const number = numbers[type];
  if (number !== undefined && mode === 'regex') return `(${number})`;
  if (number !== undefined && next === 'star') return mode === 'relaxed' ? `((?:${number})?)` : `(${number})`;
  if (next === 'end') return '(.*?)$';
  return '(.*?)';
}

/** Capturing groups of a regular expression. */
function groupsIn(pattern: string): number {
  const bare = pattern.replace(/\\./gs, '').replace(/\[\^?\]?[^\]]*\]/g, '');
  return [...bare.matchAll(/\((?!\?)|\(\?P?<(?![=!])/g)].length;
}

interface Parsed {
  readonly items: readonly { readonly name: string; readonly scalar: Scalar }[];
  readonly matches: Scalar;
}

function parsed(lowering: Lowering, node: Node, rel: Rel, scope: Scope): Parsed {
  const given = parameters(node);
  const said = given.get('kind');
  const mode = said === undefined ? 'simple' : tokenText(said).trim();
  if (mode !== 'simple' && mode !== 'regex' && mode !== 'relaxed')
    throw unsupported(said ?? node, `parse has no kind ${mode}`);
  const flagged = given.get('flags');
  const flags = flagged === undefined ? '' : tokenText(flagged).trim();
  if (!/^[imsU]*$/.test(flags)) throw unsupported(flagged ?? node, 'the flags of parse are i, m, s and U');
  const text = lowering.typed(need(node, 'Expression'), rowScope(scope, rel), 'string');
  const { regex, columns, groups } = patternOf(list(need(node, 'Patterns')), mode, flags);
  const names = Array.from({ length: groups }, (_, index) => `'g${index + 1}'`).join(', ');
  const pattern = literal('string', regex);
  const values = columns.map((column): Scalar => {
    const group = call(
      'pattern group',
      [text, pattern, literal('string', names), literal('string', `g${column.group}`)],
      'string',
      false,
    );
    return convert(group, column.type);
  });
  // A value that does not fit its type makes the whole row one that does not match, but in the relaxed kind.
  const typed =
    mode === 'relaxed' ? [] : values.filter((value) => value.type !== 'string' && value.type !== 'dynamic');
  const fits = typed.map((value) => not(call('isnull', [value], 'bool', false)));
  const matches = typed.length > 0 ? and(fits) : call('pattern matches', [text, pattern], 'bool', false);
  const partly = typed.length > 0 && columns.length > 1;
  return {
    matches,
    items: columns.map((column, index) => ({
      name: column.name,
      scalar: partly
        ? call('iff', [matches, values[index]!, literal(column.type, null)], column.type, true)
        : values[index]!,
    })),
  };
}

/** `parse`: columns out of a text by a pattern; they are empty where the text does not match. */
export const parse: LowerOperator = (lowering, node, input, scope) => {
  const rel = piped(input);
  return extended(lowering, rel, rel.columns, parsed(lowering, node, rel, scope).items, node);
};

/** `parse-where`: the same, without the rows that do not match. */
export const parseWhere: LowerOperator = (lowering, node, input, scope) => {
  const rel = piped(input);
  const { items, matches } = parsed(lowering, node, rel, scope);
  const matching: Rel = { op: 'filter', input: rel, columns: rel.columns, predicate: matches };
  return extended(lowering, matching, rel.columns, items, node);
};

/** `parse-kv`: columns out of a text of keys and values. */
export const parseKeyValues: LowerOperator = (lowering, node, input, scope) => {
  const rel = piped(input);
  const text = lowering.typed(need(node, 'Expression'), rowScope(scope, rel), 'string');
  const wanted = list(need(need(node, 'Keys'), 'Columns')).map((column) => {
    const type = aliasedType(need(column, 'Type'));
    if (type === undefined) throw unsupported(column, 'this type cannot be parsed');
    return { name: nameOf(column), type };
  });
  const settings = keyValueSettings(
    lowering,
    child(node, 'WithClause'),
    scope,
    wanted.map((one) => one.name),
  );
  const bag = call('key values', [text, literal('string', JSON.stringify(settings))], 'dynamic', true);
  // The text is taken apart once.
  const taken = lowering.columnFor('', bag);
  const apart: Rel = {
    op: 'project',
    input: rel,
    columns: [...rel.columns, taken],
    expressions: [...rel.columns.map((column) => ref(column)), bag],
  };
  const items = wanted.map(({ name, type }) => ({
    name,
    scalar: convert(callOf('get', [ref(taken), literal('string', name)], node), type),
  }));
  return extended(lowering, apart, rel.columns, items, node);
};

function keyValueSettings(
  lowering: Lowering,
  clause: Node | undefined,
  scope: Scope,
  keys: readonly string[],
): KeyValueSettings {
  const given = new Map<string, string | boolean>();
  for (const property of clause === undefined ? [] : list(need(clause, 'Properties'))) {
    const value = lowering.scalar(need(property, 'Expression'), {
      environment: scope.environment,
      depth: scope.depth,
    });
    if (value.op !== 'literal' || mayBeNull(value)) throw unsupported(property, 'this must be a constant');
    given.set(nameOf(property), typeof value.value === 'boolean' ? value.value : String(value.value));
  }
  const text = (name: string): string | undefined => {
    const value = given.get(name);
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const quote = text('quote');
  const [pairDelimiter, valueDelimiter, escape, regex] = [
    text('pair_delimiter'),
    text('kv_delimiter'),
    text('escape'),
    text('regex'),
  ];
  return {
    keys,
    ...(pairDelimiter === undefined ? {} : { pairDelimiter }),
    ...(valueDelimiter === undefined ? {} : { valueDelimiter }),
    ...(escape === undefined ? {} : { escape }),
    ...(regex === undefined ? {} : { regex }),
    quotes: quote === undefined ? [] : [[quote[0]!, quote[1] ?? quote[0]!]],
    greedy: given.get('greedy') === true,
  };
}
