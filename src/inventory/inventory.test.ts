import { describe, expect, it } from 'vitest';
import { conclude, countTab, inTab, presenceOf, type Clue, type DeviceWords } from './index.ts';

const clue = (kind: Clue['kind'], text: string, source = 'nmap'): Clue => ({ kind, text, source });
const about = (clues: readonly Clue[], rest: Partial<DeviceWords> = {}) =>
  conclude(
    { clues, system: clues.find((c) => c.kind === 'system')?.text ?? '', onboarding: [], ...rest },
    1e12,
  );

describe('what a device is', () => {
  it.each([
    [[clue('type', 'router')], 'Network Device', 'NetworkDevice', 'Router'],
    [[clue('type', 'PLC', 'zeek')], 'OT', 'Industrial', 'PLC'],
    [[clue('service', 'modbus 502/tcp')], 'OT', 'Industrial', 'PLC'],
    [[clue('service', 'unknown 47808/udp')], 'BMS', 'SmartFacility', undefined],
    [[clue('system', 'Linux 5.4'), clue('service', 'jetdirect 9100/tcp')], 'IoT', 'Printer', undefined],
    [
      [clue('system', 'Windows Server 2019'), clue('service', 'jetdirect 9100/tcp')],
      'Computers and Mobile',
      'Server',
      undefined,
    ],
    [[clue('system', 'Cisco IOS XE 17')], 'Network Device', 'NetworkDevice', 'Router'],
    [[clue('system', 'IOS')], 'Network Device', 'NetworkDevice', 'Router'],
    [[clue('system', 'iOS 17.2')], 'Computers and Mobile', 'Mobile', undefined],
    [[clue('system', 'FortiOS 7')], 'Network Device', 'NetworkDevice', 'Firewall'],
    [[clue('category', 'Medical', 'defender')], 'Medical', undefined, undefined],
    [[clue('type', 'tesla coil')], 'Unknown', 'tesla coil', undefined],
    [[], 'Unknown', undefined, undefined],
  ] as const)('%j', (clues, category, type, subtype) => {
    const { category: c, type: t, subtype: s } = about(clues);
    expect([c.value, t?.value, s?.value]).toEqual([category, type, subtype]);
  });

  it('says on what it rests, and what was outweighed', () => {
    const kind = about([clue('type', 'Server', 'defender'), clue('service', 'rtsp 554/tcp')]);
    expect(kind.type?.basis).toEqual(['defender: type Server']);
    expect(kind.against).toEqual(['nmap: service rtsp 554/tcp']);
  });

  it('goes with more sources where equals differ', () => {
    const kind = about([
      clue('type', 'router', 'a'),
      clue('type', 'printer', 'b'),
      clue('type', 'printer', 'c'),
    ]);
    expect(kind.type?.value).toBe('Printer');
  });
});

describe('onboarding', () => {
  it('is the word of a sensor, else what the system and the kind allow', () => {
    const windows = [clue('system', 'Windows 11')];
    expect(
      about(windows, { onboarding: [{ source: 'osquery', status: 'Onboarded' }] }).onboarding.value,
    ).toBe('Onboarded');
    expect(about(windows).onboarding.value).toBe('Can be onboarded');
    expect(about([clue('system', 'Windows XP')]).onboarding.value).toBe('Unsupported');
    expect(about([clue('type', 'printer')]).onboarding.value).toBe('Unsupported');
    expect(about([]).onboarding.value).toBe('Insufficient info');
  });

  it('has a health only with a sensor; silence of more than seven days is inactive', () => {
    const onboarding = [{ source: 'defender', status: 'Onboarded' }] as const;
    const day = 24 * 3600 * 1000;
    const health = (lastSensorWord: number | undefined, said?: string) =>
      about([], { onboarding, health: said, lastSensorWord }).health?.value;
    expect(health(1e12 - 6 * day, 'ImpairedCommunication')).toBe('Impaired communications');
    expect(health(1e12 - 8 * day, 'Active')).toBe('Inactive');
    expect(health(1e12)).toBe('Active');
    expect(health(undefined)).toBeUndefined();
    expect(about([]).health).toBeUndefined();
  });
});

const day = 24 * 3600 * 1000;
/** Seen once, some days before the newest of four daily reports. */
function passing(daysAgo: number, clues: readonly Clue[] = []) {
  const asOf = 100 * day;
  const at = asOf - daysAgo * day;
  return presenceOf(
    [{ source: 'nmap', first: at, last: at }],
    () => [asOf, asOf - day, asOf - 2 * day, asOf - 3 * day],
    asOf,
    about(clues),
  );
}

describe('presence', () => {
  it('is new for seven days, and transient when later reports of its sources on three days do not name it', () => {
    expect(passing(7).isNew).toBe(true);
    expect(passing(8).isNew).toBe(false);
    expect(passing(8).firstSeen?.value).toBe(92 * day);
    expect(passing(2).isTransient.value).toBe(false);
    expect(passing(3).isTransient.value).toBe(true);
    expect(passing(3, [clue('type', 'printer')]).isTransient.value).toBe(false);
  });
});

describe('tabs', () => {
  it('divide the devices by category and count what needs a look', () => {
    const devices = [
      { attributes: about([clue('system', 'Windows 11')]), presence: passing(1), isInternetFacing: true },
      { attributes: about([clue('type', 'switch')]), presence: passing(9), isInternetFacing: undefined },
    ];
    expect(countTab('all', devices)).toEqual({
      total: 2,
      notOnboarded: 1,
      newlyDiscovered: 1,
      internetFacing: 1,
    });
    expect(countTab('network', devices)).toEqual({
      total: 1,
      notOnboarded: 0,
      newlyDiscovered: 0,
      internetFacing: 0,
    });
    expect(inTab('uncategorized', about([]))).toBe(true);
  });
});
