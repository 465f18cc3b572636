import { readRows } from './read-rows.ts';
import { isPublicAddress, type ServiceFact } from '../graph/index.ts';
import { observationTables } from '../schema/index.ts';
import { productOf } from '../software/index.ts';
import type { QueryRunner } from '../store/index.ts';

/** Open ports by device; what several scans saw is one service, and an answer from outside beats the host's own word. */
export async function gatherServices(
  store: QueryRunner,
  deviceOfRef: ReadonlyMap<string, number>,
): Promise<readonly ServiceFact[]> {
  const services = new Map<string, ServiceFact>();
  const columns = ['File', 'Locator', 'Ref', 'IPAddress', 'Port', 'Protocol', 'State', 'Service'] as const;
  for await (const rows of readRows(store, observationTables.endpoint, columns)) {
    for (const row of rows) {
      const device = deviceOfRef.get(row.Ref);
      if (device === undefined) continue;
      // What answers on a public address is another fact than what answers inside.
      const side = row.IPAddress !== undefined && isPublicAddress(row.IPAddress) ? 'outside' : 'inside';
      const key = `${device} ${row.Protocol} ${row.Port} ${side}`;
      const known = services.get(key);
      if (known !== undefined && (known.state === 'open' || row.State !== 'open')) continue;
      services.set(key, {
        device,
        ...(row.IPAddress === undefined ? {} : { address: row.IPAddress }),
        port: row.Port,
        protocol: row.Protocol,
        ...(row.Service === undefined ? {} : { service: row.Service }),
        state: row.State,
        evidence: { file: row.File, locator: row.Locator },
      });
    }
  }
  return [...services.values()];
}

export interface SoftwareFacts {
  /** Software on devices and in resources, one for each asset, product and version. */
  readonly installed: number;
  readonly products: number;
  /** Names on a device that say what it is for, lower case. */
  readonly roles: ReadonlyMap<number, ReadonlySet<string>>;
}

/** Names that rules on critical assets look for; others are only counted. */
const tellsRole =
  /certificate services|adcs|adfs|federation services|(entra|azure ad|aad) ?connect|vcenter|esxi|hyper-v|veeam|backup exec|commvault|netbackup|arcserve|acronis|bacula|rubrik|exchange/i;

/** Reads the software inventory as far as counts and rules need it. */
export async function gatherSoftware(
  store: QueryRunner,
  deviceOfRef: ReadonlyMap<string, number>,
): Promise<SoftwareFacts> {
  const seen = new Set<string>();
  const products = new Set<string>();
  const roles = new Map<number, Set<string>>();
  const columns = ['Ref', 'SoftwareVendor', 'SoftwareName', 'SoftwareVersion', 'Purl', 'Cpe'] as const;
  for await (const rows of readRows(store, observationTables.software, columns)) {
    for (const row of rows) {
      const device = deviceOfRef.get(row.Ref);
      const product = productOf({
        vendor: row.SoftwareVendor,
        name: row.SoftwareName,
        cpe: row.Cpe,
        purl: row.Purl,
      });
      const key = product?.key ?? row.SoftwareName;
      products.add(key);
      seen.add(`${device ?? row.Ref} ${key} ${row.SoftwareVersion ?? ''}`);
      noteRole(roles, device, row.SoftwareVendor, row.SoftwareName);
    }
  }
  // Sources without an inventory name products with their weaknesses.
  for await (const rows of readRows(store, observationTables.vulnerability, [
    'Ref',
    'SoftwareVendor',
    'SoftwareName',
  ])) {
    for (const row of rows) noteRole(roles, deviceOfRef.get(row.Ref), row.SoftwareVendor, row.SoftwareName);
  }
  return { installed: seen.size, products: products.size, roles };
}

function noteRole(
  roles: Map<number, Set<string>>,
  device: number | undefined,
  vendor: string | undefined,
  product: string | undefined,
): void {
  if (device === undefined || product === undefined) return;
  const name = `${vendor ?? ''} ${product}`.trim().toLowerCase().replaceAll('_', ' ');
  if (!tellsRole.test(name)) return;
  const names = roles.get(device);
  if (names === undefined) roles.set(device, new Set([name]));
  else names.add(name);
}
