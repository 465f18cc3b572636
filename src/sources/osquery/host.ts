import type { JsonObject } from '../../base/json.ts';
import { asText } from '../../base/json-value.ts';
import type { EpochMs } from '../../base/time.ts';
import type { Observation } from '../../schema/index.ts';
import { local } from '../source.ts';

const uuid = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;

/** One host, gathered from the rows of many tables; written out at the end. */
export class Host {
  readonly ref: string;
  readonly key: string;
  readonly hostNames = new Set<string>();
  readonly agentIds = new Set<string>();
  readonly hardwareIds = new Set<string>();
  readonly macAddresses = new Set<string>();
  readonly ipAddresses = new Set<string>();
  readonly users = new Set<string>();
  readonly examined = new Set<string>();
  readonly properties: Record<string, string | number | boolean> = {};
  /** Listening sockets that were written: each is listed once for every network namespace. */
  readonly ports = new Set<string>();
  vendor: string | undefined;
  model: string | undefined;
  osName: string | undefined;
  osVersion: string | undefined;
  /** `debian`, `ubuntu`, `rhel` …: the namespace of package URLs. */
  platform: string | undefined;
  lastSeen: EpochMs | undefined;

  constructor(key: string) {
    this.key = key;
    this.ref = local(`host:${key}`);
  }

  /** The identifier of a log: a UUID, a host name or a fixed word, as osqueryd was told. */
  identify(identifier: string, decorations: JsonObject | undefined): void {
    this.#identifier(identifier);
    const hostUuid = asText(decorations?.['host_uuid']);
    if (hostUuid !== undefined) this.#identifier(hostUuid);
    const hostName = asText(decorations?.['hostname']);
    if (hostName !== undefined) this.hostNames.add(hostName);
    const serial = asText(decorations?.['hardware_serial']);
    if (serial !== undefined) this.hardwareIds.add(`serial:${serial}`);
  }

  #identifier(identifier: string): void {
    if (uuid.test(identifier)) this.agentIds.add(`osquery:${identifier.toLowerCase()}`);
    else if (identifier.toLowerCase() !== 'localhost') this.hostNames.add(identifier);
  }

  seen(time: EpochMs | undefined): void {
    if (time !== undefined && (this.lastSeen === undefined || time > this.lastSeen)) this.lastSeen = time;
  }

  /** False for a host of which nothing is known but that some table was asked. */
  get isKnown(): boolean {
    return (
      this.hostNames.size + this.agentIds.size + this.hardwareIds.size + this.macAddresses.size > 0 ||
      this.ipAddresses.size + this.examined.size + this.users.size > 0 ||
      this.osName !== undefined ||
      Object.keys(this.properties).length > 0
    );
  }

  observation(): Observation<'device'> {
    const names = [...this.hostNames];
    return {
      Ref: this.ref,
      DeviceName: names.find((name) => name.includes('.')) ?? names[0] ?? [...this.ipAddresses][0],
      AgentIds: [...this.agentIds],
      HardwareIds: [...this.hardwareIds],
      MacAddresses: [...this.macAddresses],
      HostNames: names,
      IPAddresses: [...this.ipAddresses],
      OSPlatform: this.osName,
      OSVersion: this.osVersion,
      Vendor: this.vendor,
      Model: this.model,
      OnboardingStatus: undefined,
      LoggedOnUsers: [...this.users],
      Examined: [...this.examined].sort(),
      LastSeen: this.lastSeen,
      Properties: this.properties,
    };
  }
}
