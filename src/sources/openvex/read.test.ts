import { describe, expect, it } from 'vitest';
import { memoryFile, readWith } from '../conformance/harness.ts';
import { openvex } from './manifest.ts';

const read = (content: unknown) =>
  readWith(
    openvex,
    memoryFile('vex.json', typeof content === 'string' ? content : JSON.stringify(content), 61),
  );

const zlib = 'pkg:apk/alpine/zlib@1.2.11-r1?arch=x86_64';

const statement = (more: object = {}) => ({
  vulnerability: { name: 'CVE-2024-0001', aliases: ['GHSA-x', 'CVE-2024-0002'] },
  products: [{ '@id': zlib }],
  status: 'not_affected',
  justification: 'vulnerable_code_not_present',
  impact_statement: 'disabled at build time',
  ...more,
});

const document = (...statements: unknown[]) => ({
  '@context': 'https://openvex.dev/ns/v0.2.0',
  '@id': 'https://openvex.dev/docs/1',
  author: 'Example',
  timestamp: '2024-05-01T10:00:00Z',
  version: 2,
  statements,
});

describe('an OpenVEX document', () => {
  it('says of a product what holds, with the reason', async () => {
    const { outcome, observations, native, observedAt, provesScope, checks, scope } = await read(
      document(statement()),
    );
    expect(outcome).toEqual({ ok: true });
    expect(native).toEqual({ statements: 1 });
    expect(observedAt).toBe(Date.UTC(2024, 4, 1, 10));
    expect({ provesScope, checks }).toEqual({ provesScope: true, checks: 'https://openvex.dev/docs/1' });
    expect(scope).toMatchObject({ author: 'Example', version: '2' });
    expect(observations.resource).toMatchObject([
      { ResourceType: 'application', ResourceName: zlib, ResourceIds: [zlib] },
    ]);
    expect(observations.vulnerability).toMatchObject([
      {
        Ref: observations.resource[0]?.Ref,
        VulnerabilityId: 'CVE-2024-0001',
        CveIds: ['CVE-2024-0001', 'CVE-2024-0002'],
        SoftwareName: 'zlib',
        SoftwareVersion: '1.2.11-r1',
        Purl: zlib,
        Status: 'not_affected',
        Reason: 'vulnerable_code_not_present: disabled at build time',
        Severity: 'Unknown',
      },
    ]);
  });

  it('speaks of the components of a product, in both versions', async () => {
    const image = 'pkg:oci/shop@sha256:aa';
    const components = [{ '@id': zlib }, { identifiers: { cpe23: 'cpe:2.3:a:x:y:1' } }];
    const { observations } = await read(
      document(
        statement({
          products: [{ '@id': image, subcomponents: components }],
          status: 'affected',
          action_statement: 'Update',
        }),
        statement({
          vulnerability: 'CVE-2024-0003',
          products: [image],
          subcomponents: [zlib],
          status: 'fixed',
        }),
      ),
    );
    expect(observations.resource).toMatchObject([{ ResourceType: 'image', ResourceName: image }]);
    expect(
      observations.vulnerability.map((row) => [
        row.VulnerabilityId,
        row.SoftwareName,
        row.Status,
        row.FixText,
      ]),
    ).toEqual([
      ['CVE-2024-0001', 'zlib', 'affected', 'Update'],
      ['CVE-2024-0001', 'cpe:2.3:a:x:y:1', 'affected', 'Update'],
      ['CVE-2024-0003', 'zlib', 'fixed', undefined],
    ]);
  });

  it('may say nothing, and proves nothing without an id', async () => {
    expect(await read(document())).toMatchObject({ outcome: { ok: true }, native: { statements: 0 } });
    const { '@id': id, ...rest } = document();
    expect(id).toBeDefined();
    expect(await read(rest)).toMatchObject({ provesScope: false });
  });

  it('sets aside what says nothing', async () => {
    const { observations, quarantined } = await read(
      document(
        7,
        statement({ status: 'maybe' }),
        statement({ vulnerability: {} }),
        statement({ products: [{}, 5] }),
      ),
    );
    expect(observations.vulnerability).toEqual([]);
    expect(quarantined).toHaveLength(4);
  });

  it('takes odd names as they are', async () => {
    const { observations } = await read(document(statement({ products: ['=cmd()\u0000<b>', '__proto__'] })));
    expect(observations.resource.map((row) => row.ResourceName)).toEqual(['=cmd()\u0000<b>', '__proto__']);
  });

  it('keeps what came before a cut', async () => {
    const { outcome, observations, provesScope } = await read(
      JSON.stringify(document(statement(), statement())).slice(0, -30),
    );
    expect(outcome).toMatchObject({ ok: false, fault: { code: 'truncated' } });
    expect(observations.vulnerability).toHaveLength(1);
    expect(provesScope).toBe(false);
  });

  it('is told from other linked data by its context', async () => {
    expect((await read({ ...document(), '@context': 'https://schema.org' })).detection).toBeUndefined();
    expect((await read(['not', 'a', 'document'])).detection).toBeUndefined();
  });
});
