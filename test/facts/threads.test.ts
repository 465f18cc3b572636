import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ExaminedAsset, Import, Statement } from './model.ts';
import { importInto, openStore, rowsOf } from './real-store.ts';
import { flaw, importTexts, nessus, prowler, sarif, trivy } from './reports.ts';

/** What users of other systems met; every title names the thread. Each test has a source or assets of its own. */
let opened: Awaited<ReturnType<typeof openStore>>;
beforeAll(async () => {
  opened = await openStore();
});
afterAll(() => opened.close());

const vulnerable = (thing: string, content = 'affected'): Statement => ({
  kind: 'vulnerability',
  ...{ thing, content, isOpen: content !== 'fixed' },
});

const host = (key: string, ...says: readonly Statement[]): ExaminedAsset => ({
  ...{ ref: key, key: `name:${key}` },
  examined: ['vulnerabilities', 'configuration'],
  says,
});

type Given = Partial<Omit<Import, 'assets' | 'source'>>;

/** Imports a complete report of `source` at `time`; answers its counts. */
async function report(source: string, time: number, assets: readonly ExaminedAsset[], more: Given = {}) {
  const id = await opened.store.nextImportId();
  const head = { id, source, checks: '', isComplete: true, closeAfter: 1, time, ...more };
  return importInto(opened.store, { ...head, assets });
}

/** Open vulnerabilities of a source, as `asset thing`. */
async function openOf(source: string): Promise<readonly string[]> {
  const rows = await rowsOf(
    opened.store,
    `SELECT concat(a.asset_key, ' ', v."VulnerabilityId") AS said FROM "VulnerabilityObservations" v
      JOIN kept.assets a ON a.ref = v."Ref" WHERE a.source = '${source}' AND v."Status" <> 'fixed'`,
    { said: 'string' },
  );
  return rows.map(([said]) => said as string).sort();
}

/** Visible rows of an observation table for assets whose name contains a text. */
async function seen(table: string, column: string, asset: string): Promise<readonly string[]> {
  const rows = await rowsOf(
    opened.store,
    `SELECT t."${column}"::VARCHAR AS said FROM "${table}" t JOIN kept.assets a ON a.ref = t."Ref"
      WHERE contains(a.asset_key, '${asset}')`,
    { said: 'string' },
  );
  return rows.map(([said]) => said as string).sort();
}

const none = { new: 0, seenAgain: 0, missing: 0, closed: 0, reopened: 0 };

