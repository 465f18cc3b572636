import { createHash } from 'node:crypto';
import { SaxesParser } from 'saxes';
import { describe, expect, it } from 'vitest';
import { generateEstate, type EstateSink, type EstateSummary } from './index.ts';

const asOf = Date.UTC(2026, 7, 22);

interface Estate {
  readonly summary: EstateSummary;
  readonly files: ReadonlyMap<string, string>;
}

async function estate(devices: number, seed = 1): Promise<Estate> {
  const files = new Map<string, string>();
  const sink: EstateSink = {
    write(path, chunks) {
      files.set(path, [...chunks].join(''));
      return Promise.resolve();
    },
  };
  return { summary: await generateEstate({ devices, seed, asOf }, sink), files };
}

function hash({ files }: Estate): string {
  const digest = createHash('sha256');
  for (const [path, text] of files) digest.update(`${path}\n${text}`);
  return digest.digest('hex');
}

function text({ files }: Estate, path: string): string {
  const found = [...files.keys()].find((one) => one.endsWith(path));
  return files.get(found ?? '') ?? '';
}

/** Values of JSON as tests need them. */
type Row = Record<string, unknown>;

function rows(of: Estate, path: string): Row[] {
  return (JSON.parse(text(of, path)) as { data?: Row[]; value?: Row[] }).data ?? [];
}

function named(list: readonly Row[], name: string): Row | undefined {
  return list.find((row) => (row['Properties'] as Row)['name'] === name);
}

