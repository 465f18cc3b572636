import { readRows } from './read-rows.ts';
import { severities, type Severity } from '../base/severity.ts';
import type { Evidence, ResourceFact, WeaknessFact } from '../graph/index.ts';
import { isOpenStatus } from '../ingest/index.ts';
import type { Intelligence } from '../intel/index.ts';
import { attackOf, exploitability, type Remedy } from '../posture/index.ts';
import { observationTables, type StoredObservation } from '../schema/index.ts';
import { productOf, type Product } from '../software/index.ts';
import type { QueryRunner } from '../store/index.ts';
import type { ImportFacts } from './import-facts.ts';
import type { Silence } from './silence.ts';

/** Where refs of devices and resources lead. */
export interface Assets {
  readonly deviceOfRef: ReadonlyMap<string, number>;
  readonly resourceOfRef: ReadonlyMap<string, number>;
  readonly resources: readonly ResourceFact[];
}

export interface Findings {
  readonly weaknesses: readonly WeaknessFact[];
  readonly remedies: readonly Remedy[];
  /** Open vulnerabilities after joining what several tools said. */
  readonly open: number;
  readonly cves: ReadonlySet<string>;
  /** CVEs among them that are known to be exploited. */
  readonly knownExploited: number;
  readonly controls: { pass: number; fail: number; notApplicable: number; unknown: number };
  /** CVEs of which no feed says anything. */
  readonly cvesWithoutIntelligence: number;
  /** Findings that stand on a lapsed word alone, and whose it is. */
  readonly stale: { readonly findings: number; readonly sources: readonly string[] };
}

/** Pieces of evidence kept for a remedy. */
const keptEvidence = 25;

/** Reads all vulnerability and control observations: what can be exploited, and what would end it. */
export async function gatherFindings(
  store: QueryRunner,
  imports: ImportFacts,
  assets: Assets,
  intelligence: Intelligence,
  silence: Silence,
): Promise<Findings> {
  const remedies = new Map<string, MutableRemedy>();
  const weaknesses: WeaknessFact[] = [];
  const cves = new Set<string>();
  const seen = new Seen();
  let open = 0;
  let stale = 0;
  const staleSources = new Set<string>();
  // Source by source, so that the names of files decide nothing where two sources speak of one finding.
  for (const source of imports.sources()) {
    for await (const rows of readRows(store, observationTables.vulnerability, vulnerabilityColumns)) {
      for (const row of rows) if (imports.sourceOf(row.ImportId) === source) take(row, source);
    }
  }
  const controls = await gatherControls(store, assets, remedies);
  return {
    weaknesses,
    remedies: [...remedies.values()],
    open,
    cves,
    knownExploited: [...cves].filter((cve) => intelligence.kev.has(cve)).length,
    controls,
    cvesWithoutIntelligence: [...cves].filter(
      (cve) => !intelligence.kev.has(cve) && !intelligence.epss.has(cve),
    ).length,
    stale: { findings: stale, sources: [...staleSources].sort() },
  };

  function take(row: VulnerabilityRow, source: string): void {
    const device = assets.deviceOfRef.get(row.Ref);
    const resource = device === undefined ? assets.resourceOfRef.get(row.Ref) : undefined;
    if (!isOpenStatus(row.Status)) return;
    const number = device !== undefined ? { device } : resource !== undefined ? { resource } : undefined;
    if (number === undefined || silence.isRefuted(number, source, 'vulnerabilities')) return;
    const isStale = silence.isStale(number, source);
    if (isStale) staleSources.add(source);
    const product = productOf({
      vendor: row.SoftwareVendor,
      name: row.SoftwareName,
      cpe: row.Cpe,
      purl: row.Purl,
    });
    const productKey = product?.key ?? `finding:${source}:${row.VulnerabilityId}`;
    const asset = device === undefined ? `resource ${resource ?? ''}` : `device ${device}`;
    for (const id of cveIdsOf(row)) {
      if (intelligence.cves.get(id)?.isRejected === true || !seen.add(asset, id, productKey, source))
        continue;
      open++;
      if (isStale) stale++;
      if (id.startsWith('CVE-')) cves.add(id);
      const remedy = remedyOf(remedies, row, product, source, assets, resource);
      const known = noteFinding(remedy, row, id, device, resource, intelligence);
      if (device !== undefined)
        weaknesses.push(weaknessOf(row, id, device, remedy.key, product, intelligence, known));
    }
  }
}

