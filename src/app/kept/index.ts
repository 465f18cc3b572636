export { importFiles, type ImportedFile, type ImportOptions } from './import-files.ts';
export type { KeptPorts } from './kept-ports.ts';
export { planOf, writeHistory, type PlanOptions } from './plan-kept.ts';
export type { ImportCounts, LastingStore, RememberedImport } from '../../store/index.ts';
