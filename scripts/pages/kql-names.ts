import { aggregateFunctions, scalarFunctions, windowFunctions } from '../../src/kql/functions/index.ts';
import { library } from '../../src/kql/language/library.ts';
import { expressions } from '../../src/kql/lower/expressions.ts';
import { arithmetic, comparisons, memberships, textOperators } from '../../src/kql/lower/operator-names.ts';
import { special } from '../../src/kql/lower/special.ts';
import { tables } from '../../src/kql/lower/tables.ts';
import { operators } from '../../src/kql/operators/index.ts';
import { plugins, refusedPlugins, unsupportedPlugins } from '../../src/kql/plugins/index.ts';

/** What the compiler does with a name of the language. */
export type Support =
  | { readonly is: 'supported'; readonly how: string; readonly note?: string }
  | { readonly is: 'refused' | 'not supported'; readonly why: string };

export interface KqlName {
  readonly name: string;
  readonly support: Support;
}

const sql = 'SQL';
const native = 'JavaScript';
const rewritten = 'other functions';
const compiled = 'compiler';

const supported = (how: string, note?: string): Support =>
  note === undefined ? { is: 'supported', how } : { is: 'supported', how, note };

/** Steps as they are written, by the library's name of the node. */
const operatorWords: Readonly<Record<string, string>> = {
  AsOperator: 'as',
  AssertSchemaOperator: 'assert-schema',
  ConsumeOperator: 'consume',
  CountOperator: 'count',
  DistinctOperator: 'distinct',
  EvaluateOperator: 'evaluate',
  ExecuteAndCacheOperator: '__executeAndCache',
  ExtendOperator: 'extend',
  ExternalDataExpression: 'externaldata',
  FacetOperator: 'facet',
  FilterOperator: 'where',
  FindOperator: 'find',
  ForkOperator: 'fork',
  GetSchemaOperator: 'getschema',
  GraphMarkComponentsOperator: 'graph-mark-components',
  GraphMatchOperator: 'graph-match',
  GraphShortestPathsOperator: 'graph-shortest-paths',
  GraphToTableOperator: 'graph-to-table',
  GraphWhereEdgesOperator: 'graph-where-edges',
  GraphWhereNodesOperator: 'graph-where-nodes',
  InlineExternalTableExpression: 'inline_external_table',
  InvokeOperator: 'invoke',
  JoinOperator: 'join',
  LookupOperator: 'lookup',
  MacroExpandOperator: 'macro-expand',
  MakeGraphOperator: 'make-graph',
  MakeSeriesOperator: 'make-series',
  MvApplyOperator: 'mv-apply',
  MvExpandOperator: 'mv-expand',
  ParseKvOperator: 'parse-kv',
  ParseOperator: 'parse',
  ParseWhereOperator: 'parse-where',
  PartitionByOperator: '__partitionby',
  PartitionOperator: 'partition',
  PrintOperator: 'print',
  ProjectAwayOperator: 'project-away',
  ProjectByNamesOperator: 'project-by-names',
  ProjectKeepOperator: 'project-keep',
  ProjectOperator: 'project',
  ProjectRenameOperator: 'project-rename',
  ProjectReorderOperator: 'project-reorder',
  RangeOperator: 'range',
  ReduceByOperator: 'reduce',
  RenderOperator: 'render',
  SampleDistinctOperator: 'sample-distinct',
  SampleOperator: 'sample',
  ScanOperator: 'scan',
  SearchOperator: 'search',
  SerializeOperator: 'serialize',
  SortOperator: 'sort',
  SummarizeOperator: 'summarize',
  TakeOperator: 'take',
  TopHittersOperator: 'top-hitters',
  TopNestedOperator: 'top-nested',
  TopOperator: 'top',
  UnionOperator: 'union',
};

const severalTables = 'gives several tables; run one query for each, or put them together with union';
const outside = 'reads from elsewhere; a query reads only the tables of this installation';

const noNames = 'filter the tables before make-graph, or the elements with where in graph-match';

