import { describe, expect, it } from 'vitest';
import { memoryFile, readWith } from '../conformance/harness.ts';
import { csaf } from './manifest.ts';

const read = (content: unknown) =>
  readWith(csaf, memoryFile('a.json', typeof content === 'string' ? content : JSON.stringify(content), 61));

const meta = (version = '2.0') => ({
  category: 'csaf_vex',
  csaf_version: version,
  title: 'Advisory',
  publisher: { category: 'vendor', name: 'Example' },
  aggregate_severity: { text: 'Important' },
  tracking: {
    id: 'EX-1',
    current_release_date: '2024-05-01T10:00:00Z',
    generator: { engine: { name: 'Secvisogram', version: '1.12' } },
  },
});

const version = (name: string, id: string, more: object = {}) => ({
  category: 'product_version',
  name,
  product: { product_id: id, name: `App ${name}`, ...more },
});

const tree = {
  branches: [
    {
      category: 'vendor',
      name: 'Example',
      branches: [
        {
          category: 'product_name',
          name: 'App',
          branches: [
            version('1.0', 'P1', { product_identification_helper: { cpe: 'cpe:/a:example:app:1.0' } }),
            version('1.1', 'P2'),
            version('2.0', 'P3'),
            {
              category: 'product_version_range',
              name: 'vers:all/*',
              product: { product_id: 'P4', name: 'App all' },
            },
          ],
        },
      ],
    },
  ],
  full_product_names: [
    {
      product_id: 'LIB',
      name: 'zlib',
      product_identification_helper: { purl: 'pkg:rpm/redhat/zlib@1.2?arch=src' },
    },
  ],
  relationships: [
    {
      category: 'default_component_of',
      product_reference: 'LIB',
      relates_to_product_reference: 'P1',
      full_product_name: { product_id: 'P1:LIB', name: 'zlib in App 1.0' },
    },
  ],
  product_groups: [{ group_id: 'G', product_ids: ['P3', 'P4'] }],
};

const vulnerability = {
  cve: 'CVE-2024-0001',
  title: 'Overflow',
  product_status: {
    known_affected: ['P1', 'P4'],
    fixed: ['P2'],
    known_not_affected: ['P3'],
    under_investigation: ['P1:LIB'],
    recommended: ['P2'],
  },
  scores: [
    {
      products: ['P1'],
      cvss_v2: { baseScore: 5, vectorString: 'v2' },
      cvss_v3: { baseScore: 9.8, baseSeverity: 'CRITICAL', vectorString: 'v3' },
    },
  ],
  flags: [{ label: 'vulnerable_code_not_present', group_ids: ['G'] }],
  remediations: [
    { category: 'mitigation', details: 'Use a firewall', product_ids: ['P1'] },
    { category: 'vendor_fix', details: 'Update to 1.1', url: 'https://x', product_ids: ['P1'] },
    { category: 'no_fix_planned', details: 'None', product_ids: ['P4'] },
  ],
};

