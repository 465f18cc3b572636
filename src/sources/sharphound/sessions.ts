import { asNumber, asObject } from '../../base/json-value.ts';
import type { JsonObject, JsonValue } from '../../base/json.ts';
import { field, objectId, results, type Named, type State } from './fields.ts';

const lists = ['Sessions', 'PrivilegedSessions', 'RegistrySessions'] as const;

/** Sessions that a computer's record lists; the way they were seen says how fresh they can be. */
export function stateComputerSessions(record: JsonObject, computer: Named, state: State): void {
  for (const list of lists)
    for (const session of results(field(record, list))) stateSession(session, state, computer, list);
}

/** One session: a computer on which a user is logged on. False when it lacks one of the two. */
export function stateSession(
  value: JsonValue,
  state: State,
  computer?: Named,
  seenIn: string = 'sessions',
): boolean {
  const session = asObject(value);
  const user = objectId(field(session, 'UserSID'));
  const host = objectId(field(session, 'ComputerSID')) ?? computer?.id;
  if (user === undefined || host === undefined) return false;
  const logonType = asNumber(field(session, 'LogonType'));
  state(
    'HasSession',
    { id: host, type: 'Computer' },
    { id: user, type: 'User' },
    { isacl: false, seenin: seenIn, ...(logonType === undefined ? {} : { logontype: logonType }) },
  );
  return true;
}
