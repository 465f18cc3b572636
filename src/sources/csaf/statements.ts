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

/** What a document says besides its status lists. */
export interface Context {
  readonly groups: ReadonlyMap<string, readonly string[]>;
  /** Word of `document.aggregate_severity`. */
  readonly severity: string | undefined;
}

/** Entries of one list by product; those that name neither product nor group concern all. */
class ByProduct {
  readonly #all: JsonObject[] = [];
  readonly #of = new Map<string, JsonObject[]>();

  constructor(items: readonly JsonObject[], groups: Context['groups'], key = 'product_ids') {
    for (const item of items) {
      const groupIds = asTexts(item['group_ids']);
      const ids = new Set([...asTexts(item[key]), ...groupIds.flatMap((group) => groups.get(group) ?? [])]);
      if (ids.size === 0 && groupIds.length === 0) this.#all.push(item);
      for (const id of ids) {
        const items = this.#of.get(id);
        if (items === undefined) this.#of.set(id, [item]);
        else items.push(item);
      }
    }
  }

  get(productId: string): readonly JsonObject[] {
    return [...(this.#of.get(productId) ?? []), ...this.#all];
  }
}

/** A vulnerability with its lists sorted by product: a document may name thousands of them. */
export class Sayings {
  readonly vulnerability: JsonObject;
  readonly severity: string | undefined;
  readonly remediations: ByProduct;
  readonly threats: ByProduct;
  readonly flags: ByProduct;
  /** `scores` of 2.0 and `metrics` of 2.1. */
  readonly scores: ByProduct;

  constructor(vulnerability: JsonObject, { groups, severity }: Context) {
    const list = (name: string): readonly JsonObject[] => asObjects(vulnerability[name]);
    const metrics = list('metrics').map((metric): JsonObject => ({
      ...asObject(metric['content']),
      products: metric['products'],
    }));
    this.vulnerability = vulnerability;
    this.severity = severity;
    this.remediations = new ByProduct(list('remediations'), groups);
    this.threats = new ByProduct(list('threats'), groups);
    this.flags = new ByProduct(list('flags'), groups);
    this.scores = new ByProduct([...list('scores'), ...metrics], groups, 'products');
  }
}

/** The statement as a finding on the product's resource. */
export function findingOf(
  sayings: Sayings,
  id: string,
  { productId, status }: Statement,
  product: Product | undefined,
  ref: string,
): Finding {
  const { vulnerability } = sayings;
  const cvss = cvssOf(sayings.scores.get(productId));
  const remedies = sayings.remediations.get(productId);
  const remedy = remedies.find((item) => asText(item['category']) === 'vendor_fix') ?? remedies[0];
  const impact = sayings.threats.get(productId).filter((item) => asText(item['category']) === 'impact');
  return {
    Ref: ref,
    VulnerabilityId: id,
    CveIds: cveIds([asText(vulnerability['cve'])]),
    Title: titleOf(vulnerability),
    Severity: severityOf(cvss, impact, sayings.severity),
    CvssScore: cvss?.score,
    CvssVector: cvss?.vector,
    SoftwareVendor: product?.vendor,
    SoftwareName: product?.software ?? product?.name,
    SoftwareVersion: product?.version,
    Purl: product?.purl,
    Cpe: product?.cpe,
    FixText: textOf(remedy),
    ...stateOf(status, remedies, sayings.flags.get(productId), impact),
    FirstSeen: parseIsoTime(
      asText(vulnerability['release_date']) ?? asText(vulnerability['disclosure_date']),
    ),
  };
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

/** The newest CVSS version among the ratings of a product. */
function cvssOf(ratings: readonly JsonObject[]): Cvss | undefined {
  for (const version of ['cvss_v4', 'cvss_v3', 'cvss_v2']) {
    for (const rating of ratings) {
      const cvss = asObject(rating[version]);
      const score = asNumber(cvss?.['baseScore']);
      if (cvss === undefined || score === undefined || score < 0 || score > 10) continue;
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
