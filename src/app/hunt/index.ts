export { huntingCatalog, huntingTableList } from './catalogue.ts';
export { openHunting } from './open-hunting.ts';
export { runBatch, type BatchLine } from './batch.ts';
export { faultOf, type HuntFault } from './hunt-fault.ts';
export { defaultTimeoutSeconds, defaultWindowDays, HuntSession, mostBytes, rowsOf } from './session.ts';
export { readGeoFile, type GeoFile } from './geo-file.ts';
export { readExternalFiles } from './external-files.ts';
export type { Asked } from './facts.ts';
