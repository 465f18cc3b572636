import { asNumber, asObject, asObjects, asText, asTexts } from '../../base/json-value.ts';
import type { JsonObject } from '../../base/json.ts';
import { severityOfCvss, severityOfWord, type Severity } from '../../base/severity.ts';
import { parseIsoTime } from '../../base/time.ts';
import type { Observation } from '../../schema/index.ts';
import { cveIds } from '../cve-ids.ts';
import { shorten } from '../texts.ts';
import type { Product } from './products.ts';

type Finding = Observation<'vulnerability'>;

/** What a document says of one product and one vulnerability. */
export interface Statement {
  readonly productId: string;
  readonly status: Finding['Status'];
}

/** Lists of `product_status`; of a product in several lists the first of this order counts. */
const statuses: readonly (readonly [string, Finding['Status']])[] = [
  ['known_affected', 'affected'],
  ['first_affected', 'affected'],
  ['last_affected', 'affected'],
  ['fixed', 'fixed'],
  ['first_fixed', 'fixed'],
  ['known_not_affected', 'not_affected'],
  ['under_investigation', 'under_investigation'],
];

/** One statement for each product of `product_status`; `recommended` and `unknown` say nothing of it. */
export function statementsOf(vulnerability: JsonObject): readonly Statement[] {
  const lists = asObject(vulnerability['product_status']) ?? {};
  const found = new Map<string, Statement>();
  for (const [list, status] of statuses) {
    for (const productId of asTexts(lists[list])) {
      if (!found.has(productId)) found.set(productId, { productId, status });
    }
  }
  return [...found.values()];
}

/** Id of a vulnerability: its CVE, else the first id of another system, else its title. */
export function idOf(vulnerability: JsonObject): string | undefined {
  return (
    asText(vulnerability['cve']) ??
    asText(asObjects(vulnerability['ids'])[0]?.['text']) ??
    asText(vulnerability['title'])
  );
}

/** What a document says besides its status lists, by product. */
export interface Context {
  readonly groups: ReadonlyMap<string, readonly string[]>;
  /** Word of `document.aggregate_severity`. */
  readonly severity: string | undefined;
}

/** The statement as a finding on the product's resource. */
export function findingOf(
  vulnerability: JsonObject,
  id: string,
  statement: Statement,
  product: Product | undefined,
  context: Context,
  ref: string,
): Finding {
  const about = (list: string): readonly JsonObject[] =>
    asObjects(vulnerability[list]).filter((item) => concerns(item, statement.productId, context.groups));
  const cvss = cvssOf(vulnerability, statement.productId);
  const remedies = about('remediations');
  const remedy = remedies.find((item) => asText(item['category']) === 'vendor_fix') ?? remedies[0];
  const impact = about('threats').filter((item) => asText(item['category']) === 'impact');
  return {
    Ref: ref,
    VulnerabilityId: id,
    CveIds: cveIds([asText(vulnerability['cve'])]),
    Title: titleOf(vulnerability),
    Severity: severityOf(cvss, impact, context.severity),
    CvssScore: cvss?.score,
    CvssVector: cvss?.vector,
    SoftwareVendor: product?.vendor,
    SoftwareName: product?.software ?? product?.name,
    SoftwareVersion: product?.version,
    Purl: product?.purl,
    Cpe: product?.cpe,
    FixText: textOf(remedy),
    ...stateOf(statement.status, remedies, about('flags'), impact),
    FirstSeen: parseIsoTime(
      asText(vulnerability['release_date']) ?? asText(vulnerability['disclosure_date']),
    ),
  };
}

function concerns(item: JsonObject, productId: string, groups: Context['groups']): boolean {
  const ids = asTexts(item['product_ids']);
  const groupIds = asTexts(item['group_ids']);
  if (ids.length === 0 && groupIds.length === 0) return true;
  return ids.includes(productId) || groupIds.some((group) => groups.get(group)?.includes(productId) === true);
}

function titleOf(vulnerability: JsonObject): string | undefined {
  const notes = asObjects(vulnerability['notes']);
  const described = ['description', 'summary', 'general']
    .map((category) => notes.find((note) => asText(note['category']) === category))
    .find((note) => note !== undefined);
  const title = asText(vulnerability['title']) ?? asText(described?.['text']);
  return title === undefined ? undefined : shorten(title, 200);
}

interface Cvss {
  readonly score: number;
  readonly vector: string | undefined;
  readonly word: string | undefined;
}

/** The newest CVSS version of `scores` (2.0) or `metrics` (2.1) for the product. */
function cvssOf(vulnerability: JsonObject, productId: string): Cvss | undefined {
  const scores = [
    ...asObjects(vulnerability['scores']),
    ...asObjects(vulnerability['metrics']).map((metric) => ({
      products: metric['products'],
      ...asObject(metric['content']),
    })),
  ] as readonly JsonObject[];
  for (const version of ['cvss_v4', 'cvss_v3', 'cvss_v2']) {
    for (const item of scores) {
      const cvss = asObject(item[version]);
      const score = asNumber(cvss?.['baseScore']);
      if (cvss === undefined || score === undefined || score < 0 || score > 10) continue;
      if (!asTexts(item['products']).includes(productId)) continue;
      return { score, vector: asText(cvss['vectorString']), word: asText(cvss['baseSeverity']) };
    }
  }
  return undefined;
}

/** The publisher's own word (impact of the product, then of the document), else that of CVSS, else the band of the score. */
function severityOf(
  cvss: Cvss | undefined,
  impact: readonly JsonObject[],
  aggregate: string | undefined,
): Severity {
  const words = [...impact.map((threat) => asText(threat['details'])), cvss?.word];
  for (const word of words) {
    const severity = severityOfWord(word);
    if (severity !== 'Unknown') return severity;
  }
  return cvss === undefined ? severityOfWord(aggregate) : severityOfCvss(cvss.score);
}

function stateOf(
  status: Finding['Status'],
  remedies: readonly JsonObject[],
  flags: readonly JsonObject[],
  impact: readonly JsonObject[],
): Pick<Finding, 'Status' | 'Reason'> {
  if (status === 'not_affected') {
    const why = [
      ...flags.map((flag) => asText(flag['label'])),
      ...impact.map((threat) => asText(threat['details'])),
    ];
    const reason = why.filter((part) => part !== undefined).join(': ');
    return { Status: status, Reason: shorten(reason === '' ? 'the publisher says so' : reason, 500) };
  }
  if (status === 'affected') {
    const categories = new Set(remedies.map((item) => asText(item['category'])));
    // Beside a fix it speaks of other versions of the product.
    if (!categories.has('vendor_fix') && categories.has('no_fix_planned'))
      return { Status: 'will_not_fix', Reason: 'the publisher plans no fix' };
  }
  return { Status: status };
}

function textOf(remedy: JsonObject | undefined): string | undefined {
  const details = asText(remedy?.['details']);
  const url = asText(remedy?.['url']);
  const text = [details, url].filter((part) => part !== undefined).join(' ');
  return text === '' ? undefined : shorten(text, 1000);
}
