import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { identityRules, newestIdentityRules, type IdentityDecision } from './identity-rules.ts';
import { resolveDevices, type DeviceSighting } from './resolve-devices.ts';

const hour = 3600 * 1000;
const noon = Date.UTC(2026, 1, 3, 12);

let refs = 0;
function seen(by: string, columns: Omit<Partial<DeviceSighting>, 'source'>): DeviceSighting {
  return { Ref: `r${refs++}`, time: noon, ...columns, source: by };
}

/** The devices as sets of positions, in an order of their own. */
function devices(...sightings: readonly DeviceSighting[]): readonly (readonly number[])[] {
  return resolveDevices(sightings)
    .devices.map((device) => [...device.sightings].sort((a, b) => a - b))
    .sort((a, b) => a[0]! - b[0]!);
}

const one = [[0, 1]];
const two = [[0], [1]];

describe('two sightings are one device', () => {
  it.each([
    ['agent id', { AgentIds: ['mde:1'] }],
    ['hardware id', { HardwareIds: ['serial:ABC1234'] }],
    ['directory id', { DirectoryIds: ['sid:S-1-5-21-1-2-3-1104'] }],
    ['MAC address', { MacAddresses: ['00:1a:2b:3c:4d:5e'] }],
    ['full name', { HostNames: ['pc1.corp.example'] }],
    ['short name', { HostNames: ['pc1'] }],
    ['address', { IPAddresses: ['10.0.0.5'] }],
  ])('when they share an %s', (_, key) => {
    expect(devices(seen('nmap', key), seen('nessus', key))).toEqual(one);
    expect(devices(seen('nmap', key), seen('nessus', {}))).toEqual(two);
  });

  it('when their source gives them one ref', () => {
    const ref = '1:10.0.0.5';
    expect(devices(seen('osquery', { Ref: ref, HostNames: ['a'] }), seen('osquery', { Ref: ref }))).toEqual(
      one,
    );
  });

  it('through a third one that knows both keys', () => {
    expect(
      devices(
        seen('nmap', { IPAddresses: ['10.0.0.5'] }),
        seen('defender', { AgentIds: ['mde:1'] }),
        seen('osquery', { AgentIds: ['mde:1'], IPAddresses: ['10.0.0.5'] }),
      ),
    ).toEqual([[0, 1, 2]]);
  });

  it('and the answer says which key joined them and who saw it', () => {
    const [device] = resolveDevices([
      seen('nmap', { HostNames: ['pc1.corp.example'] }),
      seen('nessus', { HostNames: ['PC1.corp.example'] }),
    ]).devices;
    expect(device?.reasons).toEqual([
      { class: 'fqdn', key: 'fqdn:pc1.corp.example', sources: ['nessus', 'nmap'] },
    ]);
    expect(device?.keys.map((key) => key.text)).toEqual(['fqdn:pc1.corp.example', 'name:pc1']);
  });
});

