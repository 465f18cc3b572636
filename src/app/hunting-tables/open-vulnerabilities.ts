import { readRows } from '../read-rows.ts';
import type { EpochMs } from '../../base/time.ts';
import { isOpenStatus } from '../../ingest/index.ts';
import { observationTables, type StoredObservation } from '../../schema/index.ts';
import type { Store } from '../../store/index.ts';
import { assetOfRef, type AssetIndex } from './assets.ts';
import type { HuntingFacts } from './family.ts';
import { publishedProduct, type PublishedProduct } from './product-names.ts';
import { Reports } from './reports.ts';

/** An open weakness of one product on one asset, with what all sources together know of when and by whom it was seen. */
export interface OpenVulnerability {
  readonly row: VulnerabilityRow;
  /** CVE id, or the id in the source when it names none. */
  readonly id: string;
  readonly asset: AssetIndex;
  readonly product?: PublishedProduct;
  /** The product, or the finding of the source where none is named. */
  readonly productKey: string;
  readonly sources: readonly string[];
  readonly firstSeen?: EpochMs;
  readonly lastSeen?: EpochMs;
  /** Time of the report the row is from. */
  readonly reported?: EpochMs;
}

const columns = [
  'ImportId',
  'File',
  'Locator',
  'Ref',
  'VulnerabilityId',
  'CveIds',
  'Title',
  'Severity',
  'CvssScore',
  'SoftwareVendor',
  'SoftwareName',
  'SoftwareVersion',
  'Purl',
  'Cpe',
  'FixedVersion',
  'FixText',
  'Port',
  'ExploitMaturity',
  'IsKnownExploited',
  'EpssScore',
  'Status',
  'FirstSeen',
  'LastSeen',
] as const;
type VulnerabilityRow = Pick<StoredObservation<'vulnerability'>, (typeof columns)[number]>;

/** What the first of the two readings needs. */
const firstColumns = [
  'ImportId',
  'Ref',
  'VulnerabilityId',
  'CveIds',
  'Status',
  'FirstSeen',
  'LastSeen',
] as const satisfies readonly (typeof columns)[number][];
type FirstRow = Pick<VulnerabilityRow, (typeof firstColumns)[number]>;

/** What was said of one CVE on one asset. */
interface Said {
  readonly sources: string[];
  readonly products: Set<string>;
  first: EpochMs | undefined;
  last: EpochMs | undefined;
}

/**
 * All open weaknesses, in batches. One source may find a CVE in several products of an asset, and each is a row; what another
 * source says of the same CVE on the same asset is the same weakness again. Of several sources the first by name is told,
 * as in the estate's own findings, so both count alike. Reads the observations twice and keeps one entry for each CVE of
 * an asset.
 */
export async function* openVulnerabilities(
  { estate, files, intelligence }: HuntingFacts,
  store: Store,
): AsyncGenerator<readonly OpenVulnerability[], void> {
  const reports = new Reports(files);
  const said = new Map<string, Said>();
  for await (const rows of readRows(store, observationTables.vulnerability, firstColumns)) {
    for (const row of rows) {
      const asset = openOn(row);
      if (asset === undefined) continue;
      for (const id of idsOf(row)) note(said, keyOf(asset, id), row, reports);
    }
  }
  for (const { sources } of said.values()) sources.sort();
  for await (const rows of readRows(store, observationTables.vulnerability, columns)) {
    const batch: OpenVulnerability[] = [];
    for (const row of rows) {
      const asset = openOn(row);
      if (asset === undefined) continue;
      const source = reports.sourceOf(row.ImportId);
      const product = publishedProduct({
        vendor: row.SoftwareVendor,
        name: row.SoftwareName,
        cpe: row.Cpe,
        purl: row.Purl,
      });
      const productKey = product?.key ?? `finding:${source}:${row.VulnerabilityId}`;
      for (const id of idsOf(row)) {
        const known = said.get(keyOf(asset, id))!;
        if (known.sources[0] !== source || known.products.has(productKey)) continue;
        known.products.add(productKey);
        const reported = reports.timeOf(row.ImportId);
        batch.push({
          row,
          id,
          asset,
          productKey,
          sources: known.sources,
          ...(product === undefined ? {} : { product }),
          ...(known.first === undefined ? {} : { firstSeen: known.first }),
          ...(known.last === undefined ? {} : { lastSeen: known.last }),
          ...(reported === undefined ? {} : { reported }),
        });
      }
    }
    yield batch;
  }

  function openOn(row: FirstRow): AssetIndex | undefined {
    const asset = isOpenStatus(row.Status) ? assetOfRef(estate, row.Ref) : undefined;
    return asset !== undefined &&
      estate.silence.isRefuted(asset, reports.sourceOf(row.ImportId), 'vulnerabilities')
      ? undefined
      : asset;
  }

  /** CVE ids of a row that are not rejected, or its own id when it names none. */
  function idsOf(row: FirstRow): readonly string[] {
    const ids = row.CveIds as readonly string[];
    return (ids.length > 0 ? ids : [row.VulnerabilityId]).filter(
      (id) => intelligence.cves.get(id)?.isRejected !== true,
    );
  }
}

function keyOf(asset: AssetIndex, id: string): string {
  return 'device' in asset ? `device ${asset.device}|${id}` : `resource ${asset.resource}|${id}`;
}

function note(said: Map<string, Said>, key: string, row: FirstRow, reports: Reports): void {
  const source = reports.sourceOf(row.ImportId);
  let known = said.get(key);
  if (known === undefined) {
    known = { sources: [], products: new Set(), first: undefined, last: undefined };
    said.set(key, known);
  }
  if (!known.sources.includes(source)) known.sources.push(source);
  const last = row.LastSeen ?? reports.timeOf(row.ImportId);
  const first = row.FirstSeen ?? last;
  if (first !== undefined && first < (known.first ?? Infinity)) known.first = first;
  if (last !== undefined && last > (known.last ?? -Infinity)) known.last = last;
}
