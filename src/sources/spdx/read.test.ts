import { describe, expect, it } from 'vitest';
import { memoryFile, readWith } from '../conformance/harness.ts';
import { headOf } from '../head.ts';
import { spdx } from './manifest.ts';

const read = (content: unknown, name = 'sbom.spdx.json') =>
  readWith(spdx, memoryFile(name, typeof content === 'string' ? content : JSON.stringify(content), 61));

const reference = (type: string, locator: string) => ({
  referenceCategory: 'X',
  referenceType: type,
  referenceLocator: locator,
});

const zlib = {
  SPDXID: 'SPDXRef-zlib',
  name: 'zlib',
  versionInfo: '1.2.11-r1',
  supplier: 'Organization: Alpine (mail@example.org)',
  externalRefs: [
    reference('http://spdx.org/rdf/references/cpe23Type', 'cpe:2.3:a:zlib:zlib:1.2.11:*:*:*:*:*:*:*'),
    reference('purl', 'pkg:apk/alpine/zlib@1.2.11-r1?arch=x86_64'),
    reference('advisory', 'https://example.org/CVE-2024-0001'),
  ],
};

const document = {
  SPDXID: 'SPDXRef-DOCUMENT',
  spdxVersion: 'SPDX-2.3',
  name: 'shop-sbom',
  documentNamespace: 'https://example.org/shop',
  creationInfo: { created: '2024-05-01T10:00:00Z', creators: ['Organization: X', 'Tool: syft-1.50.0'] },
  packages: [
    {
      SPDXID: 'SPDXRef-root',
      name: 'shop',
      versionInfo: 'sha256:aa',
      supplier: 'NOASSERTION',
      primaryPackagePurpose: 'CONTAINER',
      externalRefs: [reference('purl', 'pkg:oci/shop@sha256:aa')],
    },
    zlib,
  ],
  relationships: [
    { spdxElementId: 'SPDXRef-DOCUMENT', relatedSpdxElement: 'SPDXRef-root', relationshipType: 'DESCRIBES' },
  ],
};

describe('a JSON document', () => {
  it('becomes the described artefact with its packages', async () => {
    const { outcome, observations, native, tool, observedAt, provesScope, checks } = await read(document);
    expect(outcome).toEqual({ ok: true });
    expect(native).toEqual({ packages: 2, graph: 0, spdx: 'SPDX-2.3' });
    expect(tool).toEqual({ name: 'syft', version: '1.50.0' });
    expect(observedAt).toBe(Date.UTC(2024, 4, 1, 10));
    expect({ provesScope, checks }).toEqual({ provesScope: true, checks: 'syft' });
    expect(observations.resource).toMatchObject([
      {
        ResourceType: 'image',
        ResourceName: 'shop',
        ResourceIds: ['pkg:oci/shop@sha256:aa', 'https://example.org/shop'],
        Examined: ['software'],
      },
    ]);
    expect(observations.software[1]).toMatchObject({
      Ref: observations.resource[0]?.Ref,
      SoftwareName: 'zlib',
      SoftwareVersion: '1.2.11-r1',
      SoftwareVendor: 'Alpine',
      Ecosystem: 'apk',
      Purl: 'pkg:apk/alpine/zlib@1.2.11-r1?arch=x86_64',
      Cpe: 'cpe:2.3:a:zlib:zlib:1.2.11:*:*:*:*:*:*:*',
    });
    expect(observations.software[0]?.SoftwareVendor).toBeUndefined();
    expect(observations.vulnerability).toEqual([]);
  });

  it('may hold no package', async () => {
    const { outcome, observations, native } = await read({
      ...document,
      packages: undefined,
      relationships: [],
    });
    expect(outcome).toEqual({ ok: true });
    expect(native['packages']).toBe(0);
    expect(observations.resource).toMatchObject([{ ResourceName: 'shop-sbom', ResourceType: 'application' }]);
  });

  it('is refused in versions that are not known', async () => {
    expect((await read({ ...document, spdxVersion: 'SPDX-1.2' })).detection).toMatchObject({
      kind: 'refuse',
      fault: { code: 'wrong-version' },
    });
  });

  it('keeps what came before a cut, and proves nothing', async () => {
    const { outcome, observations, provesScope } = await read(JSON.stringify(document).slice(0, -60));
    expect(outcome).toMatchObject({ ok: false, fault: { code: 'truncated' } });
    expect(observations.software).toHaveLength(2);
    expect(observations.resource).toHaveLength(1);
    expect(provesScope).toBe(false);
  });

  it('survives wrong types and control characters', async () => {
    const packages = [
      7,
      { name: 5 },
      { ...zlib, name: '=1+1\u0000<b>', externalRefs: [null, reference('purl', 'pkg:\u0001')] },
    ];
    const { outcome, observations, quarantined } = await read({
      ...document,
      packages,
      relationships: ['x', {}],
    });
    expect(outcome).toEqual({ ok: true });
    expect(quarantined).toHaveLength(2);
    expect(observations.software).toMatchObject([{ SoftwareName: '=1+1\u0000<b>', Purl: undefined }]);
  });
});

