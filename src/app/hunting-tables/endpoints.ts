import { readRows } from '../read-rows.ts';
import { isPublicAddress } from '../../graph/index.ts';
import { observationTables, ownTables } from '../../schema/index.ts';
import type { Estate } from '../gather-estate.ts';
import type { TableFamily } from './family.ts';
import { Reports } from './reports.ts';

const columns = [
  'ImportId',
  'File',
  'Locator',
  'Ref',
  'IPAddress',
  'Port',
  'Protocol',
  'State',
  'Service',
  'ServiceBasis',
  'Product',
  'Version',
  'Cpe',
  'Process',
] as const;

/** Open ports of devices, each source's word for itself. `Timestamp` is the time of the report. */
export const endpoints: TableFamily = {
  tables: ['Endpoints'],
  async fill({ estate, files }, store, out) {
    const reports = new Reports(files);
    const isReachable = internetReach(estate);
    for await (const rows of readRows(store, observationTables.endpoint, columns)) {
      for (const row of rows) {
        const { ImportId, Ref, ...told } = row;
        const index = estate.devices.ofRef.get(Ref);
        if (index === undefined) continue;
        const { id, name } = estate.devices.list[index]!;
        out.own(ownTables.endpoints, {
          ...told,
          Timestamp: reports.timeOf(ImportId),
          DeviceId: id,
          DeviceName: name,
          IsInternetReachable: isReachable(index, row.State, row.IPAddress),
          Source: reports.sourceOf(ImportId),
        });
      }
      await out.pressure();
    }
  },
};

/**
 * Whether the internet reaches a port, by the rule the exposure graph goes by: of a device that faces the internet, what
 * answered on a public address; where no scan looked from outside, all that is open. Undefined: nobody says.
 */
function internetReach(
  estate: Estate,
): (device: number, state: string, address: string | undefined) => boolean | undefined {
  const isOutside = (address: string | undefined): boolean =>
    address !== undefined && isPublicAddress(address);
  const lookedAt = new Set(
    estate.facts.services
      .filter((service) => service.state === 'open' && isOutside(service.address))
      .map((service) => service.device),
  );
  return (device, state, address) => {
    const isFacing = estate.devices.list[device]!.isInternetFacing;
    if (isFacing !== true) return isFacing;
    if (state !== 'open') return undefined;
    return isOutside(address) || !lookedAt.has(device);
  };
}