describe('two sightings stay two devices', () => {
  it('when exclusive ids contradict each other, whatever weaker key they share', () => {
    const shared = {
      HostNames: ['pc1.corp.example'],
      MacAddresses: ['00:1a:2b:3c:4d:5e'],
      IPAddresses: ['10.0.0.5'],
    };
    for (const [a, b] of [
      [{ DirectoryIds: ['sid:S-1-5-21-1-2-3-1104'] }, { DirectoryIds: ['sid:S-1-5-21-1-2-3-1105'] }],
      [{ AgentIds: ['mde:1'] }, { AgentIds: ['mde:2'] }],
      [{ HardwareIds: ['serial:ABC1234'] }, { HardwareIds: ['serial:ABC1235'] }],
    ] as const) {
      expect(devices(seen('a', { ...shared, ...a }), seen('b', { ...shared, ...b }))).toEqual(two);
    }
  });

  it('unless one id of the space is the same: a device may have had another one before', () => {
    expect(
      devices(
        seen('a', { HostNames: ['pc1'], AgentIds: ['mde:1', 'mde:2'] }),
        seen('b', { HostNames: ['pc1'], AgentIds: ['mde:2'] }),
      ),
    ).toEqual(one);
  });

  it('but ids of different products do not exclude each other', () => {
    expect(
      devices(
        seen('a', { HostNames: ['pc1.corp.example'], AgentIds: ['mde:1'] }),
        seen('b', { HostNames: ['pc1.corp.example'], AgentIds: ['nessus:9'] }),
      ),
    ).toEqual(one);
  });

  it('when a docking station shows its MAC address under two names', () => {
    const dock = { MacAddresses: ['00:1a:2b:3c:4d:5e'] };
    expect(
      devices(seen('a', { ...dock, HostNames: ['ann-pc'] }), seen('b', { ...dock, HostNames: ['bob-pc'] })),
    ).toEqual(two);
    expect(devices(seen('a', { ...dock, HostNames: ['ann-pc'] }), seen('b', dock))).toEqual(one);
  });

  it('when their short name is that of two full names, and a third one with it alone joins neither', () => {
    expect(
      devices(
        seen('a', { HostNames: ['web.corp.example'] }),
        seen('b', { HostNames: ['web.shop.example'] }),
        seen('c', { HostNames: ['web'] }),
      ),
    ).toEqual([[0], [1], [2]]);
  });

  it('when a short name is shared by different operating systems', () => {
    expect(
      devices(
        seen('a', { HostNames: ['app'], OSPlatform: 'Windows Server 2022' }),
        seen('b', { HostNames: ['app'], OSPlatform: 'Ubuntu' }),
      ),
    ).toEqual(two);
  });

  it('when they had one address more than a day apart, or nobody says when', () => {
    const at = { IPAddresses: ['10.0.0.5'] };
    expect(devices(seen('a', at), seen('b', { ...at, time: noon + 24 * hour }))).toEqual(one);
    expect(devices(seen('a', at), seen('b', { ...at, time: noon + 25 * hour }))).toEqual(two);
    expect(devices(seen('a', at), seen('b', { ...at, time: undefined }))).toEqual(two);
  });

  it('when two named devices had one address', () => {
    const at = { IPAddresses: ['10.0.0.5'] };
    expect(devices(seen('a', { ...at, HostNames: ['a'] }), seen('b', { ...at, HostNames: ['b'] }))).toEqual(
      two,
    );
    expect(devices(seen('a', { ...at, HostNames: ['a'] }), seen('b', at))).toEqual(one);
    expect(
      devices(
        seen('a', { ...at, HostNames: ['a'] }),
        seen('b', { ...at, HostNames: ['b'] }),
        seen('c', at),
        seen('d', at),
      ),
    ).toEqual([[0], [1], [2, 3]]);
  });

  it('when the address belongs to different operating systems', () => {
    const at = { IPAddresses: ['10.0.0.5'] };
    expect(
      devices(seen('a', { ...at, OSPlatform: 'Linux' }), seen('b', { ...at, OSPlatform: 'Windows 11' })),
    ).toEqual(two);
  });

  it('when all they share is a value that identifies nothing', () => {
    const nothing = {
      HardwareIds: ['serial:To be filled by O.E.M.'],
      MacAddresses: ['02:42:ac:11:00:02'],
      HostNames: ['localhost'],
      IPAddresses: ['127.0.0.1'],
    };
    expect(devices(seen('a', nothing), seen('b', nothing))).toEqual(two);
  });
});

