export { openTemporaryStore } from './duckdb-store.ts';