describe('tag-value', () => {
  it('is known below comments and blank lines, and what is not it is told at once, however many there are', () => {
    const detect = (text: string) => spdx.detect(headOf('a.spdx', new TextEncoder().encode(text)));
    expect(detect(`# a b\r\n\n  # c\nSPDXVersion: SPDX-2.3\n`)).toMatchObject({ kind: 'read' });
    expect(detect('# one two three\n'.repeat(200))).toBeUndefined();
  });

  const tags = [
    'SPDXVersion: SPDX-2.3',
    'SPDXID: SPDXRef-DOCUMENT',
    'DocumentName: shop',
    'Creator: Tool: syft-1.50.0',
    'DocumentComment: <text>of several lines',
    'PackageName: not-a-package',
    '</text>',
    '',
    'PackageName: zlib',
    'SPDXID: SPDXRef-zlib',
    'PackageVersion: 1.2.11-r1',
    'PackageSupplier: NOASSERTION',
    'ExternalRef: PACKAGE-MANAGER purl pkg:apk/alpine/zlib@1.2.11-r1?arch=x86_64',
    'FileName: ./x',
    'SPDXID: SPDXRef-file',
    'PackageName: musl',
    'Relationship: SPDXRef-DOCUMENT DESCRIBES SPDXRef-zlib',
  ];

  it('has the same packages', async () => {
    const { outcome, observations, native, provesScope } = await read(`${tags.join('\r\n')}\r\n`, 'a.spdx');
    expect(outcome).toEqual({ ok: true });
    expect(native).toEqual({ packages: 2, spdx: 'SPDX-2.3', lines: 17 });
    expect(provesScope).toBe(false);
    expect(observations.software).toMatchObject([
      { SoftwareName: 'zlib', SoftwareVersion: '1.2.11-r1', Ecosystem: 'apk', at: 'line 9' },
      { SoftwareName: 'musl', SoftwareVersion: undefined },
    ]);
    expect(observations.resource).toMatchObject([{ ResourceName: 'zlib' }]);
  });

  it('shows a cut inside a text', async () => {
    const { outcome } = await read(tags.slice(0, 6).join('\n'), 'a.spdx');
    expect(outcome).toMatchObject({ ok: false, fault: { code: 'truncated' } });
  });
});

describe('SPDX 3', () => {
  it('is a graph of elements', async () => {
    const { detection, observations, native, observedAt } = await read({
      '@context': 'https://spdx.org/rdf/3.0.1/spdx-context.jsonld',
      '@graph': [
        { type: 'CreationInfo', '@id': '_:c', created: '2024-05-01T10:00:00Z' },
        { type: 'software_Package', spdxId: 'p', name: 'shop', suppliedBy: 'o' },
        { type: 'Organization', spdxId: 'o', name: 'ACT' },
        { type: 'SpdxDocument', spdxId: 'd', name: 'doc', rootElement: ['p'] },
        { type: 'Relationship', relationshipType: 'describes', from: 'd', to: ['p'] },
        {
          type: 'software_Package',
          spdxId: 'j',
          name: 'junit',
          software_packageVersion: '4.12',
          software_packageUrl: 'pkg:maven/junit/junit@4.12',
        },
        'x',
      ],
    });
    expect(detection).toMatchObject({ kind: 'read', format: 'SPDX 3 JSON-LD' });
    expect(native).toEqual({ packages: 0, graph: 7, spdx: 'graph' });
    expect(observedAt).toBe(Date.UTC(2024, 4, 1, 10));
    expect(observations.resource).toMatchObject([{ ResourceName: 'shop' }]);
    expect(
      observations.software.map((row) => [row.SoftwareName, row.SoftwareVersion, row.SoftwareVendor]),
    ).toEqual([
      ['junit:junit', '4.12', undefined],
      ['shop', undefined, 'ACT'],
    ]);
  });

  it('of another vocabulary is not ours', async () => {
    expect((await read({ '@context': 'https://schema.org', '@graph': [] })).detection).toBeUndefined();
  });
});
