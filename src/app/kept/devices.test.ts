import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStateStore } from '../../state/sqlite/index.ts';
import { openLastingStore } from '../../store/duckdb/index.ts';
import type { LastingStore } from '../../store/index.ts';
import { forgetDecision, identityDecisions, mergeDevices, splitDevice } from './decide-devices.ts';
import { applyRules, compareRules } from './identity-rules-change.ts';
import { importKept } from './kept.ts';
import { listDevices, showDevice } from './list-devices.ts';
import type { KeptPorts } from './kept-ports.ts';
import { whyDevice } from './why-device.ts';

const now = Date.UTC(2026, 0, 31);
let folder: string;
let ports: KeptPorts;
let store: LastingStore;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fixfirst-devices-'));
  const data = join(folder, 'data');
  await mkdir(data);
  ports = {
    folder: data,
    progress: () => undefined,
    shippedIntelligence: join(folder, 'intel'),
    now: () => now,
    open: () => openLastingStore(join(data, 'facts.duckdb'), join(folder, 'spill')),
    openState: () => openStateStore(data),
    user: 'anna',
  };
  const opened = await ports.open();
  if (!opened.ok) throw new Error(opened.fault.message);
  store = opened.value;
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

interface Host {
  readonly address: string;
  readonly name?: string;
  readonly mac?: string;
}

/** Imports an Nmap report of these hosts. */
async function scan(file: string, day: number, hosts: readonly Host[]): Promise<void> {
  const seconds = Date.UTC(2026, 0, day) / 1000;
  const xml = hosts.map(
    ({ address, name, mac }) =>
      `<host starttime="${seconds}" endtime="${seconds}"><status state="up"/><address addr="${address}" addrtype="ipv4"/>${
        mac === undefined ? '' : `<address addr="${mac}" addrtype="mac"/>`
      }<hostnames>${name === undefined ? '' : `<hostname name="${name}" type="PTR"/>`}</hostnames></host>`,
  );
  await importText(
    file,
    `<?xml version="1.0"?><nmaprun scanner="nmap" args="nmap" start="${seconds}" version="7.94" xmloutputversion="1.05">${xml.join('')}<runstats><finished time="${seconds}"/><hosts up="${hosts.length}" down="0" total="${hosts.length}"/></runstats></nmaprun>`,
  );
}

async function importText(file: string, text: string): Promise<void> {
  const path = join(folder, file);
  await writeFile(path, text);
  const options = { paths: [path], isComplete: false, closeAfter: 1, isDryRun: false };
  for await (const { report } of importKept(store, options, ports)) expect(report.status).toBe('ok');
}

/** Names of the sightings of a device, as its keys show them. */
async function sightingsOf(name: string): Promise<number> {
  const why = await whyDevice(store, name, ports);
  if (!why.ok) throw new Error(why.fault.message);
  return why.value.sightings.length;
}

const web = { address: '10.0.0.5', name: 'web.corp.example' };
const spare = { address: '10.0.0.9', name: 'spare.corp.example' };

describe('the list of devices', () => {
  it('is by name, and finds by a part of a name, the beginning of an address, and a MAC address in any notation', async () => {
    await scan('a.xml', 1, [web, { ...spare, mac: '00:1b:21:00:00:01' }]);
    const names = async (search?: string): Promise<readonly string[]> =>
      (await listDevices(store, search, ports)).map(({ device }) => device.name);
    expect(await names()).toEqual(['spare.corp.example', 'web.corp.example']);
    expect(await names('WEB')).toEqual(['web.corp.example']);
    expect(await names('10.0.0.')).toHaveLength(2);
    expect(await names('0.0.9')).toEqual([]);
    expect(await names('00-1B-21-00')).toEqual(['spare.corp.example']);
  });
});

