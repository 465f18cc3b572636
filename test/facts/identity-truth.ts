import type { DeviceSighting } from '../../src/ingest/index.ts';

/** A sighting with the device that it is in truth. */
export interface Labelled {
  readonly trap: string;
  readonly truth: string;
  readonly sighting: DeviceSighting;
}

/** Pairs of sightings: how many of those joined are one device in truth, and how many of those of one device are joined. */
export interface Score {
  readonly trap: string;
  readonly devices: number;
  readonly sightings: number;
  readonly precision: number;
  readonly recall: number;
}

type Columns = Omit<DeviceSighting, 'Ref' | 'source'>;
/** Adds a sighting of a device. Equal numbers of reports of a source are one report. */
type See = (device: string, source: string, report: number, columns: Columns) => void;

const day = 86_400_000;
const start = Date.UTC(2026, 0, 5, 8);
const at = (days: number): number => start + days * day;

/** What traps need to make things up. */
class Maker {
  readonly #next: () => number;
  #count = 0;

  constructor(seed: number) {
    // Mulberry32.
    let state = seed >>> 0;
    this.#next = () => {
      state = (state + 0x6d2b79f5) >>> 0;
      let t = state;
      t = Math.imul(t ^ (t >>> 15), t | 1);
      t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
      return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
    };
  }

  chance(p: number): boolean {
    return this.#next() < p;
  }

  whole(below: number): number {
    return Math.floor(this.#next() * below);
  }

  /** A number that no other call gave. */
  count(): number {
    return ++this.#count;
  }

  mac(): string {
    const n = this.count();
    return ['00', '1b', '21', n >> 16, n >> 8, n]
      .map((part) => (typeof part === 'string' ? part : (part & 255).toString(16).padStart(2, '0')))
      .join(':');
  }

  uuid(): string {
    const hex = (digits: number): string =>
      Array.from({ length: digits }, () => this.whole(16).toString(16)).join('');
    return `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(8)}${this.count().toString(16).padStart(4, '0')}`;
  }

  serial(): string {
    return `SN${this.count().toString(36).toUpperCase().padStart(6, '0')}`;
  }

  address(): string {
    const n = this.count();
    return `10.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}`;
  }

  name(): string {
    return `${['pc', 'srv', 'lt', 'app'][this.whole(4)]!}${this.count()}`;
  }
}

interface Machine {
  readonly id: string;
  readonly name: string;
  readonly fqdn: string;
  readonly mac: string;
  readonly uuid: string;
  readonly serial: string;
  readonly agent: string;
  readonly sid: string;
  readonly address: string;
}

function machine(make: Maker): Machine {
  const name = make.name();
  return {
    id: `device ${make.count()}`,
    name,
    fqdn: `${name}.corp.example`,
    mac: make.mac(),
    uuid: make.uuid(),
    serial: make.serial(),
    agent: make.uuid(),
    sid: `S-1-5-21-1-2-3-${1000 + make.count()}`,
    address: make.address(),
  };
}

/** What each kind of tool says of a machine. */
const tools = {
  defender: (m: Machine): Columns => ({
    AgentIds: [`mde:${m.agent}`],
    HostNames: [m.fqdn],
    IPAddresses: [m.address],
    OSPlatform: 'Windows 11',
  }),
  osquery: (m: Machine): Columns => ({
    HardwareIds: [`uuid:${m.uuid}`, `serial:${m.serial}`],
    HostNames: [m.name],
    MacAddresses: [m.mac],
    OSPlatform: 'Windows 11',
  }),
  nessus: (m: Machine): Columns => ({
    HostNames: [m.fqdn, m.name.toUpperCase()],
    MacAddresses: [m.mac],
    IPAddresses: [m.address],
    OSPlatform: 'Microsoft Windows 11',
  }),
  sharphound: (m: Machine): Columns => ({
    DirectoryIds: [`sid:${m.sid}`],
    HostNames: [m.fqdn.toUpperCase()],
  }),
  nmap: (m: Machine): Columns => ({ MacAddresses: [m.mac], IPAddresses: [m.address] }),
  scanFromAfar: (m: Machine): Columns => ({ IPAddresses: [m.address] }),
  zeek: (m: Machine): Columns => ({ MacAddresses: [m.mac], HostNames: [m.name], IPAddresses: [m.address] }),
} as const;
type Tool = keyof typeof tools;

function seenBy(see: See, m: Machine, names: readonly Tool[], report: number, days: number): void {
  for (const tool of names) see(m.id, tool, report, { ...tools[tool](m), time: at(days) });
}

