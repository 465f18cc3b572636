import { ownValue } from '../../base/own-value.ts';
import { invariant } from '../../base/fault.ts';
import { asArray, asLabel, asObject, asObjects } from '../../base/json-value.ts';
import { formatPath, readJson, type JsonObject, type JsonPath, type JsonValue } from '../../base/json.ts';
import { parseIsoTime } from '../../base/time.ts';
import { directory, local, type Output, type Read } from '../source.ts';
import { deviceOf, domainSid, localUserOf, machineRef, softwareOf } from './machine.ts';

const lists = ['Users', 'Groups', 'Shares', 'Services', 'Software', 'Tasks', 'Privileges'] as const;

interface Item {
  readonly record: JsonObject;
  readonly locator: string;
}

/** Reads one machine. Its lists wait until the machine itself is known. */
export const read: Read = async (report, out) => {
  const [file] = report.files;
  invariant(file !== undefined, 'a report has a file');
  const single = new Map<string, JsonValue>();
  const items = new Map<string, Item[]>();
  const keep = (value: JsonValue, path: JsonPath): void => {
    single.set(String(path[0]), value);
  };
  const gather = (value: JsonValue, path: JsonPath): void => {
    const name = String(path[0]);
    out.native(name.toLowerCase());
    const record = asObject(value);
    const locator = formatPath(path);
    if (record === undefined) out.quarantine(locator, 'the record is no JSON object');
    else if (name === 'Users' || name === 'Groups' || name === 'Software' || name === 'Privileges')
      (items.get(name) ?? newList(items, name)).push({ record, locator });
  };
  for (const name of lists) out.native(name.toLowerCase(), 0);
  const result = await readJson(file.text(), {
    records: {
      Machine: keep,
      Network: keep,
      LoginPopularity: keep,
      Collected: keep,
      Version: keep,
      ...Object.fromEntries(lists.map((name) => [`${name}.*`, gather])),
    },
    pressure: () => out.pressure(),
  });
  const machine = asObject(single.get('Machine'));
  if (machine === undefined) {
    if (!result.ok) return result;
    return { ok: false, fault: { code: 'wrong-content', message: 'the file does not describe its machine' } };
  }
  out.tool('adalanche', asLabel(single.get('Version')));
  const collected = parseIsoTime(asLabel(single.get('Collected')));
  out.observedAt(collected);
  const network = asObject(single.get('Network'));
  out.add(
    'device',
    deviceOf(machine, network, asObject(single.get('LoginPopularity')), collected),
    '$.Machine',
  );
  tellSoftware(out, machine, items.get('Software') ?? []);
  new LocalAccounts(out, machine).tell(items);
  out.scope({ kind: 'hosts', checks: ['software', 'identity'] });
  // The time of the collection is the last thing that is written.
  if (result.ok && collected !== undefined) out.provesScope();
  return result.ok ? { ok: true } : result;
};

function newList(items: Map<string, Item[]>, name: string): Item[] {
  const list: Item[] = [];
  items.set(name, list);
  return list;
}

function tellSoftware(out: Output, machine: JsonObject, software: readonly Item[]): void {
  const ref = machineRef(machine);
  for (const { record, locator } of software) {
    const observation = softwareOf(ref, record);
    if (observation === undefined) out.quarantine(locator, 'software without a name');
    else out.add('software', observation, locator);
  }
}

/** User rights that the exposure graph knows. */
const rights: Readonly<Record<string, string>> = {
  SeRemoteInteractiveLogonRight: 'RemoteInteractiveLogonRight',
  SeBackupPrivilege: 'BackupPrivilege',
  SeRestorePrivilege: 'RestorePrivilege',
};

/** Local users and groups, who is in them, and who holds which right. */
class LocalAccounts {
  readonly #out: Output;
  readonly #machine: JsonObject;
  readonly #host: string;
  readonly #told = new Set<string>();

  constructor(out: Output, machine: JsonObject) {
    this.#out = out;
    this.#machine = machine;
    this.#host = machineRef(machine);
  }

  tell(items: ReadonlyMap<string, readonly Item[]>): void {
    const name = asLabel(this.#machine['Name']);
    for (const { record, locator } of items.get('Users') ?? []) {
      const user = localUserOf(name, record);
      if (user === undefined) {
        this.#out.quarantine(locator, 'a user without a SID');
      } else if (!this.#told.has(user.Ref)) {
        this.#told.add(user.Ref);
        this.#out.add('identity', user, locator);
      }
    }
    const groups = items.get('Groups') ?? [];
    for (const item of groups) this.#group(item);
    for (const item of groups) this.#members(item);
    for (const item of items.get('Privileges') ?? []) this.#right(item);
  }

  /** Built-in groups have one SID on all machines: here they are told apart as BloodHound does. */
  #refOf(sid: string): string {
    const upper = sid.toUpperCase();
    const builtIn = /^S-1-5-32-(\d+)$/.exec(upper)?.[1];
    if (builtIn === undefined) return directory(upper);
    const host = domainSid(this.#machine);
    return host === undefined ? local(`group ${builtIn}`) : directory(`${host}-${builtIn}`);
  }

  #group({ record, locator }: Item): void {
    const sid = asLabel(record['SID']);
    if (sid === undefined) {
      this.#out.quarantine(locator, 'a group without a SID');
      return;
    }
    const ref = this.#refOf(sid);
    this.#mention(ref, 'ADLocalGroup', asLabel(record['Name']), locator, true);
    this.#state('LocalToComputer', ref, this.#host, locator);
  }

  #members({ record, locator }: Item): void {
    const sid = asLabel(record['SID']);
    if (sid === undefined) return;
    for (const member of asObjects(record['Members'])) {
      const memberSid = asLabel(member['SID']);
      if (memberSid === undefined) continue;
      const ref = this.#refOf(memberSid);
      this.#mention(ref, 'Base', asLabel(member['Name']), locator, false);
      this.#state('MemberOfLocalGroup', ref, this.#refOf(sid), locator);
    }
  }

  #right({ record, locator }: Item): void {
    const relation = ownValue(rights, asLabel(record['Name']));
    if (relation === undefined) return;
    for (const value of asArray(record['AssignedSIDs'])) {
      const sid = asLabel(value);
      if (sid === undefined) continue;
      const ref = this.#refOf(sid);
      this.#mention(ref, 'Base', undefined, locator, false);
      this.#state(relation, ref, this.#host, locator);
    }
  }

  #mention(ref: string, type: string, name: string | undefined, locator: string, isDescribed: boolean): void {
    if (this.#told.has(ref)) return;
    this.#told.add(ref);
    const objectId = ref.startsWith('directory:') ? ref.slice('directory:'.length) : undefined;
    this.#out.add(
      'identity',
      { Ref: ref, IdentityType: type, IdentityName: name, ObjectId: objectId, IsDescribed: isDescribed },
      locator,
    );
  }

  #state(relation: string, from: string, to: string, locator: string): void {
    this.#out.add('relation', { Relation: relation, FromRef: from, ToRef: to }, locator);
  }
}
