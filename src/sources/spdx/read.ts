import { invariant, type Result } from '../../base/fault.ts';
import { asObject, asObjects, asText, asTexts } from '../../base/json-value.ts';
import { formatPath, readJson, type JsonObject } from '../../base/json.ts';
import type { Output, Read, ReportFile } from '../source.ts';
import { SpdxDocument, asserted } from './document.ts';
import { readGraph } from './from-graph.ts';
import { addReference, readTags } from './from-tags.ts';
import { carriers } from './manifest.ts';

export const read: Read = async (report, out) => {
  const [file] = report.files;
  invariant(file !== undefined, 'a report has a file');
  const document = new SpdxDocument(out, report.name.replace(/^.*[\\/]/, ''));
  let isWhole = false;
  try {
    if (report.format.startsWith(carriers.tags)) return await readTags(file.text(), document, out);
    const isGraph = report.format.startsWith(carriers.graph);
    const result = await (isGraph ? readGraph(file, document, out) : readDocument(file, document, out));
    isWhole = result.ok;
    return result;
  } finally {
    // Tag-value has no end mark, so it never proves.
    document.end(isWhole);
  }
};

function readDocument(file: ReportFile, document: SpdxDocument, out: Output): Promise<Result<void>> {
  out.native('graph', 0);
  return readJson(file.text(), {
    records: {
      spdxVersion: (value) => {
        document.version(asText(value));
      },
      name: (value) => {
        document.name(asText(value));
      },
      documentNamespace: (value) => {
        document.namespace(asText(value));
      },
      creationInfo: (value) => {
        const info = asObject(value);
        document.created(asText(info?.['created']));
        for (const creator of asTexts(info?.['creators'])) document.creator(creator);
      },
      'documentDescribes.*': (value) => {
        document.describes(asText(value));
      },
      'relationships.*': (value) => {
        document.describes(describedBy(asObject(value) ?? {}));
      },
      'packages.*': (value, path) => {
        out.native('packages');
        const item = asObject(value);
        if (item === undefined) out.quarantine(formatPath(path), 'the package is no JSON object');
        else document.package(packageOf(item), formatPath(path));
      },
    },
    pressure: () => out.pressure(),
  });
}

function describedBy(relationship: JsonObject): string | undefined {
  const from = asText(relationship['spdxElementId']);
  const to = asText(relationship['relatedSpdxElement']);
  const type = asText(relationship['relationshipType'])?.toUpperCase();
  if (type === 'DESCRIBES' && from === 'SPDXRef-DOCUMENT') return to;
  return type === 'DESCRIBED_BY' && to === 'SPDXRef-DOCUMENT' ? from : undefined;
}

function packageOf(item: JsonObject): Parameters<SpdxDocument['package']>[0] {
  const purls: string[] = [];
  const cpes: string[] = [];
  for (const reference of asObjects(item['externalRefs'])) {
    const locator = asText(reference['referenceLocator']);
    if (locator !== undefined)
      addReference({ purls, cpes }, asText(reference['referenceType']) ?? '', locator);
  }
  return {
    id: asText(item['SPDXID']),
    name: asserted(asText(item['name'])),
    version: asserted(asText(item['versionInfo'])),
    supplier: asText(item['supplier']),
    purls,
    cpes,
    purpose: asText(item['primaryPackagePurpose']),
    fileName: asText(item['packageFileName']),
  };
}