/** Steps that the registry has only to refuse them, or whose result is no table. */
const refusedSteps: Readonly<Record<string, Support>> = {
  consume: { is: 'not supported', why: 'it gives no table; use count' },
  'graph-where-edges': { is: 'not supported', why: noNames },
  'graph-where-nodes': { is: 'not supported', why: noNames },
  facet: { is: 'not supported', why: severalTables },
  fork: { is: 'not supported', why: severalTables },
  'macro-expand': { is: 'refused', why: outside },
  __executeAndCache: { is: 'refused', why: outside },
  inline_external_table: { is: 'refused', why: outside },
};

const stepNotes: Readonly<Record<string, string>> = {
  externaldata: 'only addresses that `--map` maps to local files',
  invoke: 'functions of the query, saved ones, and those of advanced hunting',
  'make-graph': 'a graph lives within one query',
  render: 'a hint: the terminal draws bars, all other kinds are a table',
  sort: 'also as `order`',
  take: 'also as `limit`',
  where: 'also as `filter`',
};

/** Every tabular step of the language. */
export function operatorNames(): readonly KqlName[] {
  const nodes = Object.keys(library().Syntax.SyntaxKind).filter(
    (node) => node.endsWith('Operator') && node !== 'BadQueryOperator',
  );
  const all = new Set([...nodes, ...Object.keys(operators), 'ExternalDataExpression']);
  return sorted(
    [...all].map((node) => {
      const name = operatorWords[node];
      if (name === undefined) throw new Error(`the step ${node} has no name in kql-names.ts`);
      if (!Object.hasOwn(operators, node))
        return { name, support: { is: 'not supported', why: 'the compiler does not have it' } };
      return { name, support: refusedSteps[name] ?? supported(compiled, stepNotes[name]) };
    }),
  );
}

/** Tables that a query makes or names without a step, by the library's name of the node. */
export function sourceNames(): readonly KqlName[] {
  const words: Readonly<Record<string, string>> = {
    DataTableExpression: 'datatable',
    MaterializeExpression: 'materialize',
    ToTableExpression: 'totable',
  };
  return Object.entries(words).map(([node, name]) => ({
    name,
    support: Object.hasOwn(tables, node)
      ? supported(compiled)
      : { is: 'not supported', why: 'the compiler does not have it' },
  }));
}

/** Operators within expressions, by the library's name of the node. */
const scalarWords: Readonly<Record<string, string>> = {
  ...comparisons,
  ...arithmetic,
  ...textOperators,
  ...Object.fromEntries(
    Object.entries(memberships).map(([node, { fn, negated }]) => [node, negated ? `!${fn}` : fn]),
  ),
  AndExpression: 'and',
  OrExpression: 'or',
  HasAnyExpression: 'has_any',
  HasAllExpression: 'has_all',
  BetweenExpression: 'between',
  NotBetweenExpression: '!between',
  LikeExpression: 'like',
  NotLikeExpression: 'notlike',
  LikeCsExpression: 'likecs',
  NotLikeCsExpression: 'notlikecs',
};

/** Every operator within expressions. */
export function scalarOperatorNames(): readonly KqlName[] {
  const known = library().Syntax.SyntaxKind;
  return Object.entries(scalarWords).map(([node, name]) => {
    if (!Object.hasOwn(known, node)) throw new Error(`the language has no node ${node}`);
    return {
      name,
      support: Object.hasOwn(expressions, node)
        ? supported(sql)
        : { is: 'not supported', why: 'an older form; use has, contains, startswith or matches regex' },
    };
  });
}

/** Kinds of `join`, as the reference lists them; `join.ts` refuses any other. */
export const joinKinds = [
  'innerunique',
  'inner',
  'leftouter',
  'rightouter',
  'fullouter',
  'leftsemi',
  'rightsemi',
  'leftanti',
  'leftantisemi',
  'anti',
  'rightanti',
  'rightantisemi',
] as const;

const graphOnly = supported(compiled, 'in conditions and results of graph steps');

