export { openStateStore } from './open-state-store.ts';
export { checkState, copyState } from './keep-state.ts';