/** One instance of each trap; a trap is a truth that keys lie about. */
const traps: Readonly<Record<string, (make: Maker, see: See, report: number) => void>> = {
  'nothing special': (make, see, report) => {
    const m = machine(make);
    const all = Object.keys(tools) as Tool[];
    seenBy(
      see,
      m,
      all.filter(() => make.chance(0.6)),
      report,
      0,
    );
    seenBy(
      see,
      m,
      all.filter(() => make.chance(0.4)),
      report + 1,
      3,
    );
  },
  'clones of a machine with its agent': (make, see, report) => {
    const origin = machine(make);
    for (let i = 0; i < 3; i++) {
      // The agent's id and the hardware ids were copied, the network adapter and the name were not.
      const clone = { ...machine(make), agent: origin.agent, uuid: origin.uuid, serial: origin.serial };
      see(clone.id, 'agent', report, {
        AgentIds: [`nessus:${origin.agent}`],
        HostNames: [clone.name],
        MacAddresses: [clone.mac],
        time: at(i),
      });
      seenBy(see, clone, ['osquery', 'nessus'], report, 0);
    }
  },
  'templates with equal UUIDs': (make, see, report) => {
    const template = machine(make);
    for (let i = 0; i < 4; i++) {
      const vm = { ...machine(make), uuid: template.uuid, serial: template.serial };
      const says = tools.osquery(vm);
      // Some tools leave the adapter out.
      see(vm.id, 'osquery', report, {
        ...says,
        ...(make.chance(0.5) ? { MacAddresses: [] } : {}),
        time: at(0),
      });
      seenBy(see, vm, ['nessus', 'sharphound'], report, 0);
    }
  },
  'host set up anew': (make, see, report) => {
    const old = machine(make);
    const other = machine(make);
    const anew = {
      ...old,
      agent: other.agent,
      sid: other.sid,
      ...(make.chance(0.5) ? { name: other.name, fqdn: other.fqdn } : {}),
    };
    for (const [m, days, part] of [
      [old, 0, 0],
      [anew, 20, 1],
    ] as const) {
      see(m.id, 'agent', report + part, {
        ...tools.osquery(m),
        AgentIds: [`mde:${m.agent}`],
        time: at(days),
      });
      see(m.id, 'ad', report + part, {
        DirectoryIds: [`sid:${m.sid}`],
        HostNames: [m.fqdn],
        HardwareIds: [`serial:${m.serial}`],
        time: at(days),
      });
    }
  },
  'address given to another host': (make, see, report) => {
    const a = machine(make);
    const b = { ...machine(make), address: a.address };
    const later = make.chance(0.5) ? 0.4 : 6;
    see(a.id, 'nmap', report, { ...tools.nmap(a), time: at(0) });
    see(a.id, 'dhcp', report, { HostNames: [a.name], MacAddresses: [a.mac], time: at(0) });
    see(b.id, 'nmap', report + 1, { ...tools.nmap(b), time: at(later) });
    see(b.id, 'zeek', report + 1, { ...tools.zeek(b), time: at(later) });
  },
  'host renamed': (make, see, report) => {
    const old = machine(make);
    const name = make.name();
    const now = { ...old, name, fqdn: `${name}.corp.example` };
    seenBy(see, old, ['defender', 'osquery', 'sharphound'], report, 0);
    see(old.id, 'console', report, { ...tools.osquery(old), AgentIds: [`mde:${old.agent}`], time: at(0) });
    see(old.id, 'ad', report, { DirectoryIds: [`sid:${old.sid}`], HostNames: [old.fqdn], time: at(0) });
    seenBy(see, now, ['defender', 'osquery', 'sharphound'], report + 1, 5);
  },
  'two tools with different names': (make, see, report) => {
    const m = machine(make);
    const alias = {
      ...m,
      name: `ip-${m.address.replaceAll('.', '-')}`,
      fqdn: `ip-${m.address}.cloud.example`,
    };
    seenBy(see, m, ['osquery', 'defender'], report, 0);
    see(m.id, 'cloud', report, {
      HardwareIds: [`uuid:${m.uuid.toUpperCase()}`],
      HostNames: [alias.name],
      IPAddresses: [m.address],
      time: at(0),
    });
    see(m.id, 'inventory', report, {
      HardwareIds: [`serial:${m.serial}`],
      HostNames: [`asset-${m.serial}`],
      time: at(1),
    });
  },
  'many behind one address': (make, see, report) => {
    const gate = machine(make);
    const outside = make.address().replace(/^10\./, '20.');
    for (let i = 0; i < 5; i++) {
      const m = machine(make);
      see(m.id, 'defender', report, { ...tools.defender(m), IPAddresses: [m.address, outside], time: at(0) });
    }
    see(gate.id, 'nmap', report, { IPAddresses: [outside], time: at(0) });
    see(gate.id, 'shodan', report, { IPAddresses: [outside], time: at(0.2) });
  },
  'laptops on one dock': (make, see, report) => {
    const dock = make.mac();
    for (let i = 0; i < 2; i++) {
      const m = machine(make);
      see(m.id, 'nessus', report + i, { ...tools.nessus(m), MacAddresses: [dock], time: at(i) });
      see(m.id, 'osquery', report, { ...tools.osquery(m), MacAddresses: [m.mac, dock], time: at(i) });
      see(m.id, 'defender', report, { ...tools.defender(m), time: at(i) });
    }
  },
  'devices behind a router': (make, see, report) => {
    const router = machine(make);
    see(router.id, 'nmap', report, { ...tools.nmap(router), time: at(0) });
    for (let i = 0; i < 15; i++) {
      const m = machine(make);
      see(m.id, 'zeek', report, { MacAddresses: [router.mac], IPAddresses: [m.address], time: at(0) });
      see(m.id, 'scanFromAfar', report, { IPAddresses: [m.address], HostNames: [m.fqdn], time: at(0.1) });
    }
  },
  'one short name in two domains': (make, see, report) => {
    const name = make.name();
    for (const domain of ['corp', 'shop']) {
      const m = { ...machine(make), name, fqdn: `${name}.${domain}.example` };
      seenBy(see, m, ['defender', 'nessus'], report, 0);
      see(m.id, 'sharphound', report, { DirectoryIds: [`sid:${m.sid}`], HostNames: [m.fqdn], time: at(0) });
    }
  },
  'ids that identify nothing': (make, see, report) => {
    for (let i = 0; i < 3; i++) {
      const m = machine(make);
      see(m.id, 'osquery', report, {
        HardwareIds: ['serial:To Be Filled By O.E.M.', 'uuid:00000000-0000-0000-0000-000000000000'],
        MacAddresses: ['02:42:ac:11:00:02', m.mac],
        HostNames: ['localhost', m.name],
        IPAddresses: ['127.0.0.1', '172.17.0.1'],
        time: at(0),
      });
      see(m.id, 'nessus', report, { ...tools.nessus(m), time: at(0) });
    }
  },
  // What no key can tell: here the figures say what is lost.
  'host renamed, known by its MAC address only': (make, see, report) => {
    const m = machine(make);
    seenBy(see, m, ['zeek'], report, 0);
    seenBy(see, { ...m, name: make.name() }, ['zeek'], report + 1, 5);
  },
  'address given to another host within a day, no MAC address seen': (make, see, report) => {
    const a = machine(make);
    seenBy(see, a, ['defender'], report, 0);
    see(machine(make).id, 'scanFromAfar', report, { IPAddresses: [a.address], time: at(0.4) });
  },
  'copies of a template in two reports, no MAC address seen': (make, see, report) => {
    const template = machine(make);
    for (let i = 0; i < 2; i++) {
      const vm = machine(make);
      see(vm.id, `cloud ${i}`, report, {
        HardwareIds: [`uuid:${template.uuid}`],
        HostNames: [vm.name],
        time: at(0),
      });
    }
  },
};

