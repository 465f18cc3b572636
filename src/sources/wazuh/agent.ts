import type { Observation } from '../../schema/index.ts';
import { local } from '../source.ts';
import { distinctTexts, knownProperties } from '../texts.ts';
import type { RecordKind } from './kinds.ts';
import type { WazuhRecord } from './record.ts';

/** One agent, gathered from the records that speak of it; written out at the end. */
export class Agent {
  readonly ref: string;
  readonly examined = new Set<string>();
  readonly #ids = new Set<string>();
  readonly #names = new Set<string>();
  readonly #addresses = new Set<string>();
  readonly #macs = new Set<string>();
  readonly #serials = new Set<string>();
  readonly #properties: Record<string, string> = {};
  #name: string | undefined;
  #osName: string | undefined;
  #osVersion: string | undefined;
  #groups: readonly string[] = [];
  #lastSeen: number | undefined;
  #isOnboarded = false;

  constructor(key: string) {
    this.ref = local(`agent:${key}`);
  }

  /**
   * Who the agent is. An id is unique only within its manager, so it is a key only together with the cluster's name; and
   * since clusters are often left with the default name, together with the agent's name.
   */
  identify(id: string | undefined, name: string | undefined, cluster: string | undefined): void {
    if (id !== undefined) this.#properties['agentId'] ??= id;
    if (id !== undefined && name !== undefined && cluster !== undefined)
      this.#ids.add(`wazuh:${cluster}/${id}/${name}`.toLowerCase());
    if (name !== undefined) {
      this.#name ??= name;
      this.hostName(name);
    }
    if (cluster !== undefined) this.#properties['cluster'] ??= cluster;
  }

  /** An agent may carry any name; only what can be a host name is taken for one. */
  hostName(name: string | undefined): void {
    if (name !== undefined && /^[a-z\d][\w.-]*$/i.test(name)) this.#names.add(name);
  }

  address(address: string | undefined): void {
    // `any` is what an agent registers with that may come from anywhere.
    if (address === undefined || !/^[\da-f.:]+$/i.test(address)) return;
    if (!/^(127\.|0\.0\.0\.0$|::1$|::$)/.test(address)) this.#addresses.add(address);
  }

  mac(mac: string): void {
    if (!/^[0:-]+$/.test(mac)) this.#macs.add(mac);
  }

  operatingSystem(name: string | undefined, version: string | undefined): void {
    this.#osName ??= name;
    this.#osVersion ??= version;
  }

  property(name: string, value: string | undefined): void {
    if (value !== undefined) this.#properties[name] ??= value;
  }

  /** Takes what a record that is about the device itself says of it. */
  describe(kind: RecordKind, record: WazuhRecord): void {
    switch (kind) {
      case 'agent':
        this.address(record.text('ip'));
        this.address(record.text('registerIP'));
        this.operatingSystem(record.text('os.name'), record.text('os.version'));
        this.property('agentVersion', record.text('version'));
        this.property('status', record.text('status'));
        this.property('manager', record.text('manager'));
        this.#groups = record.texts('group');
        this.#lastSeen = record.time('lastKeepAlive') ?? this.#lastSeen;
        this.#isOnboarded = /^(active|disconnected)$/i.test(record.text('status') ?? '');
        return;
      case 'system':
        this.hostName(record.first('host.hostname', 'hostname'));
        this.operatingSystem(
          record.first('host.os.name', 'os.name'),
          record.first('host.os.version', 'os.version'),
        );
        this.property('architecture', record.first('host.architecture', 'architecture'));
        return;
      case 'hardware': {
        const serial = record.first('host.serial_number', 'board_serial');
        if (serial !== undefined && !/^(0+|unknown|none|not specified)$/i.test(serial))
          this.#serials.add(serial);
        return;
      }
      case 'interface':
        for (const mac of [...record.texts('host.mac'), ...record.texts('mac')]) this.mac(mac);
        return;
      case 'address':
        for (const ip of [...record.texts('network.ip'), ...record.texts('address')]) this.address(ip);
        return;
      default:
    }
  }

  observation(): Observation<'device'> {
    const names = [...this.#names];
    return {
      Ref: this.ref,
      DeviceName: this.#name ?? names[0] ?? [...this.#addresses][0],
      AgentIds: [...this.#ids],
      HardwareIds: [...this.#serials].map((serial) => `serial:${serial}`),
      MacAddresses: [...this.#macs],
      HostNames: distinctTexts(names) ?? [],
      IPAddresses: [...this.#addresses],
      OSPlatform: this.#osName,
      OSVersion: this.#osVersion,
      OnboardingStatus: this.#isOnboarded ? 'Onboarded' : undefined,
      Tags: this.#groups,
      Examined: [...this.examined].sort(),
      LastSeen: this.#lastSeen,
      Properties: knownProperties(this.#properties) ?? {},
    };
  }
}