describe('generateEstate', () => {
  it('writes the same bytes for the same seed and others for another', async () => {
    const first = await estate(60);
    expect(hash(await estate(60))).toBe(hash(first));
    expect(hash(await estate(60, 2))).not.toBe(hash(first));
  });

  it('says which files it wrote and how many accounts there are', async () => {
    const of = await estate(60);
    expect(of.summary.files).toEqual([...of.files.keys()]);
    expect(of.summary.devices).toBe(60);
    expect(rows(of, '_users.json')).toHaveLength(of.summary.users);
  });

  it('grows with the number of devices', async () => {
    for (const devices of [50, 120, 300]) {
      const of = await estate(devices);
      expect(text(of, 'nmap/office.xml').match(/<host /g)).toHaveLength(devices);
      const computers = rows(of, '_computers.json').length;
      const machines = (JSON.parse(text(of, 'defender/machines.json')) as { value: Row[] }).value.length;
      expect(machines).toBe(computers);
      expect(computers).toBeGreaterThan(devices * 0.7);
    }
  });

  it('writes well-formed XML and JSON', async () => {
    const of = await estate(300);
    for (const [path, content] of of.files) {
      if (/\.(?:xml|nessus)$/.test(path)) expect(xmlErrors(content), path).toEqual([]);
      else if (path.endsWith('.json')) expect(() => JSON.parse(content) as unknown, path).not.toThrow();
      else if (/\.(?:ndjson|log)$/.test(path))
        for (const line of content.trimEnd().split('\n'))
          expect(() => JSON.parse(line) as unknown, path).not.toThrow();
    }
  });

  it('states the count of objects in every file of the directory', async () => {
    const of = await estate(60);
    for (const [path, content] of of.files) {
      if (!path.startsWith('sharphound/')) continue;
      const { data, meta } = JSON.parse(content) as { data: Row[]; meta: { count: number; version: number } };
      expect(meta, path).toMatchObject({ count: data.length, version: 6 });
      const ids = data.map((row) => row['ObjectIdentifier']);
      expect(new Set(ids).size, path).toBe(ids.length);
    }
  });

  it('points from the directory only to objects that are in it', async () => {
    const of = await estate(120);
    const known = new Set<unknown>();
    const mentioned = new Set<string>();
    for (const [path, content] of of.files) {
      if (!path.startsWith('sharphound/')) continue;
      for (const row of (JSON.parse(content) as { data: Row[] }).data) known.add(row['ObjectIdentifier']);
      for (const [, id] of content.matchAll(
        /"(?:PrincipalSID|UserSID|ComputerSID|PrimaryGroupSID|GUID)":"([^"]+)"/g,
      ))
        mentioned.add(id ?? '');
      for (const [, id] of content.matchAll(/"ContainedBy":\{"ObjectIdentifier":"([^"]+)"/g))
        mentioned.add(id ?? '');
    }
    expect([...mentioned].filter((id) => !known.has(id))).toEqual([]);
  });

  it('uses only reserved names and addresses', async () => {
    const of = await estate(300);
    // Version numbers have four parts too, so only quoted addresses and those between tags count.
    for (const [path, content] of of.files) {
      for (const [, address = ''] of content.matchAll(
        /(?:addr=|[Ii]p[Aa]ddress":\s*|"address":\s*|host-ip">|target-address>|ReportHost name=)"?(\d+\.\d+\.\d+\.\d+)/g,
      ))
        expect(address, path).toMatch(
          /^(?:10\.|127\.0\.0\.1$|0\.0\.0\.0$|203\.0\.113\.|198\.51\.100\.|192\.0\.2\.)/,
        );
      for (const [name] of content.matchAll(/\b(?:srv|wks|fw|gw|sw)-?[a-z]*\d+\.[a-z.]+/g))
        expect(name, path).toMatch(/\.corp\.example$/);
    }
  });

  it('has facts in its slices of the feeds for every CVE that a tool reports', async () => {
    const of = await estate(300);
    const scored = new Set(text(of, 'epss-slice.csv').match(/^CVE-\d+-\d+/gm));
    const reported = new Set<string>();
    for (const [path, content] of of.files)
      if (!path.startsWith('intel/'))
        for (const cve of content.match(/CVE-\d+-\d+/g) ?? []) reported.add(cve);
    expect(reported.size).toBeGreaterThan(100);
    expect([...reported].filter((cve) => !scored.has(cve))).toEqual([]);
    const kev = JSON.parse(text(of, 'kev-slice.json')) as { count: number; vulnerabilities: Row[] };
    expect(kev.vulnerabilities).toHaveLength(kev.count);
  });

  it('shows one device in several tools under different names and the same strong keys', async () => {
    const of = await estate(300);
    const nessus = text(of, 'servers.nessus');
    const linux =
      /<ReportHost name="(?<address>[^"]+)">(?:(?!<\/ReportHost>)[\s\S])*?host-fqdn">srv-lweb01[\s\S]*?mac-address">(?<mac>[^<]+)[\s\S]*?bios-uuid">(?<uuid>[^<]+)/.exec(
        nessus,
      )?.groups;
    expect(linux).toBeDefined();
    expect(text(of, 'osqueryd.snapshots.log')).toContain(`"uuid":"${linux?.['uuid'] ?? ''}"`);
    expect(text(of, 'osqueryd.snapshots.log')).toContain(`"mac":"${(linux?.['mac'] ?? '').toLowerCase()}"`);
    expect(text(of, 'office.xml')).toContain(`<address addr="${linux?.['mac'] ?? ''}" addrtype="mac"`);
    const perimeter = text(of, 'perimeter.xml');
    expect(perimeter).toContain('<hostname name="srv-lweb01.corp.example" type="user"/>');
    expect(perimeter).not.toContain(linux?.['address']);
    expect(named(rows(of, '_computers.json'), 'SRV-DC01.CORP.EXAMPLE')).toBeDefined();
    expect(text(of, 'machines.json')).toContain('"computerDnsName":"srv-dc01.corp.example"');
    expect(nessus).toContain('<tag name="netbios-name">SRV-DC01</tag>');
  });

  it('plants what it says: the names and CVE ids of every choke point and bundle are in the files', async () => {
    for (const devices of [50, 300]) {
      const of = await estate(devices);
      const everything = [...of.files].map(([, content]) => content.toLowerCase());
      const { plantedChokePoints, plantedBundles } = of.summary;
      expect(plantedChokePoints.length).toBeGreaterThanOrEqual(3);
      expect(plantedBundles.length).toBeGreaterThanOrEqual(2);
      const said = [
        ...plantedChokePoints.flatMap(({ changes, cves, protects }) => [...changes, ...cves, ...protects]),
        ...plantedBundles.flatMap(({ parts, protects }) => [
          ...protects,
          ...parts.flatMap(({ changes, cves }) => [...changes, ...cves]),
        ]),
      ];
      for (const name of said)
        expect(
          everything.some((content) => content.includes(name.toLowerCase())),
          name,
        ).toBe(true);
    }
  });

  it('has svc-backup in Domain Admins, roastable, old, and logged on to the backup server', async () => {
    const of = await estate(50);
    const account = named(rows(of, '_users.json'), 'SVC-BACKUP@CORP.EXAMPLE');
    const properties = account?.['Properties'] as Row;
    expect(properties['hasspn']).toBe(true);
    expect(Number(properties['pwdlastset'])).toBeLessThan(asOf / 1000 - 5 * 365 * 86_400);
    const admins = named(rows(of, '_groups.json'), 'DOMAIN ADMINS@CORP.EXAMPLE');
    const sid = String(account?.['ObjectIdentifier']);
    expect(JSON.stringify(admins?.['Members'])).toContain(sid);
    const backup = named(rows(of, '_computers.json'), 'SRV-BKP01.CORP.EXAMPLE');
    expect(JSON.stringify(backup?.['PrivilegedSessions'])).toContain(sid);
  });

  it('leaves most weaknesses to noise: most are on workstations and few are exploited', async () => {
    const of = await estate(300);
    const lines = text(of, 'vulnerabilities.ndjson')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Row)
      .filter((row) => row['cveId'] !== null);
    const onWorkstations = lines.filter((row) => String(row['deviceName']).startsWith('wks-'));
    expect(onWorkstations.length / lines.length).toBeGreaterThan(0.8);
    const exploited = lines.filter((row) => row['exploitabilityLevel'] !== 'NoExploit');
    expect(exploited.length / lines.length).toBeLessThan(0.3);
    // About what real inventories show; a few forgotten devices have many times the middle one.
    const perDevice = lines.length / rows(of, '_computers.json').length;
    expect(perDevice).toBeGreaterThan(10);
    expect(perDevice).toBeLessThan(60);
  });
});

function xmlErrors(content: string): string[] {
  const errors: string[] = [];
  const parser = new SaxesParser();
  parser.on('error', (error) => errors.push(error.message));
  parser.write(content).close();
  return errors;
}
