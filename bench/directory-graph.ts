import type { Residual, RiskGraph } from '../src/graph/risk/index.ts';

/**
 * A synthetic estate around a directory service, for measuring: departments, nested groups, sessions, local
 * administrators, weaknesses shared through CVE factors, secrets, cloud roles. No real organisation.
 */
export function directoryGraph(nodeCount: number, seed: number): RiskGraph {
  return new Estate(nodeCount, seed).graph();
}

const kinds = {
  user: 0.3,
  admin: 0.006,
  service: 0.02,
  group: 0.07,
  workstation: 0.22,
  foothold: 0.22,
  server: 0.04,
  segment: 0.002,
  secret: 0.03,
  identity: 0.02,
  role: 0.005,
  resource: 0.06,
} as const;
type Kind = keyof typeof kinds;

const techniques = {
  dumpWorkstation: 0.55,
  dumpServer: 0.4,
  dumpTierZero: 0.3,
  remoteDesktop: 0.6,
  resetPassword: 0.6,
  rights: 0.8,
  roast: 0.5,
  readSecret: 0.7,
  syncedLogon: 0.6,
  administrate: 0.7,
} as const;
type Technique = keyof typeof techniques;

class Estate {
  readonly #random: () => number;
  readonly #first = new Map<Kind, number>();
  readonly #count = new Map<Kind, number>();
  readonly #nodeIds: string[] = ['attacker'];
  readonly #from: number[] = [];
  readonly #to: number[] = [];
  readonly #p: number[] = [];
  readonly #factor: number[] = [];
  readonly #factorIds: string[] = [];
  readonly #factorQ: number[] = [];
  readonly #actions: { id: string; cost: number; edges: Residual[]; factors: Residual[] }[] = [];
  readonly #targets: { node: number; value: number }[] = [];

  constructor(nodeCount: number, seed: number) {
    this.#random = generator(seed);
    for (const [kind, share] of Object.entries(kinds) as [Kind, number][]) {
      const count = Math.max(4, Math.round(nodeCount * share));
      this.#first.set(kind, this.#nodeIds.length);
      this.#count.set(kind, count);
      for (let i = 0; i < count; i++) this.#nodeIds.push(`${kind}-${i}`);
    }
    this.#nodeIds.push('domain');
    for (const [name, q] of Object.entries(techniques)) {
      this.#factorIds.push(`technique:${name}`);
      this.#factorQ.push(q);
    }
    this.#build();
  }

