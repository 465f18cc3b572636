export { smallestEstate, type EstateOptions } from './company.ts';
export { generateEstate, type EstateSummary } from './generate.ts';
export type { EstateSink } from './sink.ts';
export type { Bundle, ChokePoint } from './truth.ts';
export { folderSink } from './write-files.ts';
