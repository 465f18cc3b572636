import type { Estate } from '../gather-estate.ts';

/** A device or resource, by its index in the estate. */
export type AssetIndex = { readonly device: number } | { readonly resource: number };

/** Columns that name an asset in our own tables. */
export interface AssetColumns {
  readonly AssetId: string;
  readonly AssetName: string;
  readonly AssetType: string;
  readonly DeviceId?: string;
}

/** The asset that an observation is about; undefined when no report describes it. */
export function assetOfRef({ devices, resources }: Estate, ref: string): AssetIndex | undefined {
  const device = devices.ofRef.get(ref);
  if (device !== undefined) return { device };
  const resource = resources.ofRef.get(ref);
  return resource === undefined ? undefined : { resource };
}

export function assetColumns({ devices, resources }: Estate, asset: AssetIndex): AssetColumns {
  if ('device' in asset) {
    const { id, name } = devices.list[asset.device]!;
    return { AssetId: id, AssetName: name, AssetType: 'device', DeviceId: id };
  }
  const { id, name, type } = resources.list[asset.resource]!;
  return { AssetId: id, AssetName: name, AssetType: type };
}