describe('importing the same report again (L1)', () => {
  it('DefectDojo#8100: an identical Trivy file closes nothing', async () => {
    const file = trivy(
      'dd8100',
      1,
      Array.from({ length: 78 }, (_, i) => flaw(`CVE-2024-${1000 + i}`)),
    );
    const [first] = await importTexts(opened.store, { 'a.json': file });
    const [again] = await importTexts(opened.store, { 'b.json': file });
    expect(first?.counts).toMatchObject({ ...none, new: 78 });
    expect(again?.counts).toMatchObject({ ...none, seenAgain: 78 });
  });

  it('DefectDojo#11470: the same SARIF twice leaves all results standing', async () => {
    const results = Array.from({ length: 34 }, (_, i) => ['rule', `src/${i}.py`] as const);
    const file = sarif('dd11470', 1, results);
    const [first] = await importTexts(opened.store, { 'a.sarif': file });
    const [again] = await importTexts(opened.store, { 'a.sarif': file });
    expect(first?.counts.new).toBe(34);
    expect(again?.counts).toMatchObject({ ...none, seenAgain: 34 });
  });

  it('DefectDojo#8123: a second scan with one new item keeps those of the first', async () => {
    await report('dd8123', 1, [host('a', vulnerable('C1'), vulnerable('C2'))]);
    const counts = await report('dd8123', 2, [
      host('a', vulnerable('C1'), vulnerable('C2'), vulnerable('C3')),
    ]);
    expect(counts).toEqual({ ...none, new: 1, seenAgain: 2 });
  });

  it('DefectDojo#8198: what the report itself names is not closed by it', async () => {
    await report('dd8198', 1, [host('a', vulnerable('C1'), vulnerable('C2'))]);
    expect(await report('dd8198', 2, [host('a', vulnerable('C2'))])).toEqual({
      ...none,
      seenAgain: 1,
      closed: 1,
    });
    expect(await openOf('dd8198')).toEqual(['name:a C2']);
  });

  it('DefectDojo#14353: an empty report closes nothing of others', async () => {
    await report('dd14353', 1, [host('a', vulnerable('C1'))]);
    expect(await report('dd14353', 2, [])).toEqual(none);
    expect(await report('dd14353', 3, [host('b')])).toEqual(none);
    expect(await openOf('dd14353')).toEqual(['name:a C1']);
  });

  it('DefectDojo#5770: a tool of any kind has identities: a second import closes nothing', async () => {
    const file = nessus({ '10.57.70.1': ['1001', '1002', '1003'] });
    await importTexts(opened.store, { 'a.nessus': file });
    const [again] = await importTexts(opened.store, { 'a.nessus': file });
    expect(again?.counts).toMatchObject({ ...none, seenAgain: 3 });
  });

  it('DefectDojo#11227: what two sources say is kept apart, and fixing one says nothing of the other', async () => {
    await report('dd11227-x', 1, [host('a', vulnerable('C1'))]);
    await report('dd11227-y', 1, [host('a', vulnerable('C1'))]);
    expect(await report('dd11227-x', 2, [host('a')])).toEqual({ ...none, closed: 1 });
    expect(await openOf('dd11227-x')).toEqual([]);
    expect(await openOf('dd11227-y')).toEqual(['name:a C1']);
  });

  it('DefectDojo#11129: an update that does not mend a CVE is the same finding', async () => {
    await importTexts(opened.store, { 'a.json': trivy('dd11129', 1, [flaw('CVE-2024-1')]) });
    const [next] = await importTexts(opened.store, {
      'b.json': trivy('dd11129', 2, [flaw('CVE-2024-1', { InstalledVersion: '1.1', Title: 'told anew' })]),
    });
    expect(next?.counts).toMatchObject({ ...none, seenAgain: 1 });
    expect(await seen('VulnerabilityObservations', 'SoftwareVersion', 'dd11129')).toEqual(['1.1']);
  });

  it('DefectDojo#5166: ports are part of the identity at every import', async () => {
    await importTexts(opened.store, { 'a.nessus': nessus({ '10.51.66.1': ['1001'] }) });
    const [next] = await importTexts(opened.store, {
      'b.nessus': nessus({ '10.51.66.1': ['1001', '1002'] }),
    });
    expect(next?.counts).toMatchObject({ ...none, new: 1, seenAgain: 1 });
  });

  it('DefectDojo#2770: importing ten times leaves one row for each thing', async () => {
    for (let time = 1; time <= 10; time++)
      await report('dd2770', time, [host('a', vulnerable('C1'), vulnerable('C2'))]);
    expect(await openOf('dd2770')).toEqual(['name:a C1', 'name:a C2']);
  });

  it('DefectDojo#5012: a file of 169 findings makes 169', async () => {
    const file = trivy(
      'dd5012',
      1,
      Array.from({ length: 169 }, (_, i) => flaw(`CVE-2024-${1000 + i}`)),
    );
    const [first] = await importTexts(opened.store, { 'a.json': file });
    expect(first?.counts.new).toBe(169);
    expect(await seen('VulnerabilityObservations', 'VulnerabilityId', 'dd5012')).toHaveLength(169);
  });

  it('prowler#7050: two clusters whose services share a name and an id are two findings', async () => {
    const [first] = await importTexts(opened.store, {
      'p.json': prowler('7050', [
        ['ecs_public', 'arn:aws:ecs:eu-west-1:7050:service/one/web'],
        ['ecs_public', 'arn:aws:ecs:eu-west-1:7050:service/two/web'],
      ]),
    });
    expect(first?.counts.new).toBe(2);
  });

  it('prowler#9913: users that share one finding id are findings of their own, and close one by one', async () => {
    const users = ['ann', 'bob', 'eve'].map((name) => ['mfa_off', `arn:aws:iam::9913:user/${name}`] as const);
    const options = { isComplete: true };
    const [first] = await importTexts(opened.store, { 'p.json': prowler('9913', users) }, options);
    const [next] = await importTexts(opened.store, { 'p.json': prowler('9913', users.slice(1)) }, options);
    expect(first?.counts.new).toBe(3);
    expect(next?.counts.seenAgain).toBe(2);
    expect(next?.counts.new).toBe(0);
  });

  it('prowler#8334: equal names of a check on two resources do not collide', async () => {
    await importTexts(opened.store, {
      'p.json': prowler('8334', [
        ['generic', 'arn:aws:s3:::one'],
        ['generic', 'arn:aws:s3:::two'],
      ]),
    });
    expect(await seen('ControlObservations', 'Place', '8334')).toEqual([
      'arn:aws:s3:::one (eu-west-1)',
      'arn:aws:s3:::two (eu-west-1)',
    ]);
  });

  it('cartography#1366: nothing stale is left that a complete report no longer names', async () => {
    for (let time = 1; time <= 5; time++) await report('ca1366', time, [host('a', vulnerable(`C${time}`))]);
    expect(await openOf('ca1366')).toEqual(['name:a C5']);
  });

  it('SpecterOps FAQ: undoing a source leaves what others said of the same thing', async () => {
    const first = await opened.store.nextImportId();
    await report('faq-x', 1, [host('a', vulnerable('C1'))]);
    await report('faq-y', 2, [host('a', vulnerable('C1'))]);
    expect(await opened.store.undo(first, 1)).toEqual({ ...none, closed: 1 });
    expect(await openOf('faq-x')).toEqual([]);
    expect(await openOf('faq-y')).toEqual(['name:a C1']);
  });
});

