export type { ImportedFile } from './import-files.ts';
export { importKept, planKept } from './kept.ts';
export type { KeptPorts } from './kept-ports.ts';
export { writeHistory } from './plan-kept.ts';
export type { ImportCounts, LastingStore, RememberedImport } from '../../store/index.ts';
