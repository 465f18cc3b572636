import { readJsonLines } from '../../base/json-lines.ts';
import { asNumber, asObject, asObjects, asText } from '../../base/json-value.ts';
import { readJson, type JsonObject, type JsonValue } from '../../base/json.ts';
import { parseIsoTime, type EpochMs } from '../../base/time.ts';
import { cveId, type Feed } from '../feed.ts';
import type { CveRecord } from '../intelligence.ts';

/** CVE records (JSON 5) with the CISA container: one record a file, an array, or one a line. */
export const cve5: Feed = {
  id: 'cve',
  title: 'CVE records with CISA enrichment',
  detect(head) {
    const scalars = head.json?.scalars;
    const type = scalars?.get('dataType') ?? scalars?.get('*.dataType');
    if (type !== 'CVE_RECORD') return undefined;
    return `cve ${scalars?.get('dataVersion') ?? scalars?.get('*.dataVersion') ?? '5'}`;
  },
  async read(file, into) {
    let entries = 0;
    let newest: EpochMs | undefined;
    const take = (value: JsonValue): void => {
      const root = asObject(value);
      const metadata = asObject(root?.['cveMetadata']);
      const cve = cveId(asText(metadata?.['cveId']));
      if (root === undefined || cve === undefined) return;
      entries++;
      into.addCve(cve, record(root));
      const updated = parseIsoTime(asText(metadata?.['dateUpdated']));
      if (updated !== undefined && updated > (newest ?? 0)) newest = updated;
    };
    const form = file.head.json?.form;
    const result =
      form === 'lines'
        ? await readJsonLines(file.text(), { record: take, bad: () => undefined })
        : await readJson(file.text(), { records: form === 'array' ? { '*': take } : { '': take } });
    into.loaded('cve', entries, newest);
    return result.ok ? { entries } : { entries, fault: result.fault };
  },
};

function record(root: JsonObject): CveRecord {
  const containers = asObject(root['containers']);
  const cna = asObject(containers?.['cna']);
  const title = asText(cna?.['title']);
  const metadata = asObject(root['cveMetadata']);
  const published = parseIsoTime(asText(metadata?.['datePublished']));
  const metrics = [cna, ...asObjects(containers?.['adp'])].flatMap((container) =>
    asObjects(container?.['metrics']),
  );
  const cvss = newestCvss(metrics);
  const ssvc = ssvcOf(metrics);
  return {
    isRejected: asText(metadata?.['state'])?.toUpperCase() === 'REJECTED',
    ...(published === undefined ? {} : { published }),
    ...(title === undefined ? {} : { title }),
    ...cvss,
    ...(ssvc === undefined ? {} : { ssvc }),
  };
}

const cvssForms = ['cvssV4_0', 'cvssV3_1', 'cvssV3_0', 'cvssV2_0'] as const;

/** The score of the newest CVSS version; the CNA's own comes before an enricher's of the same version. */
function newestCvss(metrics: readonly JsonObject[]): { cvssScore?: number; cvssVector?: string } {
  for (const form of cvssForms) {
    for (const metric of metrics) {
      const cvss = asObject(metric[form]);
      const score = asNumber(cvss?.['baseScore']);
      const vector = asText(cvss?.['vectorString']);
      if (score === undefined || score < 0 || score > 10) continue;
      return { cvssScore: score, ...(vector === undefined ? {} : { cvssVector: vector }) };
    }
  }
  return {};
}

function ssvcOf(metrics: readonly JsonObject[]): CveRecord['ssvc'] {
  for (const metric of metrics) {
    const other = asObject(metric['other']);
    if (asText(other?.['type']) !== 'ssvc') continue;
    const options = new Map<string, string>();
    for (const option of asObjects(asObject(other?.['content'])?.['options'])) {
      for (const [key, value] of Object.entries(option)) {
        const text = asText(value);
        if (text !== undefined) options.set(key.toLowerCase(), text.toLowerCase());
      }
    }
    const exploitation = options.get('exploitation');
    const impact = options.get('technical impact');
    const automatable = options.get('automatable');
    return {
      ...(exploitation === 'none' || exploitation === 'poc' || exploitation === 'active'
        ? { exploitation }
        : {}),
      ...(automatable === undefined ? {} : { isAutomatable: automatable === 'yes' }),
      ...(impact === 'partial' || impact === 'total' ? { technicalImpact: impact } : {}),
    };
  }
  return undefined;
}
