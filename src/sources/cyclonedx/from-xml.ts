import { asBoolean, asNumber } from '../../base/json-value.ts';
import { child, children, childText, type XmlElement } from '../../base/xml.ts';
import { isFixedVersionProperty, isPathProperty } from './from-json.ts';
import type { Component, Rating, Service, Tool, Vulnerability } from './model.ts';

export function componentFromXml(element: XmlElement): Component {
  return {
    type: text(element.attributes['type']),
    bomRef: text(element.attributes['bom-ref']),
    group: childText(element, 'group'),
    name: childText(element, 'name'),
    version: childText(element, 'version'),
    purl: childText(element, 'purl'),
    cpe: childText(element, 'cpe'),
    vendor:
      nestedText(element, 'supplier', 'name') ??
      childText(element, 'publisher') ??
      nestedText(element, 'manufacturer', 'name'),
    path: occurrencePath(element) ?? propertyText(element, isPathProperty),
    components: listed(element, 'components', 'component').map(componentFromXml),
    vulnerabilities: listed(element, 'vulnerabilities', 'vulnerability').map(vulnerabilityFromXml),
  };
}

function occurrencePath(element: XmlElement): string | undefined {
  const evidence = child(element, 'evidence');
  const [occurrence] = evidence === undefined ? [] : listed(evidence, 'occurrences', 'occurrence');
  return occurrence === undefined ? undefined : childText(occurrence, 'location');
}

export function serviceFromXml(element: XmlElement): Service {
  return {
    bomRef: text(element.attributes['bom-ref']),
    group: childText(element, 'group'),
    name: childText(element, 'name'),
    version: childText(element, 'version'),
    provider: nestedText(element, 'provider', 'name'),
    endpoints: listed(element, 'endpoints', 'endpoint').flatMap((endpoint) => text(endpoint.text) ?? []),
    isAuthenticated: asBoolean(childText(element, 'authenticated')),
    crossesTrustBoundary: asBoolean(childText(element, 'x-trust-boundary')),
    services: listed(element, 'services', 'service').map(serviceFromXml),
  };
}

/** A vulnerability of 1.4 and later, or of the extension for earlier versions (`v:vulnerability ref="…"`). */
export function vulnerabilityFromXml(element: XmlElement): Vulnerability {
  const analysis = child(element, 'analysis');
  const source = child(element, 'source');
  const ref = text(element.attributes['ref']);
  const recommendations = listed(element, 'recommendations', 'recommendation')
    .map((recommendation) => recommendation.text.trim())
    .join('\n');
  return {
    id: childText(element, 'id'),
    source: source === undefined ? undefined : (childText(source, 'name') ?? text(source.attributes['name'])),
    references: listed(element, 'references', 'reference').flatMap(
      (reference) => childText(reference, 'id') ?? [],
    ),
    ratings: listed(element, 'ratings', 'rating').map(ratingFromXml),
    description: childText(element, 'description'),
    recommendation: childText(element, 'recommendation') ?? text(recommendations),
    state: analysis === undefined ? undefined : childText(analysis, 'state'),
    justification: analysis === undefined ? undefined : childText(analysis, 'justification'),
    responses:
      analysis === undefined
        ? []
        : listed(analysis, 'responses', 'response').map((response) => response.text.trim()),
    detail: analysis === undefined ? undefined : childText(analysis, 'detail'),
    firstIssued: analysis === undefined ? undefined : childText(analysis, 'firstIssued'),
    lastUpdated: analysis === undefined ? undefined : childText(analysis, 'lastUpdated'),
    fixedVersion: propertyText(element, isFixedVersionProperty),
    affects: [
      ...(ref === undefined ? [] : [{ ref, versions: [] }]),
      ...listed(element, 'affects', 'target').flatMap((target) => {
        const targetRef = childText(target, 'ref');
        if (targetRef === undefined) return [];
        const versions = listed(target, 'versions', 'version').map((version) => ({
          version: childText(version, 'version'),
          status: childText(version, 'status'),
        }));
        return [{ ref: targetRef, versions }];
      }),
    ],
  };
}

function ratingFromXml(element: XmlElement): Rating {
  const score = child(element, 'score');
  return {
    source: nestedText(element, 'source', 'name'),
    method: childText(element, 'method'),
    severity: childText(element, 'severity'),
    // The extension nests base, impact and exploitability.
    score: score === undefined ? undefined : asNumber(childText(score, 'base') ?? score.text.trim()),
    vector: childText(element, 'vector'),
  };
}

/** The first tool: `tools/tool` until 1.4, `tools/components/component` from 1.5 on. */
export function toolFromXml(metadata: XmlElement): Tool | undefined {
  const tools = child(metadata, 'tools');
  if (tools === undefined) return undefined;
  const tool = child(tools, 'tool') ?? listed(tools, 'components', 'component')[0];
  return tool === undefined
    ? undefined
    : { name: childText(tool, 'name'), version: childText(tool, 'version') };
}

function listed(element: XmlElement, list: string, item: string): readonly XmlElement[] {
  const container = child(element, list);
  return container === undefined ? [] : children(container, item);
}

function nestedText(element: XmlElement, outer: string, inner: string): string | undefined {
  const container = child(element, outer);
  return container === undefined ? undefined : childText(container, inner);
}

function propertyText(element: XmlElement, isWanted: (name: string) => boolean): string | undefined {
  const property = listed(element, 'properties', 'property').find((candidate) =>
    isWanted(candidate.attributes['name'] ?? ''),
  );
  return property === undefined ? undefined : (text(property.text) ?? text(property.attributes['value']));
}

function text(value: string | undefined): string | undefined {
  const trimmed = value?.trim();
  return trimmed === '' ? undefined : trimmed;
}
