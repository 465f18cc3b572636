export { deriveActions } from './actions/derive-actions.ts';
export type { Action, ActionKind, UserImpact } from './actions/action.ts';
export type { Effort, Level } from './actions/effort.ts';
export type { Remedy } from './actions/remedies.ts';
export { fits, noAssetsFile, parseAssetsFile, type AssetsFile } from './critical-assets/assets-file.ts';
export {
  criticalClasses,
  type CriticalClass,
  type DeviceProfile,
  type GroupProfile,
} from './critical-assets/classes.ts';
export { attackOf, type Attack } from './weakness/attack.ts';
export { exploitability, type Exploitability } from './weakness/exploitability.ts';