describe('the attributes of a device', () => {
  it('say when it was seen first, and that it only passed by', async () => {
    await scan('1.xml', 1, [web, spare]);
    for (const day of [2, 3, 10]) await scan(`${day}.xml`, day, [web]);
    expect(await showDevice(store, web.address, ports)).toMatchObject({
      ok: true,
      value: { device: { name: web.name } },
    });
    expect(await showDevice(store, '10.9.9.9', ports)).toMatchObject({ ok: false });
    const [passed, steady] = await listDevices(store, undefined, ports);
    expect(passed?.presence).toMatchObject({ isNew: false, isTransient: { value: true } });
    expect(steady?.presence).toMatchObject({
      firstSeen: { value: Date.UTC(2026, 0, 1) },
      isTransient: { value: false },
    });
  });

  it('say on what they rest', async () => {
    await scan('a.xml', 1, [web]);
    const service =
      '<ports><port protocol="tcp" portid="502"><state state="open"/><service name="modbus"/></port></ports>';
    const path = join(folder, 'b.xml');
    await writeFile(
      path,
      `<?xml version="1.0"?><nmaprun scanner="nmap" args="nmap" start="1769000000" version="7.94" xmloutputversion="1.05"><host><status state="up"/><address addr="10.0.0.7" addrtype="ipv4"/>${service}</host><runstats><finished time="1769000001"/><hosts up="1" down="0" total="1"/></runstats></nmaprun>`,
    );
    const options = { paths: [path], isComplete: false, closeAfter: 1, isDryRun: false };
    for await (const { report } of importKept(store, options, ports)) expect(report.status).toBe('ok');
    const [controller, plain] = await listDevices(store, undefined, ports);
    expect(controller?.attributes).toMatchObject({
      category: { value: 'OT', basis: ['nmap: service modbus 502/tcp'] },
      subtype: { value: 'PLC' },
      onboarding: { value: 'Unsupported' },
    });
    expect(plain?.attributes.category).toEqual({ value: 'Unknown', basis: [] });
  });
});

