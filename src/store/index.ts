export type { QueryFault, QueryFaultCode } from './query-fault.ts';
export type {
  Facts,
  OpenedFacts,
  QueryOptions,
  QueryOutcome,
  QueryRun,
  QueryRunner,
  QuerySummary,
  ResultBatch,
} from './query.ts';
export type { Store, TemporaryStore } from './store.ts';
export type {
  CheckedTable,
  ImportCounts,
  LastingStore,
  OpenedLastingStore,
  RememberedImport,
} from './lasting-store.ts';
