import { expect, it } from 'vitest';
import { foundCompany, type Company } from './company.ts';
import { networkDevices, servers, unmanagedDevices, workstations, type Device } from './devices.ts';
import { accounts } from './directory/accounts.ts';
import { carelessWorkstations, serverAccess, workstationAccess } from './directory/computers.ts';
import { groups } from './directory/groups.ts';
import { outsidePorts } from './ports.ts';

function company(devices: number, seed = 1): Company {
  return foundCompany({ devices, seed, asOf: Date.UTC(2026, 7, 22) });
}

function all(of: Company): Device[] {
  return [...networkDevices(of), ...servers(of), ...unmanagedDevices(of), ...workstations(of)];
}

it('has as many devices as asked for, mostly workstations', () => {
  for (const devices of [50, 51, 300, 2000]) {
    const kinds = all(company(devices)).map(({ kind }) => kind);
    expect(kinds).toHaveLength(devices);
    const share = kinds.filter((kind) => kind === 'workstation').length / devices;
    expect(share).toBeGreaterThan(devices < 100 ? 0.55 : 0.8);
    expect(share).toBeLessThan(0.9);
  }
});

it('refuses an estate that is too small for its story', () => {
  expect(() => company(49)).toThrow(RangeError);
  expect(() => company(50.5)).toThrow(RangeError);
});

it('gives every device its own name, address, MAC address and UUID', () => {
  const devices = all(company(20_000));
  for (const key of ['fqdn', 'address', 'mac', 'uuid'] as const)
    expect(new Set(devices.map((device) => device[key])).size, key).toBe(devices.length);
  const outside = devices.flatMap(({ publicAddress }) => publicAddress ?? []);
  expect(new Set(outside).size).toBe(outside.length);
  const sids = devices.flatMap((device) => ('sid' in device ? [device.sid] : []));
  expect(new Set(sids).size).toBe(sids.length);
});

it('gives every account and group its own SID, apart from those of computers', () => {
  const of = company(20_000);
  const sids = [
    ...[...accounts(of)].map(({ sid }) => sid),
    ...[...groups(of)].map(({ sid }) => sid),
    ...all(of).flatMap((device) => ('sid' in device ? [device.sid] : [])),
  ];
  expect(new Set(sids).size).toBe(sids.length);
});

it('shows the internet something on every device that it reaches, and nothing on others', () => {
  const of = company(2000);
  for (const device of all(of))
    expect(outsidePorts(of, device).length > 0, device.fqdn).toBe(device.publicAddress !== undefined);
});

it('has the doors of the story in the smallest estate: RDP, VPN and both web servers', () => {
  const of = company(50);
  const open = new Map(
    all(of).map((device) => [device.host, outsidePorts(of, device).map(({ port }) => port)]),
  );
  expect(open.get('fw01')).toEqual([10443]);
  expect(open.get('srv-app01')).toEqual([3389]);
  expect(open.get('srv-web01')).toContain(443);
  expect(open.get('srv-web02')).toContain(8090);
});

it('keeps a domain administrator logged on where everybody is administrator', () => {
  const of = company(300);
  const access = workstationAccess(of);
  const careless = carelessWorkstations(of);
  expect(careless.length).toBeGreaterThanOrEqual(2);
  for (const device of workstations(of)) {
    const { sessions, administrators } = access(device);
    const isAdminThere = sessions.includes(`${of.domainSid}-1200`);
    expect(isAdminThere, device.host).toBe(careless.includes(device.ordinal));
    if (isAdminThere) expect(administrators.map(({ sid }) => sid)).toContain(`${of.domainSid}-513`);
  }
});

it('lets svc-web of both web servers administer the first database server', () => {
  const of = company(50);
  const svcWeb = [...accounts(of)].find(({ name }) => name === 'svc-web')?.sid;
  for (const device of servers(of)) {
    if (device.sid === undefined) continue;
    const { sessions, administrators } = serverAccess(of, { ...device, sid: device.sid });
    if (device.host === 'srv-web01' || device.host === 'srv-web02') expect(sessions).toContain(svcWeb);
    if (device.host === 'srv-sql01') expect(administrators.map(({ sid }) => sid)).toContain(svcWeb);
  }
});
