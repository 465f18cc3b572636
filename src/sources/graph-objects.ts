import { asBoolean, asLabel, asNumber } from '../base/json-value.ts';
import type { JsonObject, JsonValue } from '../base/json.ts';
import { detached } from '../base/detached.ts';
import { parseEpochSeconds, parseIsoTime, type EpochMs } from '../base/time.ts';
import type { Output } from './source.ts';

/** An object of a graph and the place that tells of it. */
export interface GraphObject {
  readonly ref: string;
  readonly objectId: string | undefined;
  readonly type: string;
  readonly name: string | undefined;
  readonly properties: JsonObject;
}

/**
 * Tells each object of a graph once: with its own record where the file has one, else at the end as an object that others
 * only name. Holds refs and names, never records.
 */
export class GraphObjects {
  readonly #out: Output;
  readonly #described = new Set<string>();
  readonly #named = new Map<
    string,
    { type: string; objectId: string | undefined; name: string | undefined; locator: string }
  >();

  constructor(out: Output) {
    this.#out = out;
  }

  /** The object's own record; a second one for the same object says nothing new. */
  describe({ ref, objectId, type, name, properties }: GraphObject, locator: string): void {
    if (this.#described.has(ref)) return;
    this.#described.add(detached(ref));
    this.#named.delete(ref);
    const facts = factsOf(properties);
    this.#out.add(
      'identity',
      {
        Ref: ref,
        IdentityType: type,
        IdentityName: name,
        Domain: asLabel(facts['domain']) ?? asLabel(facts['tenantid']),
        ObjectId: objectId,
        IsEnabled: asBoolean(facts['enabled']),
        LastLogon: newest(facts['lastlogontimestamp'], facts['lastlogon']),
        PasswordLastSet: newest(facts['pwdlastset']),
        IsDescribed: true,
        Properties: facts,
      },
      locator,
    );
    // Computers of Active Directory are devices under the same ref; other graphs use the word for things of their own.
    if (
      type === 'Computer' &&
      objectId !== undefined &&
      /^S-1-5-21-/i.test(objectId) &&
      facts['isdeleted'] !== true
    )
      this.#addComputer(ref, objectId.toUpperCase(), name, facts, locator);
  }

  /** An object that another record names. */
  mention(
    ref: string,
    type: string,
    objectId: string | undefined,
    name: string | undefined,
    locator: string,
  ): void {
    if (this.#described.has(ref)) return;
    const known = this.#named.get(ref);
    if (known === undefined) this.#named.set(detached(ref), { type, objectId, name, locator });
    else if (known.type === 'Base') known.type = type;
  }

  /** Tells the objects that stayed without a record of their own. */
  finish(): void {
    for (const [ref, { type, objectId, name, locator }] of this.#named)
      this.#out.add(
        'identity',
        { Ref: ref, IdentityType: type, IdentityName: name, ObjectId: objectId, IsDescribed: false },
        locator,
      );
    this.#named.clear();
  }

  #addComputer(ref: string, sid: string, name: string | undefined, facts: JsonObject, locator: string): void {
    const fqdn = asLabel(facts['dnshostname']) ?? name;
    const platform = asLabel(facts['operatingsystem']);
    this.#out.add(
      'device',
      {
        Ref: ref,
        DeviceName: fqdn,
        DirectoryIds: [`sid:${sid}`],
        HostNames: fqdn === undefined ? [] : [fqdn],
        OSPlatform: platform,
        OSVersion: asLabel(facts['operatingsystemversion']),
        DeviceType: platform === undefined ? undefined : /server/i.test(platform) ? 'Server' : 'Workstation',
        Domain: asLabel(facts['domain']),
        Examined: ['identity'],
        LastSeen: newest(facts['lastlogontimestamp'], facts['lastlogon']),
      },
      locator,
    );
  }
}

/** Properties whose value is a secret or may hold one: that they are filled is a fact, their value goes nowhere. */
const secretName =
  /^(?:(?:.*[_-])?(?:password|passwd|secret|token|credential|privatekey|private_key|secrettext|ms-mcs-admpwd)|.*userpassword|.*password\d*)$/i;

/** Characters of one value. */
const maxCharacters = 8192;

/** Flat properties under their names in lower case, as BloodHound keeps them. */
function factsOf(properties: JsonObject): JsonObject {
  // No prototype: a key such as `__proto__` is only a key.
  const facts = Object.create(null) as Record<string, JsonValue>;
  const filled: string[] = [];
  for (const [name, value] of Object.entries(properties)) {
    const key = name.toLowerCase();
    if (secretName.test(key) && typeof value !== 'boolean' && typeof value !== 'number') {
      if (asLabel(value) !== undefined) filled.push(key);
    } else if (isFlat(value)) {
      facts[key] = typeof value === 'string' ? value.slice(0, maxCharacters) : value;
    }
  }
  if (filled.length > 0) facts['passwordattributes'] = filled;
  return facts;
}

function isFlat(value: JsonValue | undefined): value is JsonValue {
  if (value === undefined || value === null) return false;
  if (typeof value !== 'object') return true;
  return Array.isArray(value) && value.length <= 1000 && value.every((item) => typeof item !== 'object');
}

/** Newest of several times: seconds since 1970 or ISO 8601; 0 and -1 mean never. */
function newest(...values: readonly (JsonValue | undefined)[]): EpochMs | undefined {
  const times = values
    .map((value) => parseEpochSeconds(asNumber(value)) ?? parseIsoTime(asLabel(value)))
    .filter((time) => time !== undefined);
  return times.length === 0 ? undefined : Math.max(...times);
}
