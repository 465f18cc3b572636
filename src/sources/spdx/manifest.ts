import type { Detection, Head, Source } from '../source.ts';

export const spdx: Source = {
  manifest: {
    id: 'spdx',
    title: 'SPDX',
    reads: 'SPDX 2.0–2.3 as JSON and as tag-value, SPDX 3.0 as JSON-LD: packages',
    howToExport: 'any tool that writes SPDX: syft -o spdx-json, trivy --format spdx-json, build plugins',
    observes: ['resource', 'software'],
  },
  detect,
  load: async () => (await import('./read.ts')).read,
};

/** The carriers; the format of a report begins with one of these words. */
export const carriers = { json: 'SPDX JSON', tags: 'SPDX tag-value', graph: 'SPDX 3 JSON-LD' } as const;

function detect(head: Head): Detection | undefined {
  const { json, text, xml } = head;
  if (json?.form === 'object') {
    const version = json.scalars.get('spdxVersion');
    const context = json.scalars.get('@context') ?? json.scalars.get('@context.*') ?? '';
    if (json.paths.has('@graph')) {
      if (!/spdx\.org\/rdf\/3/i.test(context) && version?.startsWith('SPDX-3') !== true) return undefined;
      return { kind: 'read', format: carriers.graph };
    }
    if (version !== undefined) return ofVersion(carriers.json, version);
    return json.scalars.get('SPDXID') === 'SPDXRef-DOCUMENT'
      ? { kind: 'read', format: carriers.json }
      : undefined;
  }
  const tag = /^(?:[ \t]*(?:#[^\n]*)?\n)*[ \t]*SPDXVersion:\s*(SPDX-\S+)/.exec(
    text.slice(0, 4096).replaceAll('\r', ''),
  )?.[1];
  if (tag !== undefined) return ofVersion(carriers.tags, tag);
  if (xml?.root !== 'rdf:RDF' || !/spdx\.org\/rdf\/terms/.test(text.slice(0, 4096))) return undefined;
  return {
    kind: 'refuse',
    format: 'SPDX RDF/XML',
    fault: {
      code: 'not-supported',
      message: 'SPDX as RDF/XML is not read',
      remedy: 'convert it to JSON or tag-value, for example with the tools of spdx.org',
    },
  };
}

function ofVersion(carrier: string, version: string): Detection {
  const format = `${carrier} ${version.replace(/^SPDX-/, '')}`;
  if (/^SPDX-2\.[0-3]$/.test(version)) return { kind: 'read', format };
  return {
    kind: 'refuse',
    format,
    fault: {
      code: 'wrong-version',
      message: `${version} in this form is not known; 2.0 to 2.3 are, and 3.0 as JSON-LD`,
      remedy: 'export with SPDX 2.3',
    },
  };
}
