import { severityOfCvss, type Severity } from '../../base/severity.ts';
import type { Intelligence } from '../../intel/index.ts';
import { deviceRecords, systemColumns, type DeviceRecord } from './device-records.ts';
import type { PublishedRow, TableFamily } from './family.ts';
import { openVulnerabilities, type OpenVulnerability } from './open-vulnerabilities.ts';

/**
 * CVEs open on devices, by product; and what is known of CVEs: those of the estate, of the catalogue of exploited ones, and
 * those with a CVE record. Weaknesses without a CVE id and those of images and repositories are in Findings.
 */
export const vulnerabilities: TableFamily = {
  tables: ['DeviceTvmSoftwareVulnerabilities', 'DeviceTvmSoftwareVulnerabilitiesKB'],
  async fill(facts, store, out) {
    const records = await deviceRecords(facts, store);
    const found = new Map<string, Found>();
    for await (const batch of openVulnerabilities(facts, store)) {
      for (const vulnerability of batch) {
        const { id, asset } = vulnerability;
        if (!isCve(id)) continue;
        note(found, vulnerability);
        if ('device' in asset)
          out.published('DeviceTvmSoftwareVulnerabilities', onDevice(records[asset.device]!, vulnerability));
      }
      await out.pressure();
    }
    const { kev, cves } = facts.intelligence;
    for (const id of [...new Set([...found.keys(), ...kev.keys(), ...cves.keys()])].sort()) {
      if (cves.get(id)?.isRejected === true) continue;
      out.published('DeviceTvmSoftwareVulnerabilitiesKB', knowledge(id, found.get(id), facts.intelligence));
      await out.pressure();
    }
  },
};

function onDevice(record: DeviceRecord, { row, id, product }: OpenVulnerability): PublishedRow {
  const hasNoUpdate = row.Status === 'will_not_fix' || row.Status === 'end_of_life';
  return {
    ...systemColumns(record),
    SoftwareVendor: product?.vendor,
    SoftwareName: product?.name,
    SoftwareVersion: row.SoftwareVersion,
    CveId: id,
    VulnerabilitySeverityLevel: levelOf(row.Severity),
    RecommendedSecurityUpdate: row.FixText?.slice(0, 600) ?? row.FixedVersion,
    RecommendedSecurityUpdateId: row.FixedVersion,
    CveTags: hasNoUpdate ? ['NoSecurityUpdate'] : undefined,
  };
}

function knowledge(id: string, found: Found | undefined, intelligence: Intelligence): PublishedRow {
  const record = intelligence.cves.get(id);
  const score = record?.cvssScore ?? found?.score;
  return {
    CveId: id,
    CvssScore: score === undefined ? undefined : String(score),
    IsExploitAvailable: isExploitAvailable(id, found, intelligence),
    VulnerabilitySeverityLevel: score === undefined ? found?.level : levelOf(severityOfCvss(score)),
    VulnerabilityDescription: record?.title ?? intelligence.kev.get(id)?.name ?? found?.title,
    PublishedDate: record?.published,
    AffectedSoftware: found === undefined ? undefined : [...found.products].sort(),
  };
}

/** What sources say of a CVE that they found. */
interface Found {
  readonly products: Set<string>;
  score?: number;
  level?: string;
  title?: string;
  /** Some source knows an exploit; false: some says that there is none, and none that there is. */
  hasExploit?: boolean;
}

function note(found: Map<string, Found>, { row, id, product }: OpenVulnerability): void {
  const known: Found = found.get(id) ?? { products: new Set() };
  found.set(id, known);
  if (product !== undefined) known.products.add(product.title);
  if (row.CvssScore !== undefined) known.score = Math.max(row.CvssScore, known.score ?? 0);
  const level = levelOf(row.Severity);
  if (level !== undefined) known.level ??= level;
  if (row.Title !== undefined) known.title ??= row.Title;
  // What a row of several CVEs says of exploits holds for some of them, nobody knows which.
  if ((row.CveIds as readonly string[]).length > 1) return;
  if (row.IsKnownExploited === true || (row.ExploitMaturity ?? 'none') !== 'none') known.hasExploit = true;
  else if (row.ExploitMaturity === 'none') known.hasExploit ??= false;
}

function isExploitAvailable(
  id: string,
  found: Found | undefined,
  { kev, cves }: Intelligence,
): boolean | undefined {
  const exploitation = cves.get(id)?.ssvc?.exploitation;
  if (kev.has(id) || exploitation === 'poc' || exploitation === 'active') return true;
  return found?.hasExploit ?? (exploitation === 'none' ? false : undefined);
}

function isCve(id: string): boolean {
  return /^(CVE|TVM)-/.test(id);
}

/** Severity as the published tables write it; our `Unknown` is theirs left empty. */
function levelOf(severity: Severity): string | undefined {
  return severity === 'Unknown' ? undefined : severity;
}
