export { huntingCatalog, huntingTableList } from './catalogue.ts';
export { openHunting } from './open-hunting.ts';
export { runBatch, type BatchLine } from './batch.ts';
export {
  defaultWindowDays,
  faultOf,
  HuntSession,
  rowsOf,
  type HuntFault,
  type HuntOptions,
} from './session.ts';
export { readGeoFile, type GeoFile } from './geo-file.ts';
export { readExternalFiles } from './external-files.ts';
