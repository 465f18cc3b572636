import { asArray, asBoolean, asLabel, asNumber, asObject } from '../../base/json-value.ts';
import type { JsonObject } from '../../base/json.ts';
import { field, objectId, typedPrincipals, type Named, type State } from './fields.ts';
import type { Facts } from './properties.ts';

const plain: JsonObject = { isacl: false };

/** What users and computers share: primary group, delegation, earlier SIDs. */
export function stateAccount(record: JsonObject, account: Named, state: State): void {
  const primaryGroup = objectId(field(record, 'PrimaryGroupSID'));
  if (primaryGroup !== undefined)
    state(
      'MemberOf',
      account,
      { id: primaryGroup, type: 'Group' },
      {
        isacl: false,
        isprimarygroup: true,
      },
    );
  for (const target of typedPrincipals(field(record, 'AllowedToDelegate')))
    state('AllowedToDelegate', account, target, plain);
  stateSidHistory(record, account, state);
}

/** SIDs that an account or a group carries from an earlier life. */
export function stateSidHistory(record: JsonObject, object: Named, state: State): void {
  for (const former of typedPrincipals(field(record, 'HasSIDHistory')))
    state('HasSIDHistory', object, former, plain);
}

/** Unconstrained delegation: whoever is made to authenticate there leaves its ticket. */
export function stateUnconstrainedDelegation(
  record: JsonObject,
  account: Named,
  facts: Facts,
  state: State,
): void {
  const isUnconstrained = asBoolean(
    facts['unconstraineddelegation'] ?? field(record, 'UnconstrainedDelegation'),
  );
  const domain = objectId(facts['domainsid']) ?? objectId(field(record, 'DomainSID'));
  if (isUnconstrained === true && domain !== undefined)
    state('CoerceToTGT', account, { id: domain, type: 'Domain' }, plain);
}

/** Servers on which a user's service principal names make it an administrator of the service. */
export function stateSpnTargets(record: JsonObject, user: Named, state: State): void {
  for (const item of asArray(field(record, 'SPNTargets'))) {
    const target = asObject(item);
    const computer = objectId(field(target, 'ComputerSID'));
    if (computer === undefined || asLabel(field(target, 'Service')) !== 'SQLAdmin') continue;
    const port = asNumber(field(target, 'Port'));
    state(
      'SQLAdmin',
      user,
      { id: computer, type: 'Computer' },
      {
        isacl: true,
        ...(port === undefined ? {} : { port }),
      },
    );
  }
}

/** Members of a group; an id `DN=…` is a member that the collector could not resolve. */
export function stateMembers(record: JsonObject, group: Named, state: State): void {
  for (const member of typedPrincipals(field(record, 'Members')))
    state('MemberOf', member, group, { isacl: false, isprimarygroup: false });
}
