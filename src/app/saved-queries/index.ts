export { functionsFor, functionsForRules } from './catalogue.ts';
export { parseParameter } from './parameters.ts';
export { parseValues, runSavedQuery } from './run-query.ts';
export { saveFunction, saveQuery } from './save.ts';
export {
  StateUnavailable,
  type FunctionDraft,
  type Owner,
  type QueryParameter,
  type SavedQuery,
  type StateStore,
  type StoredFunction,
} from '../../state/index.ts';
