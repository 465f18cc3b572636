import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { assess, evaluateGraph, inspect, noAssetsFile, type Ports } from '../../src/app/index.ts';
import { faultCodes } from '../../src/base/fault-codes.ts';
import { exitCodes } from '../../src/cli/exit-codes.ts';
import { assessmentJson } from '../../src/cli/output/assessment-json.ts';
import { fileJson } from '../../src/cli/output/report-json.ts';
import { factTables } from '../../src/schema/index.ts';
import { openLastingStore, openTemporaryStore } from '../../src/store/duckdb/index.ts';
import { openFactsProcess } from '../../src/store/process/index.ts';
import { generatedPages } from '../../scripts/pages/generated-pages.ts';
import { quoted, root, section, tableRows, text } from './tree.ts';

/** A host on the internet with two open management services, and one inside with a port. */
const scan = `<?xml version="1.0"?>
<nmaprun scanner="nmap" args="nmap -oX - 203.0.113.5 10.0.0.7" start="1764547200" version="7.94" xmloutputversion="1.05">
<host><status state="up" reason="echo-reply"/><address addr="203.0.113.5" addrtype="ipv4"/>
<hostnames><hostname name="gate.corp.example" type="user"/></hostnames>
<ports><port protocol="tcp" portid="3389"><state state="open" reason="syn-ack"/><service name="ms-wbt-server"/></port>
<port protocol="tcp" portid="22"><state state="open" reason="syn-ack"/><service name="ssh"/></port></ports></host>
<host><status state="up" reason="echo-reply"/><address addr="10.0.0.7" addrtype="ipv4"/>
<hostnames><hostname name="files.corp.example" type="user"/></hostnames>
<ports><port protocol="tcp" portid="445"><state state="open" reason="syn-ack"/><service name="microsoft-ds"/></port></ports></host>
<runstats><finished time="1764547300" exit="success"/><hosts up="2" down="0" total="2"/></runstats>
</nmaprun>
`;

const leak = JSON.stringify([
  { RuleID: 'generic-api-key', File: 'a.env', StartLine: 3, Secret: 'not-a-real-secret', Commit: 'c0ffee' },
  { File: 'b.env' },
]);