describe('a machine that was set up anew', () => {
  const hardware = { HardwareIds: ['serial:ABC1234'], MacAddresses: ['00:1a:2b:3c:4d:5e'] };
  const before = { ...hardware, HostNames: ['pc1'], AgentIds: ['mde:1'], DirectoryIds: ['sid:S-1-5-21-1'] };
  const after = { ...hardware, HostNames: ['pc9'], AgentIds: ['mde:2'], DirectoryIds: ['sid:S-1-5-21-2'] };

  it('stays one device: its ids followed each other on one hardware', () => {
    expect(devices(seen('a', before), seen('a', { ...after, time: noon + 48 * hour }))).toEqual(one);
  });

  it('is two when the ids were in use at one time, or nobody says when', () => {
    expect(devices(seen('a', before), seen('a', after))).toEqual(two);
    expect(devices(seen('a', before), seen('a', { ...after, time: undefined }))).toEqual(two);
  });

  it('is two when only a name is the same: the machine was replaced', () => {
    const bare = { HostNames: ['pc1.corp.example'] };
    expect(
      devices(
        seen('a', { ...bare, AgentIds: ['mde:1'] }),
        seen('a', { ...bare, AgentIds: ['mde:2'], time: noon + 48 * hour }),
      ),
    ).toEqual(two);
  });
});

describe('copies of one template', () => {
  const template = { HardwareIds: ['uuid:4C4C4544-0035-3510-8048-B8C04F4A3332'] };

  it('stay apart by names and MAC addresses', () => {
    expect(
      devices(
        seen('a', { ...template, HostNames: ['vm1'], MacAddresses: ['00:50:56:00:00:01'] }),
        seen('b', { ...template, HostNames: ['vm2'], MacAddresses: ['00:50:56:00:00:02'] }),
      ),
    ).toEqual(two);
  });

  it('stay apart when one report names them both', () => {
    const [a, b] = [
      { ...template, HostNames: ['vm1'] },
      { ...template, HostNames: ['vm2'] },
    ];
    expect(devices(seen('a', { ...a, report: 1 }), seen('a', { ...b, report: 1 }))).toEqual(two);
    expect(devices(seen('a', { ...a, report: 1 }), seen('b', { ...b, report: 2 }))).toEqual(one);
  });

  it('have ids of their own', () => {
    const { devices: list } = resolveDevices([
      seen('a', { ...template, HostNames: ['vm1'], report: 1 }),
      seen('a', { ...template, HostNames: ['vm2'], report: 1 }),
    ]);
    expect(list.map(({ id }) => id).sort()).toEqual(['name:vm1', 'name:vm2']);
  });
});

describe('weak keys that changed hands', () => {
  it('are addresses of devices with other MAC addresses', () => {
    const at = { IPAddresses: ['10.0.0.5'] };
    expect(
      devices(
        seen('a', { ...at, MacAddresses: ['00:1a:2b:3c:4d:5e'] }),
        seen('b', { ...at, MacAddresses: ['00:1a:2b:3c:4d:5f'] }),
      ),
    ).toEqual(two);
  });

  it('are MAC addresses of routers, behind which one report sees many devices', () => {
    const behind = (count: number): readonly DeviceSighting[] =>
      Array.from({ length: count }, (_, i) =>
        seen('zeek', { MacAddresses: ['00:1a:2b:3c:4d:5e'], IPAddresses: [`10.0.0.${i + 1}`], report: 1 }),
      );
    expect(devices(...behind(8))).toHaveLength(1);
    expect(devices(...behind(9))).toHaveLength(9);
  });
});

describe('the word of a person', () => {
  const decided = (
    decisions: readonly IdentityDecision[],
    ...sightings: readonly DeviceSighting[]
  ): readonly (readonly number[])[] =>
    resolveDevices(sightings, { rules: newestIdentityRules, decisions }).devices.map((device) =>
      [...device.sightings].sort((a, b) => a - b),
    );
  const a = seen('a', { HostNames: ['pc1'], AgentIds: ['mde:1'] });
  const b = seen('b', { HostNames: ['pc1'], AgentIds: ['mde:2'] });
  const c = seen('c', { HostNames: ['pc1'] });

  it('joins what ids hold apart, and stands among the reasons', () => {
    const same = { kind: 'same', a: 'mde:1', b: 'mde:2' } as const;
    expect(decided([same], a, b)).toEqual(one);
    const { devices: list } = resolveDevices([a, b], { rules: newestIdentityRules, decisions: [same] });
    expect(list[0]?.reasons).toEqual([{ class: 'decision', key: 'mde:1 = mde:2', sources: [] }]);
  });

  it('holds apart what a key joins, also by the source that saw it', () => {
    expect(decided([], a, c)).toEqual(one);
    expect(decided([{ kind: 'different', a: 'mde:1', b: 'name:pc1@c' }], a, c)).toEqual(two);
  });

  it('to hold apart wins over the word to join', () => {
    const both = [
      { kind: 'same', a: 'mde:1', b: 'mde:2' },
      { kind: 'different', a: 'mde:1', b: 'mde:2' },
    ] as const;
    expect(decided(both, a, b)).toEqual(two);
  });

  it('on what is not known changes nothing', () => {
    expect(decided([{ kind: 'same', a: 'mde:1', b: 'mde:7' }], a, b)).toEqual(two);
  });
});