describe('identity (L2)', () => {
  it('DefectDojo#9895: fields that a new release of the scanner adds make no new finding', async () => {
    await importTexts(opened.store, {
      'a.json': trivy('dd9895', 1, [flaw('CVE-2024-1'), flaw('CVE-2024-2')]),
    });
    const more = { Fingerprint: 'sha256:1', VendorIDs: ['V-1'], References: ['https://example.org'] };
    const [next] = await importTexts(opened.store, {
      'b.json': trivy('dd9895', 2, [flaw('CVE-2024-1', more), flaw('CVE-2024-2', more)]),
    });
    expect(next?.counts).toMatchObject({ ...none, seenAgain: 2 });
  });

  it('DefectDojo#3675: an old report that comes late closes and raises nothing', async () => {
    await report('dd3675', 5, [host('a', vulnerable('C2'))]);
    expect(await report('dd3675', 1, [host('a', vulnerable('C1'))])).toMatchObject({
      new: 0,
      closed: 0,
      reopened: 0,
    });
    expect(await openOf('dd3675')).toEqual(['name:a C2']);
  });

  it('DefectDojo#4861: an asset under another name in the report keeps its findings', async () => {
    await report('dd4861', 1, [host('a', vulnerable('C1'))]);
    const counts = await report('dd4861', 2, [{ ...host('a', vulnerable('C1')), ref: 'renamed' }]);
    expect(counts).toEqual({ ...none, seenAgain: 1 });
  });

  it('SharpHound#63: a version that is not read is refused with a reason, not waited for', async () => {
    const [file] = await importTexts(opened.store, {
      'users.json': JSON.stringify({ data: [], meta: { type: 'users', count: 0, version: 3 } }),
    });
    expect(file?.report.status).toBe('rejected');
    expect(file?.report.fault?.message).toBeTruthy();
  });

  it('wazuh#26603: what a fixed issue left in the inventory goes with the next complete report', async () => {
    await report('wz26603', 1, [host('a', vulnerable('C1'))]);
    expect(await report('wz26603', 2, [host('a', vulnerable('C1', 'fixed'))])).toEqual({
      ...none,
      closed: 1,
    });
    expect(await openOf('wz26603')).toEqual([]);
  });
});

