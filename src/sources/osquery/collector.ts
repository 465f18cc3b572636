import type { JsonObject } from '../../base/json.ts';
import { local, type Output } from '../source.ts';
import { Host } from './host.ts';
import {
  addressOf,
  bitlockerOf,
  encryptionOf,
  endpointOf,
  identityOf,
  macOf,
  takeOperatingSystem,
  takeSystem,
} from './map.ts';
import { rowOf } from './row.ts';
import { softwareOf } from './software.ts';
import { tableOf, type Table } from './tables.ts';

/** Turns rows into observations and gathers what they say of hosts and their neighbours. */
export class Collector {
  readonly #out: Output;
  readonly #hosts = new Map<string, Host>();
  readonly #neighbours = new Map<string, Set<string>>();

  constructor(out: Output) {
    this.#out = out;
  }

  host(key: string): Host {
    let host = this.#hosts.get(key);
    if (host === undefined) {
      host = new Host(key);
      this.#hosts.set(key, host);
    }
    return host;
  }

  row(queryName: string, columns: JsonObject, host: Host, locator: string): void {
    const table = tableOf(queryName, new Set(Object.keys(columns)));
    if (table === undefined || table.kind === 'other') {
      this.#out.native('rows_of_no_use');
      return;
    }
    this.#take(table, columns, host, locator);
  }

  #take(table: Table, columns: JsonObject, host: Host, locator: string): void {
    const out = this.#out;
    const row = rowOf(columns);
    switch (table.kind) {
      case 'system':
        takeSystem(row, host);
        return;
      case 'os':
        takeOperatingSystem(row, host);
        return;
      case 'agent': {
        const uuid = row('uuid');
        if (uuid !== undefined) host.agentIds.add(`osquery:${uuid.toLowerCase()}`);
        out.tool('osquery', row('version'));
        return;
      }
      case 'uptime': {
        const seconds = Number(row('total_seconds'));
        if (Number.isFinite(seconds)) host.properties['uptimeSeconds'] = seconds;
        return;
      }
      case 'address': {
        const address = addressOf(row('address'));
        if (address !== undefined) host.ipAddresses.add(address);
        return;
      }
      case 'interface': {
        const mac = macOf(row('mac'));
        if (mac !== undefined) host.macAddresses.add(mac);
        return;
      }
      case 'neighbour': {
        const mac = macOf(row('mac'))?.toLowerCase();
        const address = addressOf(row('address'));
        if (mac === undefined || address === undefined) return;
        const addresses = this.#neighbours.get(mac) ?? new Set();
        this.#neighbours.set(mac, addresses.add(address));
        return;
      }
      case 'software': {
        host.examined.add('software');
        const software = softwareOf(table.name, row, host);
        if (software !== undefined) out.add('software', { Ref: host.ref, ...software }, locator);
        return;
      }
      case 'user': {
        host.examined.add('identity');
        const identity = identityOf(row, columns, host);
        if (identity !== undefined) out.add('identity', identity, locator);
        return;
      }
      case 'session': {
        const user = row('user');
        // `runlevel`, `~` and the like are entries of utmp that are no users.
        if (user !== undefined && (row('type') ?? 'user') === 'user') host.users.add(user);
        return;
      }
      case 'port': {
        host.examined.add('ports');
        const endpoint = endpointOf(row, host);
        if (endpoint === undefined) return;
        const key = `${endpoint.IPAddress ?? ''} ${endpoint.Protocol} ${endpoint.Port}`;
        if (host.ports.has(key)) return;
        host.ports.add(key);
        out.add('endpoint', endpoint, locator);
        return;
      }
      case 'encryption':
      case 'bitlocker': {
        host.examined.add('configuration');
        const control = table.kind === 'encryption' ? encryptionOf(row, host) : bitlockerOf(row, host);
        if (control !== undefined) out.add('control', control, locator);
        return;
      }
      case 'other':
    }
  }

  /** Writes the hosts and the neighbours they see. */
  end(): void {
    for (const host of this.#hosts.values()) {
      if (host.isKnown) this.#out.add('device', host.observation(), `host ${host.key}`);
    }
    for (const [mac, addresses] of this.#neighbours) {
      const ips = [...addresses];
      this.#out.add(
        'device',
        {
          Ref: local(`neighbour:${mac}`),
          DeviceName: ips[0],
          MacAddresses: [mac],
          IPAddresses: ips,
          Examined: [],
          Properties: { discoveredBy: 'arp_cache' },
        },
        `neighbour ${mac}`,
      );
    }
    this.#out.scope({ hosts: [...this.#hosts.keys()] });
  }
}
