import { asArray, asBoolean, asNumber, asObject, asObjects, asText, asTexts } from '../../base/json-value.ts';
import type { JsonObject, JsonValue } from '../../base/json.ts';
import type { Component, Service, Tool, Vulnerability } from './model.ts';

export function componentFromJson(value: JsonObject): Component {
  return {
    type: asText(value['type']),
    bomRef: asText(value['bom-ref']),
    group: asText(value['group']),
    name: asText(value['name']),
    version: asText(value['version']),
    purl: asText(value['purl']),
    cpe: asText(value['cpe']),
    vendor:
      nameOf(value['supplier']) ??
      asText(value['publisher']) ??
      nameOf(value['manufacturer']) ??
      asText(value['manufacturer']),
    path: pathOf(value),
    components: asObjects(value['components']).map(componentFromJson),
    vulnerabilities: [],
  };
}

function nameOf(value: JsonValue | undefined): string | undefined {
  return asText(asObject(value)?.['name']);
}

/** Where the component lies, as scanners write it: evidence of 1.5, or the properties of Syft and Trivy. */
function pathOf(value: JsonObject): string | undefined {
  const [occurrence] = asObjects(asObject(value['evidence'])?.['occurrences']);
  const location = asText(occurrence?.['location']);
  if (location !== undefined) return location;
  for (const property of asObjects(value['properties'])) {
    const name = asText(property['name']) ?? '';
    if (isPathProperty(name)) return asText(property['value']);
  }
  return undefined;
}

export function isPathProperty(name: string): boolean {
  return name === 'syft:location:0:path' || name === 'aquasecurity:trivy:FilePath' || name === 'SrcFile';
}

export function isFixedVersionProperty(name: string): boolean {
  return /^grype:fixed_?versions?$/i.test(name);
}

export function serviceFromJson(value: JsonObject): Service {
  return {
    bomRef: asText(value['bom-ref']),
    group: asText(value['group']),
    name: asText(value['name']),
    version: asText(value['version']),
    provider: nameOf(value['provider']),
    endpoints: asTexts(value['endpoints']),
    isAuthenticated: asBoolean(value['authenticated']),
    crossesTrustBoundary: asBoolean(value['x-trust-boundary']),
    services: asObjects(value['services']).map(serviceFromJson),
  };
}

export function vulnerabilityFromJson(value: JsonObject): Vulnerability {
  const analysis = asObject(value['analysis']);
  const fixed = asObjects(value['properties']).find((property) =>
    isFixedVersionProperty(asText(property['name']) ?? ''),
  );
  return {
    id: asText(value['id']),
    source: nameOf(value['source']),
    references: asObjects(value['references']).flatMap((reference) => asText(reference['id']) ?? []),
    ratings: asObjects(value['ratings']).map((rating) => ({
      source: nameOf(rating['source']),
      method: asText(rating['method']),
      severity: asText(rating['severity']),
      score: asNumber(rating['score']),
      vector: asText(rating['vector']),
    })),
    description: asText(value['description']),
    recommendation: asText(value['recommendation']),
    state: asText(analysis?.['state']),
    justification: asText(analysis?.['justification']),
    responses: asTexts(analysis?.['response']),
    detail: asText(analysis?.['detail']),
    firstIssued: asText(analysis?.['firstIssued']),
    lastUpdated: asText(analysis?.['lastUpdated']),
    fixedVersion: asText(fixed?.['value']),
    affects: asObjects(value['affects']).flatMap((affected) => {
      const ref = asText(affected['ref']);
      if (ref === undefined) return [];
      const versions = asObjects(affected['versions']).map((version) => ({
        version: asText(version['version']),
        status: asText(version['status']),
      }));
      return [{ ref, versions }];
    }),
  };
}

/** The first tool: a list until 1.4, `components` from 1.5 on. */
export function toolFromJson(metadata: JsonObject): Tool | undefined {
  const tools = metadata['tools'];
  const [tool] = Array.isArray(tools) ? asArray(tools) : asArray(asObject(tools)?.['components']);
  const object = asObject(tool);
  return object === undefined
    ? undefined
    : { name: asText(object['name']), version: asText(object['version']) };
}