let folder = '';
const ports: Ports = {
  progress: () => undefined,
  shippedIntelligence: join(root, 'data/intel/kev.json.gz'),
  async openStore(place) {
    const opened = await openLastingStore(join(place, 'facts.duckdb'), join(place, 'spill'));
    if (!opened.ok) throw new Error(opened.fault.message);
    return opened.value;
  },
  openHuntingStore: (place, external) => openTemporaryStore(place, [...factTables.values(), ...external]),
  openFactsProcess: (file) => openFactsProcess(file),
  async temporaryFolder() {
    const path = await mkdtemp(join(tmpdir(), 'fixfirst-pages-'));
    return { path, remove: () => rm(path, { recursive: true, force: true }) };
  },
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fixfirst-pages-input-'));
  await writeFile(join(folder, 'scan.xml'), scan);
  await writeFile(join(folder, 'gitleaks.json'), leak);
  await writeFile(join(folder, 'notes.txt'), 'nothing that a tool wrote');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Objects whose keys are data, not fields. */
const maps =
  /^(native|scope|counts\.relations|nodeP|edgeLoss|nodeLoss|actionRisk)$|\.(native|scope|counts\.relations)$/;

/** Paths of all fields of a document, `[]` for the elements of an array; a map counts as one field. */
function fieldsOf(value: unknown, path = ''): readonly string[] {
  if (Array.isArray(value)) {
    const inner = value.flatMap((item) => fieldsOf(item, `${path}[]`));
    return inner.length === 0 ? [path] : inner;
  }
  if (typeof value !== 'object' || value === null || maps.test(path)) return [path];
  return Object.entries(value).flatMap(([key, item]) => fieldsOf(item, path === '' ? key : `${path}.${key}`));
}

/** Fields a page names in the first cells of its tables. */
function documented(page: string): readonly string[] {
  return tableRows(page).flatMap((cells) => quoted(cells[0] ?? '').slice(0, 1));
}

/** Whether a field, or a whole it is part of, stands on the page; measured values and intervals are explained there once. */
function isDocumented(field: string, names: ReadonlySet<string>): boolean {
  const plain = field
    .replace(/^(risk\.likeliestPath|actions\[\]\.paths\[\])\./, 'path.')
    .replace(/\.(value|interval\[\])$/, (tail) => (names.has(field) ? tail : ''));
  return names.has(plain) || names.has(plain.replace(/\[\]$/, '')) || names.has(`${plain}[]`);
}

describe('docs/reference/assessment-json.md', () => {
  test('names every field of a real document', async () => {
    const options = { paths: [folder], seed: 1, samples: 256, assets: noAssetsFile };
    const document = JSON.parse(assessmentJson(await assess(options, ports))) as Record<string, unknown>;
    const names = new Set(documented(text('docs/reference/assessment-json.md')));
    const fields = new Set(fieldsOf({ ...document, files: [] }));
    expect([...fields].filter((field) => !isDocumented(field, names))).toEqual([]);
    expect(fields).toContain('actions[].riskRemoved.inPlan.value');
    expect(fields).toContain('actions[].paths[].hops[].evidence[].locator');
  });

  test('names no top-level field that the document lacks', async () => {
    const options = { paths: [folder], seed: 1, samples: 256, assets: noAssetsFile };
    const document = JSON.parse(assessmentJson(await assess(options, ports))) as Record<string, unknown>;
    const tops = documented(section(text('docs/reference/assessment-json.md'), '## Top level'));
    const named = new Set(tops.map((field) => field.replace(/[.[].*$/, '')));
    expect([...named].sort()).toEqual(Object.keys(document).sort());
  });
});

test('docs/reference/inspect-json.md names every field of the lines', async () => {
  const names = new Set(documented(text('docs/reference/inspect-json.md')));
  const missing = new Set<string>();
  let files = 0;
  const paths = [folder, join(root, 'data/intel/kev.json.gz')];
  for await (const report of inspect(paths, { progress: () => undefined })) {
    files++;
    for (const field of fieldsOf(fileJson(report))) if (!isDocumented(field, names)) missing.add(field);
  }
  expect(files).toBe(4);
  expect([...missing]).toEqual([]);
});

test('the example of docs/reference/graph-file.md has the answer that stands there', async () => {
  const page = text('docs/reference/graph-file.md');
  const [input = '', answer = ''] = [...page.matchAll(/```json\n([\s\S]*?)```/g)].map(
    (match) => match[1] ?? '',
  );
  const file = join(folder, 'graph.json');
  await writeFile(file, input);
  const result = await evaluateGraph(file, { seed: 1 });
  await rm(file);
  expect(result).toEqual({ ok: true, value: JSON.parse(answer) as unknown });
  const names = documented(section(page, '## Answer'));
  const fields = fieldsOf(JSON.parse(answer)).map((field) => field.replace(/^bestPath\.files/, 'bestPath.*'));
  expect(fields.filter((field) => !isDocumented(field.replace(/(\[\])+$/, ''), new Set(names)))).toEqual([]);
});

describe('docs/reference/errors.md', () => {
  const page = text('docs/reference/errors.md');

  test('has an entry for each fault code and for nothing else', () => {
    const entries = [...page.matchAll(/^### `(.+)`$/gm)].map((match) => match[1]);
    expect(entries).toEqual(Object.keys(faultCodes));
  });

  test('lists the exit codes as they are', () => {
    const rows = tableRows(section(page, '## Exit codes')).map((cells) => [
      quoted(cells[1] ?? '')[0],
      Number(cells[0]),
    ]);
    expect(Object.fromEntries(rows)).toEqual(exitCodes);
  });
});

test('the generated pages are as the code makes them (else: npm run gen)', async () => {
  const stale = [...(await generatedPages())]
    .filter(([path, page]) => text(path) !== page)
    .map(([path]) => path);
  expect(stale).toEqual([]);
});