const vulnerabilityColumns = [
  'ImportId',
  'File',
  'Locator',
  'Ref',
  'VulnerabilityId',
  'CveIds',
  'Title',
  'Severity',
  'CvssVector',
  'SoftwareVendor',
  'SoftwareName',
  'Purl',
  'Cpe',
  'FixedVersion',
  'FixText',
  'Port',
  'ExploitMaturity',
  'IsKnownExploited',
  'EpssScore',
  'Status',
] as const;
type VulnerabilityRow = Pick<StoredObservation<'vulnerability'>, (typeof vulnerabilityColumns)[number]>;

interface MutableRemedy extends Remedy {
  readonly fixes: Set<string>;
  fixText?: string;
  readonly devices: Set<number>;
  readonly resources: Set<number>;
  readonly cves: Set<string>;
  knownExploited: number;
  findings: number;
  worst: Severity;
  readonly evidence: Evidence[];
}

/** The row where it speaks of one CVE only: what a row says of exploits holds for some of its CVEs, nobody knows which. */
function ofOneCve(row: VulnerabilityRow): VulnerabilityRow | undefined {
  return (row.CveIds as readonly string[]).length > 1 ? undefined : row;
}

/** CVE ids of a row, or its own id when it names none. */
function cveIdsOf(row: VulnerabilityRow): readonly string[] {
  const ids = row.CveIds as readonly string[];
  return ids.length > 0 ? ids : [row.VulnerabilityId];
}

/**
 * Findings seen so far. One source may find a CVE in several products of a device, and each is a finding; what another source
 * says of the same CVE on the same device is the same finding again.
 */
class Seen {
  readonly #byAsset = new Map<string, { readonly source: string; readonly products: Set<string> }>();

  add(asset: string, id: string, product: string, source: string): boolean {
    const key = `${asset}|${id}`;
    const known = this.#byAsset.get(key);
    if (known === undefined) {
      this.#byAsset.set(key, { source, products: new Set([product]) });
      return true;
    }
    if (known.source !== source || known.products.has(product)) return false;
    known.products.add(product);
    return true;
  }
}

function remedyOf(
  remedies: Map<string, MutableRemedy>,
  row: VulnerabilityRow,
  product: Product | undefined,
  source: string,
  assets: Assets,
  resource: number | undefined,
): MutableRemedy {
  if (resource !== undefined) {
    const { id, name } = assets.resources[resource]!;
    return made(remedies, `resource:${id}`, 'rebuild', name);
  }
  if (product === undefined) {
    const isPatch = (row.CveIds as readonly string[]).length > 0;
    return made(
      remedies,
      `finding:${source}:${row.VulnerabilityId}`,
      isPatch ? 'update' : 'setting',
      row.Title ?? row.VulnerabilityId,
    );
  }
  const isFixable =
    row.FixedVersion !== undefined || (row.FixText !== undefined && !saysNoFix.test(row.FixText));
  return isFixable
    ? made(remedies, product.key, 'update', product.title)
    : made(remedies, `${product.key}#unfixed`, 'mitigate', product.title);
}

const saysNoFix =
  /^\s*(n\/?a|none|no (known )?(solution|fix|update|patch|remediation)\b.*|will not be fixed.*)\.?\s*$/i;

function made(
  remedies: Map<string, MutableRemedy>,
  key: string,
  kind: Remedy['kind'],
  subject: string,
): MutableRemedy {
  const known = remedies.get(key);
  if (known !== undefined) return known;
  const remedy: MutableRemedy = {
    key,
    kind,
    subject,
    fixes: new Set(),
    devices: new Set(),
    resources: new Set(),
    cves: new Set(),
    knownExploited: 0,
    findings: 0,
    worst: 'None',
    evidence: [],
  };
  remedies.set(key, remedy);
  return remedy;
}