describe('the word of a person on devices', () => {
  it('joins two, also in later imports, until it is forgotten', async () => {
    await scan('a.xml', 1, [web, spare]);
    const merged = await mergeDevices(store, ['web.corp.example', '10.0.0.9'], 'moved', ports);
    expect(merged).toMatchObject({
      ok: true,
      value: {
        kind: 'same',
        a: 'fqdn:spare.corp.example',
        b: 'fqdn:web.corp.example',
        by: 'anna',
        reason: 'moved',
      },
    });
    expect(await sightingsOf('web.corp.example')).toBe(2);
    await scan('b.xml', 3, [web, { ...spare, address: '10.0.0.10' }]);
    expect(await sightingsOf('web.corp.example')).toBe(2);
    const why = await whyDevice(store, '10.0.0.10', ports);
    expect(why.ok && why.value.joinedBy.map((reason) => reason.class)).toContain('decision');
    expect(why.ok && why.value.decisions).toHaveLength(1);
    const [decision] = identityDecisions(ports);
    expect(forgetDecision(decision!.id, ports).ok).toBe(true);
    expect(await sightingsOf('web.corp.example')).toBe(1);
    expect(forgetDecision(decision!.id, ports)).toMatchObject({ ok: false, fault: { code: 'bad-option' } });
  });

  it('holds two apart that a key joins', async () => {
    await scan('a.xml', 1, [web, { ...web, address: '10.0.0.6' }]);
    expect(await sightingsOf('web.corp.example')).toBe(2);
    expect(await splitDevice(store, ['address:10.0.0.5', 'address:10.0.0.6'], '', ports)).toMatchObject({
      ok: true,
      value: { kind: 'different' },
    });
    const why = await whyDevice(store, '10.0.0.5', ports);
    expect(why.ok && why.value.sightings).toHaveLength(1);
    expect(why.ok && why.value.keptApart.map(({ because }) => because)).toContain(
      'a person decided that they are two',
    );
    expect(await mergeDevices(store, ['10.0.0.5', '10.0.0.6'], '', ports)).toMatchObject({
      ok: false,
      fault: { message: 'an earlier decision says that they are two' },
    });
  });

  it('is refused, with what contradicts it, where not all that was seen of the two would be of the one', async () => {
    const hosts = ['web', 'spare'].map((name, i) => ({
      name,
      mac: `001B44112${i}00`,
      id: `${i}`.repeat(40),
    }));
    const machines = hosts.map(({ name, mac, id }) => ({
      ...{ id, computerDnsName: `${name}.corp.example`, osPlatform: 'WindowsServer2022' },
      ...{
        lastSeen: '2026-01-05T10:00:00Z',
        onboardingStatus: 'Onboarded',
        ipAddresses: [{ ipAddress: '', macAddress: mac }],
      },
    }));
    const items = hosts.map(
      ({ name, mac }, i) =>
        `<ReportHost name="${name}"><HostProperties><tag name="HOST_END">Mon Jan  5 10:00:00 2026</tag><tag name="host-fqdn">${name}.corp.example</tag><tag name="mac-address">${mac.replace(/..(?=.)/g, '$&:')}</tag><tag name="bios-uuid">00000000-0000-4000-8000-00000000000${i + 1}</tag></HostProperties><ReportItem port="0" svc_name="general" protocol="tcp" severity="0" pluginID="19506" pluginName="Nessus Scan Information" pluginFamily="Settings"/></ReportHost>`,
    );
    await importText('machines.json', JSON.stringify({ value: machines }));
    await importText(
      'a.nessus',
      `<NessusClientData_v2><Report name="r">${items.join('')}</Report></NessusClientData_v2>`,
    );
    expect(await sightingsOf('web.corp.example')).toBe(2);
    expect(await mergeDevices(store, ['web.corp.example', 'spare.corp.example'], '', ports)).toMatchObject({
      ok: false,
      fault: {
        message: expect.stringContaining(
          'their ids differ: uuid:00000000-0000-4000-8000-000000000001',
        ) as string,
      },
    });
  });

  it('is refused where it says nothing', async () => {
    await scan('a.xml', 1, [web, spare]);
    const refused = async (work: Promise<{ readonly ok: boolean }>): Promise<void> => {
      expect(await work).toMatchObject({ ok: false, fault: { code: 'bad-option' } });
    };
    await refused(mergeDevices(store, ['web.corp.example', 'nobody'], '', ports));
    await refused(mergeDevices(store, ['web.corp.example', '10.0.0.5'], '', ports));
    await refused(splitDevice(store, ['address:10.0.0.5', 'address:10.0.0.9'], '', ports));
    await refused(splitDevice(store, ['address:10.0.0.5', 'fqdn:web.corp.example'], '', ports));
    await refused(splitDevice(store, ['address:10.0.0.5', 'serial:none'], '', ports));
    expect(identityDecisions(ports)).toEqual([]);
  });
});

describe('the rules of identity', () => {
  const one = { address: '10.0.0.5', mac: '00:1b:21:00:00:01' };

  it('of another version say what they would change, and change it only when applied', async () => {
    await scan('a.xml', 1, [one]);
    await scan('b.xml', 1, [{ ...one, mac: '00:1b:21:00:00:02' }]);
    expect(await compareRules(store, undefined, ports)).toMatchObject({ value: { from: { version: 2 } } });
    expect(await compareRules(store, 1, ports)).toMatchObject({
      ok: true,
      value: { devicesBefore: 2, devicesAfter: 1, merged: [['10.0.0.5', '10.0.0.5']], split: [] },
    });
    expect(await whyDevice(store, '10.0.0.5', ports)).toMatchObject({ ok: false });
    applyRules(1, ports);
    expect(await sightingsOf('10.0.0.5')).toBe(2);
    expect(await compareRules(store, 2, ports)).toMatchObject({ value: { split: [{ name: '10.0.0.5' }] } });
    expect(await compareRules(store, 9, ports)).toMatchObject({ ok: false, fault: { code: 'bad-option' } });
  });
});
