export { openStateStore } from './open-state-store.ts';
