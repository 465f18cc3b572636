import { isIP } from 'node:net';
import { detached } from '../base/detached.ts';
import type { EpochMs } from '../base/time.ts';
import type { Observation } from '../schema/index.ts';
import { local, type Output } from './source.ts';
import { distinctTexts, isFqdn, knownProperties } from './texts.ts';

/** What one row says of its host; names may be addresses. */
export interface SeenHost {
  readonly names?: Iterable<string | undefined>;
  readonly macs?: Iterable<string | undefined>;
  readonly agentIds?: Iterable<string | undefined>;
  readonly tags?: Iterable<string | undefined>;
  readonly osPlatform?: string | undefined;
  readonly osVersion?: string | undefined;
  readonly deviceType?: string | undefined;
  readonly lastSeen?: EpochMs | undefined;
  readonly properties?: Readonly<Record<string, string | number | boolean | undefined>>;
}

export type SeenEndpoint = Omit<Observation<'endpoint'>, 'Ref' | 'State'> &
  Partial<Pick<Observation<'endpoint'>, 'State'>>;
type Scalar = 'osPlatform' | 'osVersion' | 'deviceType';

/** A host that many rows of a report speak of. */
export class RowHost {
  readonly ref: string;
  readonly place: string;
  readonly #key: string;
  readonly #lists = {
    names: new Set<string>(),
    macs: new Set<string>(),
    agentIds: new Set<string>(),
    tags: new Set<string>(),
  };
  readonly #scalars = new Map<Scalar, string>();
  readonly #properties: Record<string, string | number | boolean | undefined> = {};
  readonly #endpoints = new Map<string, Omit<Observation<'endpoint'>, 'Ref'>>();
  readonly #software = new Map<string, Omit<Observation<'software'>, 'Ref'>>();
  #lastSeen: EpochMs | undefined;

  /** `ref` where several hosts of a report may have one key. */
  constructor(key: string, place: string, ref?: string) {
    this.#key = detached(key);
    this.ref = ref ?? local(this.#key);
    this.place = place;
  }

  /** Lists grow, of single values the first that is known stays, of times the newest. */
  saw(host: SeenHost): this {
    for (const list of ['names', 'macs', 'agentIds', 'tags'] as const) {
      for (const text of host[list] ?? []) {
        const known = text?.trim() ?? '';
        if (known !== '' && !this.#lists[list].has(known)) this.#lists[list].add(detached(known));
      }
    }
    for (const name of ['osPlatform', 'osVersion', 'deviceType'] as const) {
      const text = host[name]?.trim() ?? '';
      if (text !== '' && !this.#scalars.has(name)) this.#scalars.set(name, detached(text));
    }
    for (const [name, value] of Object.entries(host.properties ?? {})) {
      this.#properties[name] ??= typeof value === 'string' ? detached(value) : value;
    }
    if (host.lastSeen !== undefined) this.#lastSeen = Math.max(this.#lastSeen ?? 0, host.lastSeen);
    return this;
  }

  /** A port that answered; what a later row knows better is taken over. */
  answered(endpoint: SeenEndpoint): void {
    const key = `${endpoint.Protocol}/${endpoint.Port}`;
    const before = this.#endpoints.get(key);
    if (before !== undefined && (before.Service !== undefined || endpoint.Service === undefined)) return;
    const service = endpoint.Service;
    this.#endpoints.set(key, {
      State: 'open',
      ...endpoint,
      ...(service !== undefined && { Service: detached(service) }),
    });
  }

  runs(software: Omit<Observation<'software'>, 'Ref'>): void {
    this.#software.set(`${software.SoftwareName}\n${software.SoftwareVersion ?? ''}`, software);
  }

  write(out: Output, examined: readonly string[]): void {
    const { names, macs, agentIds, tags } = this.#lists;
    const hostNames = distinctTexts([...names].filter((name) => isIP(name) === 0));
    const addresses = distinctTexts([...names].filter((name) => isIP(name) > 0 && name !== '0.0.0.0'));
    const device: Observation<'device'> = {
      Ref: this.ref,
      DeviceName: hostNames?.find(isFqdn) ?? hostNames?.[0] ?? addresses?.[0] ?? this.#key,
      AgentIds: distinctTexts(agentIds),
      MacAddresses: distinctTexts(macs),
      HostNames: hostNames,
      IPAddresses: addresses,
      OSPlatform: this.#scalars.get('osPlatform'),
      OSVersion: this.#scalars.get('osVersion'),
      DeviceType: this.#scalars.get('deviceType'),
      Tags: distinctTexts(tags),
      Examined: examined,
      LastSeen: this.#lastSeen,
      Properties: knownProperties(this.#properties),
    };
    out.add('device', device, this.place);
    for (const endpoint of this.#endpoints.values()) {
      out.add('endpoint', { IPAddress: addresses?.[0], ...endpoint, Ref: this.ref }, this.place);
    }
    for (const software of this.#software.values()) {
      out.add('software', { ...software, Ref: this.ref }, this.place);
    }
  }
}

/** The hosts of a report that says in every row anew whom it speaks of; their records are given when the report has ended. */
export class RowHosts {
  readonly #hosts = new Map<string, RowHost>();

  /** The host of that key; case does not count. */
  at(key: string, place: string): RowHost {
    const known = this.#hosts.get(key.toLowerCase());
    if (known !== undefined) return known;
    const host = new RowHost(key, place);
    this.#hosts.set(detached(key.toLowerCase()), host);
    return host;
  }

  get size(): number {
    return this.#hosts.size;
  }

  write(out: Output, examined: readonly string[]): void {
    for (const host of this.#hosts.values()) host.write(out, examined);
  }
}
