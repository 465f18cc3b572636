export { noCounts, type FileCounts, type FileReport } from './file-report.ts';
export { openPaths } from './files/open.ts';
export { LastingSink } from './lasting-sink.ts';
export { isOpenStatus } from './open-status.ts';
export { readOpened, type IngestContext } from './read-opened.ts';
export { readMappings } from './read-mappings.ts';
export { nowhere } from './report-output.ts';
export { storeSink } from './store-sink.ts';
export { resolveDevices, systemFamily, type DeviceSighting } from './resolve/resolve-devices.ts';