describe('a document', () => {
  it('becomes one statement for each product and status, on a resource of the product', async () => {
    const { outcome, observations, native, tool, observedAt, provesScope, checks } = await read({
      document: meta(),
      product_tree: tree,
      vulnerabilities: [vulnerability],
    });
    expect(outcome).toEqual({ ok: true });
    expect(native).toEqual({
      vulnerabilities: 1,
      cves: 1,
      product_ids: 6,
      csaf: '2.0',
      category: 'csaf_vex',
    });
    expect(tool).toEqual({ name: 'Secvisogram', version: '1.12' });
    expect(observedAt).toBe(Date.UTC(2024, 4, 1, 10));
    expect({ provesScope, checks }).toEqual({ provesScope: true, checks: 'Example EX-1' });
    expect(observations.resource.map((row) => row.ResourceName)).toEqual([
      'App 1.0',
      'App all',
      'App 1.1',
      'App 2.0',
      'zlib in App 1.0',
    ]);
    expect(
      observations.vulnerability.map((row) => [
        row.SoftwareName,
        row.SoftwareVersion,
        row.Status,
        row.Severity,
      ]),
    ).toEqual([
      ['App', '1.0', 'affected', 'Critical'],
      ['App', undefined, 'will_not_fix', 'High'],
      ['App', '1.1', 'fixed', 'High'],
      ['App', '2.0', 'not_affected', 'High'],
      ['zlib', '1.2', 'under_investigation', 'High'],
    ]);
    expect(observations.vulnerability[0]).toMatchObject({
      Ref: observations.resource[0]?.Ref,
      CveIds: ['CVE-2024-0001'],
      Title: 'Overflow',
      SoftwareVendor: 'Example',
      Cpe: 'cpe:/a:example:app:1.0',
      CvssScore: 9.8,
      CvssVector: 'v3',
      FixText: 'Update to 1.1 https://x',
    });
    expect(observations.vulnerability[3]?.Reason).toBe('vulnerable_code_not_present');
    expect(observations.resource[4]?.Properties).toMatchObject({ platform: 'App 1.0', publisher: 'Example' });
  });

  it('may say nothing of any vulnerability', async () => {
    const { outcome, observations, native } = await read({ document: meta(), product_tree: tree });
    expect(outcome).toEqual({ ok: true });
    expect(native).toMatchObject({ vulnerabilities: 0, cves: 0, product_ids: 6 });
    expect(observations.resource).toEqual([]);
  });

  it('may have its keys in any order, and metrics in 2.1', async () => {
    const { observations } = await read({
      vulnerabilities: [
        {
          ids: [{ system_name: 'X', text: 'X-7' }],
          product_status: { known_affected: ['P2'] },
          metrics: [{ products: ['P2'], content: { cvss_v4: { baseScore: 5, vectorString: 'v4' } } }],
        },
      ],
      product_tree: tree,
      document: meta('2.1'),
    });
    expect(observations.vulnerability).toMatchObject([
      { VulnerabilityId: 'X-7', CveIds: [], SoftwareVersion: '1.1', CvssScore: 5, Severity: 'Medium' },
    ]);
  });

  it('proves nothing without an id', async () => {
    const { tracking, ...document } = meta();
    expect(tracking.id).toBe('EX-1');
    expect(await read({ document, product_tree: tree })).toMatchObject({ provesScope: false });
  });

  it('is refused in other versions', async () => {
    expect((await read({ document: meta('1.2') })).detection).toMatchObject({
      kind: 'refuse',
      fault: { code: 'wrong-version' },
    });
  });
});

describe('damage and malice', () => {
  it('keeps what came before a cut, and proves nothing', async () => {
    const text = JSON.stringify({
      document: meta(),
      product_tree: tree,
      vulnerabilities: [vulnerability, vulnerability],
    });
    const { outcome, observations, provesScope } = await read(text.slice(0, -30));
    expect(outcome).toMatchObject({ ok: false, fault: { code: 'truncated' } });
    expect(observations.vulnerability).toHaveLength(5);
    expect(provesScope).toBe(false);
  });

  it('survives wrong types and products that are nowhere', async () => {
    const { outcome, observations, quarantined } = await read({
      document: { ...meta(), publisher: 7, aggregate_severity: [] },
      product_tree: {
        branches: { name: 1 },
        full_product_names: [null, { product_id: '__proto__', name: '<b>' }],
      },
      vulnerabilities: [
        'x',
        {},
        {
          cve: '=1+1',
          product_status: { known_affected: ['nowhere', '__proto__', 7], fixed: 'x' },
          scores: [{ products: ['nowhere'], cvss_v3: { baseScore: 99 } }],
        },
      ],
    });
    expect(outcome).toEqual({ ok: true });
    expect(quarantined).toHaveLength(2);
    expect(observations.vulnerability).toMatchObject([
      {
        VulnerabilityId: '=1+1',
        CveIds: [],
        SoftwareName: undefined,
        CvssScore: undefined,
        Severity: 'Unknown',
      },
      { SoftwareName: '<b>' },
    ]);
    expect(observations.resource.map((row) => row.ResourceName)).toEqual(['nowhere', '<b>']);
  });
});
