import { find, search } from './search.ts';
import { partition } from './partition.ts';
import { parse, parseKeyValues, parseWhere } from './parse.ts';
import { topHitters, topNested } from './nested.ts';
import { makeSeries } from './make-series.ts';
import { invoke } from './invoke.ts';
import { mvApply, mvExpand } from './expand.ts';
import { evaluate } from './evaluate.ts';
import { externaldata, inlineExternalTable } from './externaldata.ts';
import { filter } from './filter.ts';
import { graphMatch, graphShortestPaths } from './graph-match.ts';
import { graphMarkComponents, graphToTable, graphWhere, makeGraph } from './graph.ts';
import { join, lookup } from './join.ts';
import type { LowerOperator } from './operator.ts';
import {
  extend,
  project,
  projectAway,
  projectByNames,
  projectKeep,
  projectRename,
  projectReorder,
} from './project.ts';
import {
  as,
  assertSchema,
  consume,
  getschema,
  macroExpand,
  print,
  range,
  render,
  serialize,
  severalResults,
} from './simple.ts';
import { reduce } from './reduce.ts';
import { scan } from './scan.ts';
import { count, sample, sampleDistinct, sort, take, top } from './sort.ts';
import { distinct, summarize } from './summarize.ts';
import { union } from './union.ts';

/** How each tabular operator becomes IR, by the library's name of the node. */
export const operators: Readonly<Record<string, LowerOperator>> = {
  FilterOperator: filter,
  ProjectOperator: project,
  ProjectAwayOperator: projectAway,
  ProjectByNamesOperator: projectByNames,
  ProjectKeepOperator: projectKeep,
  ProjectRenameOperator: projectRename,
  ProjectReorderOperator: projectReorder,
  ExtendOperator: extend,
  SummarizeOperator: summarize,
  DistinctOperator: distinct,
  SortOperator: sort,
  TakeOperator: take,
  TopOperator: top,
  CountOperator: count,
  SampleOperator: sample,
  JoinOperator: join,
  LookupOperator: lookup,
  UnionOperator: union,
  PrintOperator: print,
  RangeOperator: range,
  AsOperator: as,
  SerializeOperator: serialize,
  RenderOperator: render,
  GetSchemaOperator: getschema,
  ConsumeOperator: consume,
  ForkOperator: severalResults,
  FacetOperator: severalResults,
  MvExpandOperator: mvExpand,
  MvApplyOperator: mvApply,
  ParseOperator: parse,
  ParseWhereOperator: parseWhere,
  ParseKvOperator: parseKeyValues,
  PartitionOperator: partition,
  TopNestedOperator: topNested,
  TopHittersOperator: topHitters,
  MakeSeriesOperator: makeSeries,
  SearchOperator: search,
  FindOperator: find,
  InvokeOperator: invoke,
  SampleDistinctOperator: sampleDistinct,
  AssertSchemaOperator: assertSchema,
  MacroExpandOperator: macroExpand,
  ExecuteAndCacheOperator: macroExpand,
  EvaluateOperator: evaluate,
  ExternalDataExpression: externaldata,
  InlineExternalTableExpression: inlineExternalTable,
  MakeGraphOperator: makeGraph,
  GraphMatchOperator: graphMatch,
  GraphShortestPathsOperator: graphShortestPaths,
  GraphMarkComponentsOperator: graphMarkComponents,
  GraphToTableOperator: graphToTable,
  GraphWhereNodesOperator: graphWhere,
  GraphWhereEdgesOperator: graphWhere,
  ScanOperator: scan,
  ReduceByOperator: reduce,
};
