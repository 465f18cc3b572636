import type { Result } from '../../base/fault.ts';
import { asObject, asObjects, asText, asTexts } from '../../base/json-value.ts';
import { formatPath, readJson, type JsonObject } from '../../base/json.ts';
import type { Output, ReportFile } from '../source.ts';
import { asserted, type Package, type SpdxDocument } from './document.ts';
import { addReference } from './from-tags.ts';

/** A package whose supplier is named by an element that may come later. */
interface Waiting {
  readonly item: Package;
  readonly supplierId: string;
  readonly locator: string;
}

/** Reads the elements of an SPDX 3 graph: packages, the document and what it is about; all others are counted. */
export async function readGraph(
  file: ReportFile,
  document: SpdxDocument,
  out: Output,
): Promise<Result<void>> {
  const names = new Map<string, string>();
  const waiting: Waiting[] = [];
  const tools = new Set<string>();
  let version: string | undefined;
  out.native('graph', 0);
  const element = (value: JsonObject, locator: string): void => {
    const type = (asText(value['type']) ?? asText(value['@type']) ?? '').replace(/^.*[/:]/, '');
    const id = asText(value['spdxId']) ?? asText(value['@id']);
    switch (type) {
      case 'CreationInfo':
        document.created(asText(value['created']));
        return;
      case 'SpdxDocument':
        document.name(asText(value['name']));
        document.namespace(id);
        return;
      // A document is about its SBOMs, and these about packages: following both, the packages remain.
      case 'software_Sbom':
      case 'Bom':
        for (const root of asTexts(value['rootElement'])) document.describes(root);
        return;
      case 'Tool':
      case 'SoftwareAgent': {
        const name = asText(value['name']);
        if (name !== undefined && type === 'Tool') tools.add(name);
        return;
      }
      case 'Organization':
      case 'Person':
      case 'Agent': {
        const name = asText(value['name']);
        if (id !== undefined && name !== undefined) names.set(id, name);
        return;
      }
      case 'Relationship':
        if (asText(value['relationshipType']) === 'describes')
          for (const to of asTexts(value['to'])) document.describes(to);
        return;
      case 'software_Package': {
        const item = packageOf(value, id);
        const supplierId = asText(value['suppliedBy']);
        if (supplierId === undefined) document.package(item, locator);
        else waiting.push({ item, supplierId, locator });
        return;
      }
      default:
    }
  };
  const result = await readJson(file.text(), {
    records: {
      spdxVersion: (value) => {
        version = asText(value);
      },
      '@graph.*': (value, path) => {
        out.native('graph');
        const object = asObject(value);
        if (object === undefined) out.quarantine(formatPath(path), 'the element is no JSON object');
        else element(object, formatPath(path));
      },
    },
    pressure: () => out.pressure(),
  });
  // The version of SPDX 3 stands in its context; a graph is what it is counted as.
  document.version(version ?? 'graph');
  for (const { item, supplierId, locator } of waiting) {
    document.package({ ...item, supplier: names.get(supplierId) }, locator);
  }
  const [tool] = tools;
  if (tool !== undefined) document.creator(`Tool: ${tool}`);
  return result;
}

function packageOf(value: JsonObject, id: string | undefined): Package {
  const purls: string[] = [];
  const cpes: string[] = [];
  const url = asText(value['software_packageUrl']);
  if (url !== undefined) purls.push(url);
  for (const identifier of asObjects(value['externalIdentifier'])) {
    const text = asText(identifier['identifier']);
    if (text !== undefined)
      addReference({ purls, cpes }, asText(identifier['externalIdentifierType']) ?? '', text);
  }
  return {
    id,
    name: asserted(asText(value['name'])),
    version: asserted(asText(value['software_packageVersion'])),
    supplier: undefined,
    purls,
    cpes,
    purpose: asText(value['software_primaryPurpose']),
    fileName: undefined,
  };
}