describe('fixed disappears and does not flap (L5)', () => {
  it('wazuh#25663: an upgraded package loses its old CVEs', async () => {
    await importTexts(opened.store, {
      'a.json': trivy('wz25663', 1, [flaw('CVE-2024-1'), flaw('CVE-2024-2')]),
    });
    const [next] = await importTexts(opened.store, {
      'b.json': trivy('wz25663', 2, [flaw('CVE-2024-3', { InstalledVersion: '2.0' })]),
    });
    expect(next?.counts).toMatchObject({ ...none, new: 1, closed: 2 });
    expect(await seen('VulnerabilityObservations', 'VulnerabilityId', 'wz25663')).toEqual(['CVE-2024-3']);
  });

  it('wazuh#26454: a clean report empties a list that would be frozen', async () => {
    await importTexts(opened.store, { 'a.json': trivy('wz26454', 1, [flaw('CVE-2024-1')]) });
    const [clean] = await importTexts(opened.store, { 'b.json': trivy('wz26454', 2, []) });
    expect(clean?.counts).toMatchObject({ ...none, closed: 1 });
  });

  it('wazuh#26923: a finding that is missed once now and then stays open until it is missed often enough', async () => {
    const changes = [];
    for (let time = 1; time <= 6; time++) {
      const says = time % 2 === 1 ? [vulnerable('C1')] : [];
      changes.push(await report('wz26923', time, [host('a', ...says)], { closeAfter: 2 }));
    }
    expect(changes.map(({ closed, reopened }) => closed + reopened)).toEqual([0, 0, 0, 0, 0, 0]);
    expect(await report('wz26923', 7, [host('a')], { closeAfter: 2 })).toEqual({ ...none, closed: 1 });
  });

  it('wazuh#25804: the same report every minute makes no event after the first', async () => {
    for (let time = 1; time <= 5; time++) await report('wz25804', time, [host('a', vulnerable('C1'))]);
    const events = await rowsOf(
      opened.store,
      `SELECT "Change" AS c FROM "FindingEvents" WHERE "Source" = 'wz25804'`,
      { c: 'string' },
    );
    expect(events).toEqual([['new']]);
  });

  it('wazuh#23817: reports of the past can be brought in later', async () => {
    await report('wz23817', 9, [host('a', vulnerable('C1'))]);
    expect(await report('wz23817', 1, [host('b', vulnerable('C1'))])).toEqual({ ...none, new: 1 });
    expect(await openOf('wz23817')).toEqual(['name:a C1', 'name:b C1']);
  });

  it('Dependency-Track ADR-013: each source retires what it said itself', async () => {
    for (const source of ['adr-x', 'adr-y']) await report(source, 1, [host('a', vulnerable('C1'))]);
    await report('adr-y', 2, [host('a')]);
    expect(await openOf('adr-x')).toEqual(['name:a C1']);
    await report('adr-x', 2, [host('a')]);
    expect(await openOf('adr-x')).toEqual([]);
  });
});