/** Names of the language's lists that are no entry of a table: a step or the compiler itself has them. */
const elsewhere: ReadonlyMap<string, Support> = new Map<string, Support>([
  ...['cluster', 'database', 'external_table', 'graph', 'stored_query_result'].map(
    (name): [string, Support] => [name, { is: 'refused', why: outside }],
  ),
  ...['all', 'any', 'map', 'inner_nodes', 'node_degree_in', 'node_degree_out'].map(
    (name): [string, Support] => [name, graphOnly],
  ),
  ['column_names_of', supported(compiled, 'the names are known before the query runs')],
  ['labels', { is: 'not supported', why: 'only saved graphs have labels: keep them in a column' }],
  ['percentiles', supported(sql)],
  ['percentilesw', supported(sql)],
  ['table', supported(compiled, 'the name must be a constant')],
]);

/** Every function of the language: those of its own list that are not hidden, and those of the compiler's tables. */
export function functionNames(): readonly KqlName[] {
  const listed = visible(library().GlobalState.Default.Functions);
  const own = [...scalarFunctions.keys(), ...Object.keys(special)].filter(isListed('Functions'));
  return sorted(
    [...new Set([...listed, ...own])]
      .filter((name) => !windowFunctions.has(name))
      .map((name) => ({ name, support: functionSupport(name) })),
  );
}

/** Functions over the rows in their order. */
export function windowNames(): readonly KqlName[] {
  const own = [...windowFunctions.keys()].filter(isListed('Functions'));
  return sorted(own.map((name) => ({ name, support: supported(sql) })));
}

function functionSupport(name: string): Support {
  const entry = scalarFunctions.get(name);
  if (Object.hasOwn(special, name)) return supported(compiled);
  if (entry === undefined)
    return elsewhere.get(name) ?? { is: 'not supported', why: 'the compiler does not have it' };
  // A refusal that looks at no argument is one of the function itself.
  if (entry.refuse?.length === 0) return { is: 'not supported', why: entry.refuse([]) ?? '' };
  if (entry.native !== undefined) return supported(native);
  return supported(entry.duckdb === undefined ? rewritten : sql);
}

/** Every aggregate of the language. */
export function aggregateNames(): readonly KqlName[] {
  const listed = visible(library().GlobalState.Default.Aggregates);
  const own = [...aggregateFunctions.keys()].filter(isListed('Aggregates'));
  return sorted(
    [...new Set([...listed, ...own])].map((name) => {
      const is = aggregateFunctions.has(name)
        ? supported(sql)
        : (elsewhere.get(name) ?? { is: 'not supported' as const, why: 'the compiler does not have it' });
      return { name, support: is };
    }),
  );
}

/** Every plugin of `evaluate`. */
export function pluginNames(): readonly KqlName[] {
  const all = [
    ...visible(library().GlobalState.Default.PlugIns),
    ...plugins.keys(),
    ...refusedPlugins.keys(),
    ...unsupportedPlugins.keys(),
  ];
  return sorted(
    [...new Set(all)].map((name): KqlName => {
      if (plugins.has(name)) return { name, support: supported(compiled) };
      const refusal = refusedPlugins.get(name);
      if (refusal !== undefined) return { name, support: { is: 'refused', why: refusal } };
      const why = unsupportedPlugins.get(name) ?? 'the compiler does not have it';
      return { name, support: { is: 'not supported', why } };
    }),
  );
}

type List = 'Functions' | 'Aggregates' | 'PlugIns';

/** Names of a list of the library that it does not hide. */
function visible(list: readonly { readonly Name: string }[]): readonly string[] {
  return list
    .filter((symbol) => (symbol as { readonly IsHidden?: boolean }).IsHidden !== true)
    .map((symbol) => symbol.Name);
}

/** Whether a query can name an entry: tables also hold parts that steps are made of. */
function isListed(list: List): (name: string) => boolean {
  const names = new Set(library().GlobalState.Default[list].map((symbol) => symbol.Name));
  return (name) => names.has(name);
}

function sorted(names: readonly KqlName[]): readonly KqlName[] {
  return [...names].sort((a, b) => (a.name < b.name ? -1 : 1));
}