/** The names of all traps. */
const trapNames: readonly string[] = Object.keys(traps);

/** An estate of sightings with so many instances of every trap, and what is true of them. */
export function identityTruth(seed: number, instances: number): readonly Labelled[] {
  const make = new Maker(seed);
  const all: Labelled[] = [];
  const reports = new Map<string, number>();
  for (const [trap, plant] of Object.entries(traps)) {
    for (let i = 0; i < instances; i++) {
      plant(
        make,
        (truth, source, report, columns) => {
          // Ten instances share a report; those of different sources and traps are different reports.
          const place = `${trap} ${source} ${report + 10 * Math.floor(i / 10)}`;
          all.push({
            trap,
            truth,
            sighting: { ...columns, source, Ref: `r${all.length}`, report: numberOf(place) },
          });
        },
        0,
      );
    }
  }
  return all;

  function numberOf(place: string): number {
    const known = reports.get(place) ?? reports.size + 1;
    reports.set(place, known);
    return known;
  }
}

/** Scores devices, each a list of positions in the truth, by trap; a pair counts for the traps of both. */
export function scores(
  truth: readonly Labelled[],
  devices: readonly (readonly number[])[],
): readonly Score[] {
  const deviceOf = new Map<number, number>();
  devices.forEach((members, device) => {
    for (const i of members) deviceOf.set(i, device);
  });
  const ofTruth = new Map<string, number[]>();
  truth.forEach(({ truth: device }, i) => ofTruth.set(device, [...(ofTruth.get(device) ?? []), i]));
  return trapNames.map((trap) => {
    const isOf = (i: number): boolean => truth[i]!.trap === trap;
    const joined = pairsOf(devices).filter(([a, b]) => isOf(a) || isOf(b));
    const same = pairsOf([...ofTruth.values()]).filter(([a]) => isOf(a));
    const right = joined.filter(([a, b]) => truth[a]!.truth === truth[b]!.truth).length;
    const found = same.filter(([a, b]) => deviceOf.get(a) === deviceOf.get(b)).length;
    const own = truth.filter((label) => label.trap === trap);
    return {
      trap,
      devices: new Set(own.map((label) => label.truth)).size,
      sightings: own.length,
      precision: joined.length === 0 ? 1 : right / joined.length,
      recall: same.length === 0 ? 1 : found / same.length,
    };
  });
}

function pairsOf(sets: readonly (readonly number[])[]): readonly (readonly [number, number])[] {
  return sets.flatMap((set) => set.flatMap((a, i) => set.slice(i + 1).map((b) => [a, b] as const)));
}