describe('parsers tolerate and report (L10)', () => {
  const odd = (image: string, more: object): Promise<string> =>
    importTexts(opened.store, {
      'a.json': trivy(image, 1, [flaw('CVE-2024-1', more), flaw('CVE-2024-2')]),
    }).then(
      ([file]) => `${file?.report.status} ${(file?.counts.new ?? 0) + (file?.counts.quarantined ?? 0)}`,
    );

  it('DefectDojo#13245: a CWE written as `CWE-20` or `20` or not at all loses nothing', async () => {
    expect(await odd('dd13245-a', { CweIDs: ['CWE-20'] })).toBe('ok 2');
    expect(await odd('dd13245-b', { CweIDs: [20] })).toBe('ok 2');
  });

  it('DefectDojo#7477: a CVSS vector without its prefix loses neither the finding nor the file', async () => {
    expect(
      await odd('dd7477', {
        CVSS: { nvd: { V3Score: 7.5, V3Vector: 'AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N' } },
      }),
    ).toBe('ok 2');
  });

  it('DefectDojo#5924: a description that is null loses nothing', async () => {
    expect(await odd('dd5924', { Description: null, Title: null })).toBe('ok 2');
  });

  it('DefectDojo#3655: a score that is missing or no number loses nothing', async () => {
    expect(await odd('dd3655', { CVSS: { nvd: { V3Score: 'high' } } })).toBe('ok 2');
  });

  it('DefectDojo#6264: a file of an unknown format is refused with a reason and the others go in', async () => {
    const [unknown, known] = await importTexts(opened.store, {
      'a.bin': 'no report of any tool',
      'b.json': trivy('dd6264', 1, [flaw('CVE-2024-1')]),
    });
    expect(unknown?.report.status).toBe('rejected');
    expect(unknown?.report.fault?.message).toBeTruthy();
    expect(known?.counts.new).toBe(1);
  });

  it('DefectDojo#7609: each host keeps its own findings', async () => {
    await importTexts(opened.store, {
      'a.nessus': nessus({ '10.76.9.1': ['7601'], '10.76.9.2': ['7602', '7603'], '10.76.9.3': [] }),
    });
    expect(await seen('VulnerabilityObservations', 'CveIds', '10.76.9.1')).toEqual(['["CVE-2024-7601"]']);
    expect(await seen('VulnerabilityObservations', 'CveIds', '10.76.9.2')).toEqual([
      '["CVE-2024-7602"]',
      '["CVE-2024-7603"]',
    ]);
    expect(await seen('VulnerabilityObservations', 'CveIds', '10.76.9.3')).toEqual([]);
  });

  it('prowler#6752: findings stay with the account that the report names', async () => {
    await importTexts(opened.store, {
      'a.json': prowler('6752-one', [['check_one', 'arn:aws:s3:::a']]),
      'b.json': prowler('6752-two', [['check_two', 'arn:aws:s3:::b']]),
    });
    expect(await seen('ControlObservations', 'ControlId', '6752-one')).toEqual(['check_one']);
    expect(await seen('ControlObservations', 'ControlId', '6752-two')).toEqual(['check_two']);
  });

  it('immauss/openvas#315: bytes that are no UTF-8 do not kill the report', async () => {
    const text = nessus({ '10.3.15.1': ['3151', '3152'] }).replace('Flaw 3151', 'Flaw \u00e9');
    const [file] = await importTexts(opened.store, { 'a.nessus': Buffer.from(text, 'latin1') });
    expect(file?.counts).toMatchObject({ new: 2, quarantined: 0 });
  });

  it('prowler#3187: a report that is cut off is taken as far as it goes and closes nothing', async () => {
    const whole = trivy('pr3187', 2, [flaw('CVE-2024-1')]);
    await importTexts(opened.store, {
      'a.json': trivy('pr3187', 1, [flaw('CVE-2024-1'), flaw('CVE-2024-2')]),
    });
    for (const part of [0.5, 0.8, 0.99]) {
      const [cut] = await importTexts(
        opened.store,
        { 'b.json': whole.slice(0, Math.floor(whole.length * part)) },
        { isComplete: true },
      );
      expect(cut?.counts).toMatchObject({ missing: 0, closed: 0 });
    }
  });
});
