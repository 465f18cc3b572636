import { ref, type Rel } from '../ir/index.ts';
import { child, columnsOf, list, nameOf, need, tokenText } from '../language/syntax.ts';
import { convert } from '../lower/convert.ts';
import { refused, unsupported } from '../lower/refusal.ts';
import { findColumn } from '../lower/scope.ts';
import { plugins, refusedPlugins, unsupportedPlugins } from '../plugins/index.ts';
import type { PluginCall } from '../plugins/plugin.ts';
import { isFromData } from '../plugins/schema.ts';
import { rowScope, type LowerOperator } from './operator.ts';

/** `evaluate`: a plugin, by its entry in the table of plugins. */
export const evaluate: LowerOperator = (lowering, node, input, scope) => {
  const call = need(node, 'FunctionCall');
  const name = nameOf(need(call, 'Name'));
  const why = refusedPlugins.get(name);
  if (why !== undefined) throw refused(call, `the plugin ${name} ${why}`);
  const lacking = unsupportedPlugins.get(name);
  if (lacking !== undefined) throw unsupported(call, `the plugin ${name} is not supported: ${lacking}`);
  const plugin = plugins.get(name);
  if (plugin === undefined) throw unsupported(call, `the plugin ${name} is not supported`);
  const clause = child(node, 'Schema');
  const rows: Rel = input ?? { op: 'unit', columns: [] };
  const given: PluginCall = {
    lowering,
    node: call,
    args: list(need(need(call, 'ArgumentList'), 'Expressions')),
    rows,
    scope: rowScope(scope, rows),
    schema: clause === undefined ? undefined : (columnsOf(node) ?? []),
    fromData: clause !== undefined && isFromData(tokenText(clause)),
  };
  const rel = plugin(given);
  if (clause === undefined || given.schema === undefined) return rel;
  // Plugins that know their columns themselves give those of the schema that they have.
  const named = lowering.conform(rel, call);
  const expressions = given.schema.map(({ name: wanted, type }) => {
    const column = findColumn(named.columns, wanted);
    if (column === undefined) throw unsupported(clause, `the plugin ${name} has no column ${wanted}`);
    return convert(ref(column), type);
  });
  return {
    op: 'project',
    input: named,
    columns: given.schema.map(({ name: wanted }, index) => {
      const scalar = expressions[index]!;
      return (
        named.columns.find((c) => scalar.op === 'column' && c.id === scalar.id) ??
        lowering.columnFor(wanted, scalar)
      );
    }),
    expressions,
  };
};
