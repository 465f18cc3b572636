export { openTemporaryStore } from './duckdb-store.ts';
export { openFacts } from './open-facts.ts';
export type { EngineLimits } from './settings.ts';
export { openLastingStore } from './lasting/open-lasting-store.ts';
export { copyFacts } from './lasting/copy-facts.ts';
export { layoutVersion } from './lasting/migrations.ts';
export { version as engineVersion } from '@duckdb/node-api';