/** Adds a finding to its remedy; answers whether it is known to be exploited. */
function noteFinding(
  remedy: MutableRemedy,
  row: VulnerabilityRow,
  id: string,
  device: number | undefined,
  resource: number | undefined,
  intelligence: Intelligence,
): boolean {
  remedy.findings++;
  if (device !== undefined) remedy.devices.add(device);
  if (resource !== undefined) remedy.resources.add(resource);
  const isKnown = intelligence.kev.has(id) || ofOneCve(row)?.IsKnownExploited === true;
  if (id.startsWith('CVE-') && !remedy.cves.has(id)) {
    remedy.cves.add(id);
    if (isKnown) remedy.knownExploited++;
  }
  if (row.FixedVersion !== undefined) remedy.fixes.add(row.FixedVersion);
  if (row.FixText !== undefined) remedy.fixText ??= row.FixText.slice(0, 600);
  if (severities.indexOf(row.Severity) > severities.indexOf(remedy.worst) && row.Severity !== 'Unknown')
    remedy.worst = row.Severity;
  if (remedy.evidence.length < keptEvidence) remedy.evidence.push({ file: row.File, locator: row.Locator });
  return isKnown;
}

function weaknessOf(
  row: VulnerabilityRow,
  id: string,
  device: number,
  remedy: string,
  product: Product | undefined,
  intelligence: Intelligence,
  isKnownExploited: boolean,
): WeaknessFact {
  const record = intelligence.cves.get(id);
  const own = ofOneCve(row);
  const chance = exploitability(
    id.startsWith('CVE-') ? id : undefined,
    {
      severity: row.Severity,
      exploitMaturity: own?.ExploitMaturity,
      isKnownExploited: own?.IsKnownExploited,
      epssScore: own?.EpssScore,
    },
    intelligence,
  );
  const attack = attackOf({
    cvssVector: row.CvssVector ?? record?.cvssVector,
    severity: row.Severity,
    product: `${row.SoftwareVendor ?? ''} ${product?.key ?? ''} ${row.Title ?? ''}`,
    port: row.Port,
    technicalImpact: record?.ssvc?.technicalImpact,
    isKnownExploited,
  });
  return {
    device,
    id,
    remedy,
    attack: attack.attack,
    reliability: attack.reliability,
    q: chance.q,
    reason: chance.reason,
    ...(row.Port === undefined || row.Port === 0 ? {} : { port: row.Port }),
    ...(attack.assumed === undefined ? {} : { assumed: attack.assumed }),
    evidence: { file: row.File, locator: row.Locator },
  };
}

const controlColumns = [
  'File',
  'Locator',
  'Ref',
  'ControlId',
  'Title',
  'Severity',
  'Result',
  'FixText',
] as const;

async function gatherControls(
  store: QueryRunner,
  assets: Assets,
  remedies: Map<string, MutableRemedy>,
): Promise<Findings['controls']> {
  const counts = { pass: 0, fail: 0, notApplicable: 0, unknown: 0 };
  for await (const rows of readRows(store, observationTables.control, controlColumns)) {
    for (const row of rows) {
      counts[row.Result]++;
      if (row.Result !== 'fail') continue;
      const remedy = made(remedies, `control:${row.ControlId}`, 'setting', row.Title ?? row.ControlId);
      remedy.findings++;
      const device = assets.deviceOfRef.get(row.Ref);
      const resource = device === undefined ? assets.resourceOfRef.get(row.Ref) : undefined;
      if (device !== undefined) remedy.devices.add(device);
      if (resource !== undefined) remedy.resources.add(resource);
      if (row.FixText !== undefined) remedy.fixText ??= row.FixText.slice(0, 600);
      if (severities.indexOf(row.Severity) > severities.indexOf(remedy.worst) && row.Severity !== 'Unknown')
        remedy.worst = row.Severity;
      if (remedy.evidence.length < keptEvidence)
        remedy.evidence.push({ file: row.File, locator: row.Locator });
    }
  }
  return counts;
}
