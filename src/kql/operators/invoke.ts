import { literal, ref, type Rel, type Scalar } from '../ir/index.ts';
import { fileProfileColumns } from '../catalog/global-state.ts';
import { calledBody, list, nameOf, need, type Node } from '../language/syntax.ts';
import { callUserTable } from '../lower/functions.ts';
import type { Lowering } from '../lower/lowering.ts';
import { unsupported } from '../lower/refusal.ts';
import { findColumn, type Scope } from '../lower/scope.ts';
import { joined } from './join.ts';
import { piped, type LowerOperator } from './operator.ts';

/** `invoke f(…)`: the rows so far are the first argument of f. */
export const invoke: LowerOperator = (lowering, node, input, scope) => {
  const call = need(node, 'Function');
  const body = calledBody(call);
  if (body !== undefined) return callUserTable(lowering, call, body, scope, piped(input));
  const name = nameOf(need(call, 'Name'));
  if (name === 'FileProfile') return fileProfile(lowering, call, piped(input), scope);
  throw unsupported(call, `${name} cannot be invoked; invoke takes functions of this query and saved ones`);
};

/** Table of the installation with what is known of files, one row for each hash. */
const profileTable = 'FileProfiles';

/** `invoke FileProfile(SHA1)`: what is known of the file; without a table of files all of it is empty. */
function fileProfile(lowering: Lowering, call: Node, rel: Rel, scope: Scope): Rel {
  const [argument] = list(need(need(call, 'ArgumentList'), 'Expressions'));
  const given =
    argument === undefined
      ? literal('string', 'SHA1')
      : lowering.scalar(argument, { environment: scope.environment, depth: scope.depth });
  const hash = given.op === 'literal' ? findColumn(rel.columns, String(given.value)) : undefined;
  if (hash === undefined)
    throw unsupported(argument ?? call, 'FileProfile takes the name of a column with a hash');
  const wanted = fileProfileColumns.filter((column) => findColumn(rel.columns, column.name) === undefined);
  const table = lowering.findTable(profileTable);
  const profile = table === undefined ? undefined : lowering.scan(table);
  const key = profile === undefined ? undefined : findColumn(profile.columns, hashName(hash.name));
  const source: Rel =
    profile === undefined || key === undefined
      ? rel
      : joined('leftouter', rel, profile, [{ left: ref(hash), right: ref(key) }]);
  const values = wanted.map((column): Scalar => {
    const known = key === undefined ? undefined : findColumn(profile?.columns, column.name);
    return known === undefined || known.type !== column.type ? literal(column.type, null) : ref(known);
  });
  return {
    op: 'project',
    input: source,
    columns: [...rel.columns, ...wanted.map((column) => lowering.column(column.name, column.type))],
    expressions: [...rel.columns.map((column) => ref(column)), ...values],
  };
}

function hashName(column: string): string {
  return /md5/i.test(column) ? 'MD5' : /sha256/i.test(column) ? 'SHA256' : 'SHA1';
}
