export { usualLapseDays } from './estate-policy.ts';
export { assess, type AssessOptions } from './assess.ts';
export {
  assessmentSchemaVersion,
  formulaVersion,
  type Assessment,
  type AttackPathView,
  type CumulativePoint,
  type Measured,
  type RankedAction,
} from './assessment.ts';
export { evaluateGraph, type GraphAnswer } from './evaluate-graph.ts';
export { inspect } from './inspect.ts';
export { readAssetsFile } from './read-assets-file.ts';
export type { Ports } from './ports.ts';
export { sourceManifests } from './source-manifests.ts';
export type { FileReport } from '../ingest/index.ts';
export { makeEstate } from './make-estate.ts';
export { noAssetsFile } from '../posture/index.ts';
export * from './hunt/index.ts';
export { dataDirectory } from './data-directory.ts';
export { functionsFor } from './saved-queries/index.ts';
