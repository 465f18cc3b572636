import { asBoolean, asLabel, asNumber, asObject } from '../../base/json-value.ts';
import type { JsonObject, JsonValue } from '../../base/json.ts';
import { parseEpochSeconds, type EpochMs } from '../../base/time.ts';
import { ownerOf } from './aces.ts';
import { field } from './fields.ts';

/** Facts about an object by their names in lower case. No prototype: a key such as `__proto__` is only a key. */
export type Facts = Record<string, JsonValue>;

/** Attributes that hold a password in the clear: that they are filled is a fact, their value is nobody's business. */
const passwordAttributes: ReadonlySet<string> = new Set([
  'userpassword',
  'unixpassword',
  'unicodepassword',
  'sfupassword',
  'mssfu30password',
  'ms-mcs-admpwd',
]);

/** Written as text by some collectors. */
const domainNumbers = [
  'machineaccountquota',
  'minpwdlength',
  'pwdproperties',
  'pwdhistorylength',
  'lockoutthreshold',
];

/** The flat properties of a record, with what stands beside them (`IsDeleted`, `IsACLProtected`, the owner). */
export function factsOf(record: JsonObject): Facts {
  const facts = Object.create(null) as Facts;
  const filled: string[] = [];
  for (const [name, value] of Object.entries(asObject(field(record, 'Properties')) ?? {})) {
    const key = name.toLowerCase();
    if (passwordAttributes.has(key)) {
      if (asLabel(value) !== undefined) filled.push(key);
    } else if (isFlat(value)) {
      facts[key] = value;
    }
  }
  // `reconcile` tells BloodHound's own database what to do.
  delete facts['reconcile'];
  if (filled.length > 0) facts['passwordattributes'] = filled;
  if (facts['isaclprotected'] === undefined)
    setFlag(facts, 'isaclprotected', field(record, 'IsACLProtected'));
  if (field(record, 'IsDeleted') === true) facts['isdeleted'] = true;
  const owner = ownerOf(field(record, 'Aces'));
  if (owner !== undefined) facts['ownersid'] = owner;
  const hashes = field(record, 'InheritanceHashes');
  if (isFlat(hashes) && Array.isArray(hashes) && hashes.length > 0) facts['inheritancehashes'] = hashes;
  return facts;
}

/** Numbers of a domain that some collectors write as text; what is no number is dropped. */
export function repairDomainFacts(facts: Facts): void {
  for (const key of domainNumbers) {
    if (facts[key] === undefined) continue;
    const number = asNumber(facts[key]);
    if (number === undefined) Reflect.deleteProperty(facts, key);
    else facts[key] = number;
  }
  const key = 'expirepasswordsonsmartcardonlyaccounts';
  if (facts[key] !== undefined) setFlag(facts, key, facts[key]);
}

/** Sets a boolean fact, or removes it when the value says neither yes nor no. */
export function setFlag(facts: Facts, key: string, value: JsonValue | undefined): void {
  const flag = asBoolean(value);
  if (flag === undefined) Reflect.deleteProperty(facts, key);
  else facts[key] = flag;
}

/** Newest of several times in seconds since 1970; 0 and -1 mean never. */
export function newestTime(...values: readonly (JsonValue | undefined)[]): EpochMs | undefined {
  let newest: EpochMs | undefined;
  for (const value of values) {
    const time = parseEpochSeconds(asNumber(value));
    if (time !== undefined && time > (newest ?? 0)) newest = time;
  }
  return newest;
}

function isFlat(value: JsonValue | undefined): value is JsonValue {
  if (value === undefined || value === null) return false;
  if (typeof value !== 'object') return true;
  return Array.isArray(value) && value.every((item) => typeof item !== 'object');
}
