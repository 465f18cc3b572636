import type { ObservationKind, StoredObservation } from '../schema/index.ts';
import { deviceKeys, keyClasses } from './resolve/device-keys.ts';

/**
 * What an asset is called within one source from import to import: the strongest key of a device, type and name of a resource.
 * undefined: nothing identifies it but its reference.
 */
export function assetKey(kind: ObservationKind, row: StoredObservation<ObservationKind>): string | undefined {
  if (kind === 'device') {
    const keys = deviceKeys(row);
    const strongest = [...keys].sort((a, b) => keyClasses.indexOf(a.class) - keyClasses.indexOf(b.class))[0];
    return strongest?.text;
  }
  if (kind === 'resource') {
    const { ResourceType, ResourceName } = row as StoredObservation<'resource'>;
    return `resource:${ResourceType}:${ResourceName}`;
  }
  return undefined;
}
