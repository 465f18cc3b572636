import { asLabel, asObject } from '../../base/json-value.ts';
import type { JsonObject } from '../../base/json.ts';
import { parseIsoTime } from '../../base/time.ts';
import type { Observation } from '../../schema/index.ts';
import { directory } from '../source.ts';

/** Devices that Entra ID knows and virtual machines of Azure; undefined for every other kind. */
export function deviceOf(kind: string, data: JsonObject, id: string): Observation<'device'> | undefined {
  const name = asLabel(data['displayName']) ?? asLabel(data['name']);
  const base = {
    Ref: directory(id),
    DeviceName: name,
    HostNames: name === undefined ? [] : [name],
    Examined: ['identity'],
  };
  if (kind === 'AZDevice') {
    const entraId = asLabel(data['deviceId']);
    return {
      ...base,
      DirectoryIds: entraId === undefined ? [] : [`entra:${entraId.toLowerCase()}`],
      OSPlatform: asLabel(data['operatingSystem']),
      OSVersion: asLabel(data['operatingSystemVersion']),
      LastSeen: parseIsoTime(asLabel(data['approximateLastSignInDateTime'])),
    };
  }
  if (kind !== 'AZVM') return undefined;
  const properties = asObject(data['properties']);
  const vmId = asLabel(properties?.['vmId']);
  return {
    ...base,
    OSPlatform: asLabel(asObject(asObject(properties?.['storageProfile'])?.['osDisk'])?.['osType']),
    Properties: { azureResourceId: id, ...(vmId === undefined ? {} : { vmId }) },
  };
}