describe('what shares a key and stays apart', () => {
  it('is told with the reason', () => {
    const { apart } = resolveDevices([
      seen('a', { HostNames: ['pc1'], AgentIds: ['mde:1'] }),
      seen('b', { HostNames: ['pc1'], AgentIds: ['mde:2'] }),
    ]);
    expect(apart).toEqual([
      {
        class: 'name',
        key: 'name:pc1',
        sightings: [0, 1],
        because:
          'their ids differ: mde:1 and mde:2, and nothing shows that one followed the other on the same machine',
      },
    ]);
  });
});

it('earlier versions of the rules stay as they were', () => {
  const [first] = identityRules;
  const copies = [
    seen('a', { HardwareIds: ['serial:ABC1234'], HostNames: ['vm1'], report: 1 }),
    seen('a', { HardwareIds: ['serial:ABC1234'], HostNames: ['vm2'], report: 1 }),
  ];
  expect(resolveDevices(copies, { rules: first!, decisions: [] }).devices).toHaveLength(1);
  expect(resolveDevices(copies).devices).toHaveLength(2);
});

describe('the devices', () => {
  const pick = (...values: string[]): fc.Arbitrary<string[]> => fc.subarray(values, { maxLength: 2 });
  const sighting = fc.record({
    Ref: fc.constantFrom('1:a', '1:b', '2:a', '3:c', '4:d', '5:e', '6:f'),
    source: fc.constantFrom('nmap', 'nessus', 'defender'),
    report: fc.option(fc.constantFrom(1, 2), { nil: undefined }),
    time: fc.option(fc.constantFrom(noon, noon + hour, noon + 30 * hour), { nil: undefined }),
    AgentIds: pick('mde:1', 'mde:2', 'nessus:1'),
    HardwareIds: pick('serial:ABCD1', 'serial:ABCD2'),
    DirectoryIds: pick('sid:s-1', 'sid:s-2'),
    MacAddresses: pick('00:1a:2b:3c:4d:5e', '00:1a:2b:3c:4d:5f'),
    HostNames: pick('a', 'a.corp.example', 'a.shop.example', 'b', 'b.corp.example'),
    IPAddresses: pick('10.0.0.5', '10.0.0.6'),
    OSPlatform: fc.option(fc.constantFrom('Windows 11', 'Ubuntu'), { nil: undefined }),
  });
  const shuffled = fc
    .array(sighting, { maxLength: 9 })
    .chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })));

  /** Devices as sets of sightings, whichever order they came in. */
  const groups = (list: readonly DeviceSighting[]): readonly string[] =>
    resolveDevices(list)
      .devices.map((device) =>
        device.sightings
          .map((i) => JSON.stringify(list[i]))
          .sort()
          .join('\n'),
      )
      .sort();

  it('do not depend on the order of what was read', () => {
    fc.assert(
      fc.property(shuffled, ([list, other]) => {
        expect(groups(other)).toEqual(groups(list));
      }),
      { numRuns: 2000 },
    );
  });

  it('hold every sighting exactly once', () => {
    fc.assert(
      fc.property(fc.array(sighting, { maxLength: 12 }), (list) => {
        const members = resolveDevices(list).devices.flatMap((device) => device.sightings);
        expect([...members].sort((a, b) => a - b)).toEqual(list.map((_, i) => i));
      }),
    );
  });
});
