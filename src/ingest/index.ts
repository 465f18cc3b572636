export { noCounts, type FileCounts, type FileReport } from './file-report.ts';
export { openPaths } from './files/open.ts';
export { deviceKeys } from './resolve/device-keys.ts';
export { LastingSink } from './lasting-sink.ts';
export { isOpenStatus } from './open-status.ts';
export { readOpened, type IngestContext } from './read-opened.ts';
export { readMappings } from './read-mappings.ts';
export { nowhere } from './report-output.ts';
export { storeSink } from './store-sink.ts';
export {
  identityRules,
  newestIdentityRules,
  usualIdentityPolicy,
  type IdentityDecision,
  type IdentityPolicy,
  type IdentityRules,
} from './resolve/identity-rules.ts';
export {
  resolveDevices,
  type DeviceSighting,
  type KeptApart,
  type MergeReason,
  type ResolvedDevice,
} from './resolve/resolve-devices.ts';
export { systemFamily } from './resolve/system-family.ts';