  graph(): RiskGraph {
    const edgeCount = this.#from.length;
    const offsets = new Uint32Array(edgeCount + 1);
    const factors: number[] = [];
    this.#factor.forEach((factor, edge) => {
      if (factor >= 0) factors.push(factor);
      offsets[edge + 1] = factors.length;
    });
    return {
      nodeIds: this.#nodeIds,
      attacker: 0,
      and: new Uint8Array(this.#nodeIds.length),
      edgeIds: this.#from.map(
        (from, edge) => `${edge}:${this.#nodeIds[from]!}>${this.#nodeIds[this.#to[edge]!]!}`,
      ),
      from: Uint32Array.from(this.#from),
      to: Uint32Array.from(this.#to),
      p: Float64Array.from(this.#p),
      edgeFactorOffsets: offsets,
      edgeFactors: Uint32Array.from(factors),
      factorIds: this.#factorIds,
      factorQ: Float64Array.from(this.#factorQ),
      targets: this.#targets,
      actions: this.#actions,
    };
  }

  #build(): void {
    const users = this.#count.get('user')!;
    const departments = Math.max(3, Math.round(Math.sqrt(this.#nodeIds.length) / 6));
    const cves = this.#weaknesses();
    this.#entries(users, departments, cves);
    this.#people(users, departments);
    this.#workstations(users, departments, cves);
    this.#servers(cves);
    this.#secretsAndCloud();
    this.#control('endpoint detection', 'dumpWorkstation', 0.4);
    this.#control('credential guard', 'dumpServer', 0.3);
    this.#control('no remote desktop', 'remoteDesktop', 0.2);
    this.#control('reset needs approval', 'resetPassword', 0.3);
  }

  #weaknesses(): number[] {
    const count = Math.max(40, Math.round(300 * (this.#nodeIds.length / 1000) ** 0.55));
    return Array.from({ length: count }, (_, i) => {
      const u = this.#random();
      this.#factorQ.push(u < 0.02 ? 0.8 : u < 0.07 ? 0.3 : u < 0.3 ? 0.03 : 0.003);
      const factor = this.#factorIds.push(`cve:${i}`) - 1;
      this.#actions.push({
        id: `patch-${i}`,
        cost: 1 + this.#below(4),
        edges: [],
        factors: [{ index: factor, residual: 0 }],
      });
      return factor;
    });
  }

  #entries(users: number, departments: number, cves: readonly number[]): void {
    const mfa = Array.from({ length: departments }, (_, d) => this.#action(`mfa-${d}`, 4));
    const training = this.#action('training', 1);
    for (let i = 0; i < users; i++) {
      const edge = this.#edge(
        0,
        this.#node('user', i),
        Math.min(0.5, (20 / users) * (0.3 + 1.4 * this.#random())),
      );
      this.#removes(mfa[i % departments]!, edge, 0.12);
      this.#removes(training, edge, 0.75);
    }
    for (let i = 0; i < 10; i++) {
      const edge = this.#edge(0, this.#any('server'), 0.3 + 0.5 * this.#random(), this.#pick(cves));
      this.#removes(this.#action(`unexpose-${i}`, 4), edge, 0);
    }
  }

  #people(users: number, departments: number): void {
    const groups = this.#count.get('group')!;
    for (let i = 0; i < users; i++) {
      const user = this.#node('user', i);
      this.#edge(user, this.#node('group', 0), 1);
      for (let j = this.#below(21); j >= 0; j--) {
        const near = departments + 20 + ((i % departments) * 37 + Math.floor(60 * this.#random() ** 3));
        this.#edge(
          user,
          this.#node('group', this.#random() < 0.6 ? near % groups : this.#groupOfPeople(departments)),
          1,
        );
      }
      this.#edge(this.#node('group', 4 + (i % departments)), user, 0.8, 'resetPassword');
      if (this.#random() < 0.6)
        this.#edge(this.#node('group', 4 + this.#below(departments)), user, 0.95, 'rights');
    }
    for (let d = 0; d < departments; d++) {
      for (let j = this.#below(7); j >= 0; j--) this.#edge(this.#any('admin'), this.#node('group', 4 + d), 1);
    }
    for (let i = departments + 20; i < groups; i++) {
      if (this.#random() < 0.45)
        this.#removable(
          'nesting',
          this.#node('group', i),
          this.#node('group', departments + 4 + this.#below(i - departments - 4)),
          1,
        );
    }
    for (let i = 0; i < 20; i++) this.#removable('membership', this.#any('admin'), this.#node('group', 1), 1);
    this.#edge(this.#node('group', 1), this.#nodeIds.length - 1, 1);
    this.#targets.push(
      { node: this.#nodeIds.length - 1, value: 100 },
      { node: this.#node('group', 1), value: 60 },
    );
    for (let i = 0; i < this.#nodeIds.length * 0.02; i++)
      this.#removable(
        'right',
        this.#node('group', this.#groupOfPeople(departments)),
        this.#any(this.#random() < 0.5 ? 'user' : 'workstation'),
        0.95,
        'rights',
      );
    for (let i = 0; i < this.#count.get('service')!; i++) {
      if (this.#random() < 0.3)
        this.#removable('password', this.#node('group', 0), this.#node('service', i), 0.002, 'roast');
    }
  }

  #workstations(users: number, departments: number, cves: readonly number[]): void {
    const helpdesk = Array.from({ length: departments }, (_, d) => this.#action(`helpdesk-${d}`, 4));
    const desktop = Array.from({ length: departments }, (_, d) => this.#action(`desktop-${d}`, 2));
    const images = Array.from({ length: departments }, () =>
      Array.from({ length: 8 }, () => this.#pick(cves)),
    );
    const logon = new Map<number, number>();
    for (let i = 0; i < this.#count.get('workstation')!; i++) {
      const device = this.#node('workstation', i);
      const foothold = this.#node('foothold', i);
      const department = i % departments;
      const owner = this.#node('user', i % users);
      const segment = this.#node('segment', department);
      this.#edge(owner, foothold, 0.85);
      if (this.#random() < 0.45) this.#removable('shared-device', this.#any('user'), foothold, 0.6);
      else this.#edge(this.#any('user'), foothold, 0.6);
      this.#edge(device, foothold, 1);
      this.#edge(foothold, segment, 1);
      for (const cve of images[department]!)
        if (this.#random() < 0.75) this.#edge(foothold, device, 0.2 + 0.4 * this.#random(), cve);
      if (this.#random() < 0.7) this.#edge(segment, device, 0.3 + 0.6 * this.#random(), this.#pick(cves));
      this.#edge(device, owner, 0.9, 'dumpWorkstation');
      if (this.#random() < 0.6) this.#edge(device, this.#any('user'), 0.5, 'dumpWorkstation');
      if (this.#random() < 0.12) this.#session(logon, device, 0.2, 'dumpWorkstation');
      const edge = this.#edge(this.#node('group', 4 + department), device, 0.9, 'administrate');
      this.#removes(helpdesk[department]!, edge, 0);
      if (this.#random() < 0.1)
        this.#removable('local-admin', this.#any('admin'), device, 0.9, 'administrate');
      for (let j = this.#below(10); j > 0; j--) {
        const rdp = this.#edge(
          this.#node('group', this.#groupOfPeople(departments)),
          foothold,
          0.5,
          'remoteDesktop',
        );
        this.#removes(desktop[department]!, rdp, 0);
      }
    }
  }

  #servers(cves: readonly number[]): void {
    const logon = new Map<number, number>();
    for (let i = 0; i < this.#count.get('server')!; i++) {
      const server = this.#node('server', i);
      this.#removable('server-admin', this.#any('service'), server, 0.9);
      this.#removable('server-group', this.#any('admin'), server, 0.9, 'administrate');
      for (let j = this.#below(4); j >= 0; j--) this.#edge(server, this.#any('service'), 0.35, 'dumpServer');
      if (this.#random() < 0.2) this.#session(logon, server, 0.25, 'dumpTierZero');
      for (let j = this.#below(6); j > 0; j--)
        this.#edge(this.#any('segment'), server, 0.3 + 0.6 * this.#random(), this.#pick(cves));
      this.#edge(server, this.#any('segment'), 1);
      if (i % 97 === 0) this.#targets.push({ node: server, value: 5 * 2 ** this.#below(4) });
    }
    for (let i = 0; i < this.#count.get('segment')! * 3; i++)
      this.#removable('route', this.#any('segment'), this.#any('segment'), 0.5);
  }

  #secretsAndCloud(): void {
    for (let i = 0; i < this.#count.get('secret')!; i++) {
      const rotate = this.#action(`rotate-${i}`, 1);
      const secret = this.#node('secret', i);
      for (let j = this.#below(2); j >= 0; j--)
        this.#removes(
          rotate,
          this.#edge(this.#any(this.#random() < 0.6 ? 'workstation' : 'server'), secret, 0.35, 'readSecret'),
          0,
        );
      this.#removes(
        rotate,
        this.#edge(secret, this.#any(this.#random() < 0.5 ? 'service' : 'identity'), 0.8),
        0,
      );
    }
    for (let i = 0; i < this.#count.get('identity')!; i++) {
      for (let j = this.#below(3); j >= 0; j--)
        this.#removable('role', this.#node('identity', i), this.#any('role'), 0.95);
    }
    for (let i = 0; i < this.#count.get('role')!; i++) {
      for (let j = this.#below(29); j >= 0; j--)
        this.#edge(this.#node('role', i), this.#any('resource'), 0.9);
    }
    for (let i = 0; i < this.#count.get('resource')!; i++) {
      const resource = this.#node('resource', i);
      if (this.#random() < 0.25) this.#removable('runs-as', resource, this.#any('identity'), 0.8);
      if (i % 123 === 0) this.#targets.push({ node: resource, value: 5 * 2 ** this.#below(4) });
    }
    for (let i = 0; i < this.#count.get('user')! / 3; i++)
      this.#edge(this.#any('user'), this.#any('identity'), 0.02, 'syncedLogon');
  }

  #session(logon: Map<number, number>, device: number, p: number, technique: Technique): void {
    const admin = this.#any('admin');
    let action = logon.get(admin);
    if (action === undefined) {
      action = this.#action(`deny-logon-${admin}-${technique}`, 3);
      logon.set(admin, action);
    }
    this.#removes(action, this.#edge(device, admin, p, technique), 0);
  }

  #control(id: string, technique: Technique, residual: number): void {
    const index = this.#factorIds.indexOf(`technique:${technique}`);
    this.#actions.push({ id, cost: 20, edges: [], factors: [{ index, residual }] });
  }

  #removable(what: string, from: number, to: number, p: number, factor?: Technique): void {
    this.#removes(
      this.#action(`${what}-${this.#actions.length}`, 1 + this.#below(3)),
      this.#edge(from, to, p, factor),
      0,
    );
  }

  #edge(from: number, to: number, p: number, factor?: Technique | number): number {
    this.#from.push(from);
    this.#to.push(to);
    this.#p.push(p);
    this.#factor.push(typeof factor === 'string' ? Object.keys(techniques).indexOf(factor) : (factor ?? -1));
    return this.#from.length - 1;
  }

  #action(id: string, cost: number): number {
    return this.#actions.push({ id, cost, edges: [], factors: [] }) - 1;
  }

  #removes(action: number, edge: number, residual: number): void {
    this.#actions[action]!.edges.push({ index: edge, residual });
  }

  #node(kind: Kind, index: number): number {
    return this.#first.get(kind)! + (index % this.#count.get(kind)!);
  }

  #any(kind: Kind): number {
    return this.#node(kind, this.#below(this.#count.get(kind)!));
  }

  #groupOfPeople(departments: number): number {
    const from = departments + 20;
    return from + this.#below(Math.max(1, this.#count.get('group')! - from));
  }

  #pick<T>(items: readonly T[]): T {
    return items[this.#below(items.length)]!;
  }

  #below(count: number): number {
    return Math.floor(this.#random() * count);
  }
}

/** mulberry32. */
function generator(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
