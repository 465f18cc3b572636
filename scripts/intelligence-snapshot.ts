/**
 * Makes the snapshot of intelligence that ships with fixfirst from files a maintainer downloaded:
 *   npx tsx scripts/intelligence-snapshot.ts KEV.json EPSS.csv CVE-RECORDS.tar.gz
 * It keeps the fields that are read, in the publishers' own forms, so that the ordinary feeds read the result.
 */
import { writeFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { asObject, asObjects, asText } from '../src/base/json-value.ts';
import type { JsonObject, JsonValue } from '../src/base/json.ts';
import { openPaths } from '../src/ingest/files/open.ts';
import type { ReportFile } from '../src/sources/source.ts';

const folder = new URL('../data/intel/', import.meta.url);
const cves: string[] = [];

for await (const opened of openPaths(process.argv.slice(2))) {
  if (opened.kind !== 'file') throw new Error(`${opened.name} is no file that belongs into the snapshot`);
  const text = await wholeText(opened.file);
  if (opened.file.head.json?.paths.has('vulnerabilities.*.cveID') === true)
    await write('kev.json.gz', kevOf(text));
  else if (text.startsWith('#model_version')) await write('epss.csv.gz', text);
  else cves.push(JSON.stringify(cveOf(JSON.parse(text) as JsonObject)));
}
await write('cve.ndjson.gz', `${cves.sort().join('\n')}\n`);

async function wholeText(file: ReportFile): Promise<string> {
  let text = '';
  for await (const chunk of file.text()) text += chunk;
  return text;
}

async function write(name: string, text: string): Promise<void> {
  // A fixed header (no time, no name) keeps the file the same for the same input.
  await writeFile(new URL(name, folder), gzipSync(text, { level: 9 }));
  process.stdout.write(`${name}: ${text.length} characters\n`);
}

function kevOf(text: string): string {
  const catalogue = JSON.parse(text) as JsonObject;
  const entries = asObjects(catalogue['vulnerabilities']);
  const fields = ['cveID', 'vulnerabilityName', 'dateAdded', 'dueDate', 'knownRansomwareCampaignUse'];
  const vulnerabilities = entries.map((entry) => pick(entry, fields));
  return JSON.stringify({
    ...pick(catalogue, ['title', 'catalogVersion', 'dateReleased', 'count']),
    vulnerabilities,
  });
}

function cveOf(root: JsonObject): JsonValue {
  const containers = asObject(root['containers']);
  const cna = asObject(containers?.['cna']);
  const title = asText(cna?.['title']);
  const adp = asObjects(containers?.['adp']).map((container) => ({ metrics: metricsOf(container) }));
  return {
    dataType: 'CVE_RECORD',
    ...pick(root, ['dataVersion']),
    cveMetadata: pick(asObject(root['cveMetadata']) ?? {}, [
      'cveId',
      'state',
      'datePublished',
      'dateUpdated',
    ]),
    containers: {
      cna: { ...(title === undefined ? {} : { title }), metrics: metricsOf(cna ?? {}) },
      adp: adp.filter((container) => container.metrics.length > 0),
    },
  };
}

function metricsOf(container: JsonObject): readonly JsonObject[] {
  return asObjects(container['metrics']).flatMap((metric) => {
    const other = asObject(metric['other']);
    if (asText(other?.['type']) === 'ssvc') {
      return [
        { other: { type: 'ssvc', content: { options: asObject(other?.['content'])?.['options'] ?? [] } } },
      ];
    }
    const scores = Object.entries(metric).filter(([key]) => key.startsWith('cvss'));
    if (scores.length === 0) return [];
    return [
      Object.fromEntries(
        scores.map(([key, cvss]) => [key, pick(asObject(cvss) ?? {}, ['baseScore', 'vectorString'])]),
      ),
    ];
  });
}

function pick(object: JsonObject, fields: readonly string[]): JsonObject {
  return Object.fromEntries(
    fields.flatMap((field) => (object[field] === undefined ? [] : [[field, object[field]]])),
  );
}
