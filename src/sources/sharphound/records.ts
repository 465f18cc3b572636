import { asObject } from '../../base/json-value.ts';
import type { JsonObject, JsonValue } from '../../base/json.ts';
import type { Output } from '../source.ts';
import {
  stateAccount,
  stateMembers,
  stateSidHistory,
  stateSpnTargets,
  stateUnconstrainedDelegation,
} from './accounts.ts';
import { stateAces } from './aces.ts';
import {
  addEnterpriseCaFacts,
  enterpriseCaAces,
  stateEnterpriseCa,
  stateGroupLink,
  stateTrustAnchor,
} from './certificates.ts';
import { addComputerFacts, deviceOf, stateComputer } from './computers.ts';
import { stateChildren, stateContainer, statePolicyLinks } from './containment.ts';
import { field, objectId, type Named } from './fields.ts';
import type { Identities, Place } from './identities.ts';
import type { DataKind } from './kinds.ts';
import { stateGpoChanges, type Name } from './local-groups.ts';
import { factsOf, repairDomainFacts, type Facts } from './properties.ts';
import { RecordRelations } from './relations.ts';
import { stateSession } from './sessions.ts';
import { stateTrusts } from './trusts.ts';

/** Where the records of a report go. */
export interface Target {
  readonly out: Output;
  readonly identities: Identities;
  /** SIDs of the domains that the described objects belong to. */
  readonly domains: Set<string>;
}

/** Takes one record of a data file; gives back the reason when it cannot be taken. */
export function takeRecord(
  value: JsonValue,
  kind: DataKind,
  place: Place,
  target: Target,
): string | undefined {
  const record = asObject(value);
  if (record === undefined) return 'not an object';
  const relations = new RecordRelations(target.out, target.identities, place);
  if (kind.identityType === undefined) {
    if (!stateSession(record, relations.gather)) return 'a session without user or computer';
  } else {
    const id = objectId(field(record, 'ObjectIdentifier'));
    if (id === undefined) return 'no ObjectIdentifier';
    takeObject(record, { id, type: kind.identityType }, place, target, relations);
  }
  relations.finish();
  return undefined;
}

function takeObject(
  record: JsonObject,
  object: Named,
  place: Place,
  { out, identities, domains }: Target,
  relations: RecordRelations,
): void {
  const facts = factsOf(record);
  const name: Name = (named, text) => identities.mention(named, place, text);
  stateObject(record, object, facts, relations, name);
  const aces = object.type === 'EnterpriseCA' ? enterpriseCaAces(record) : field(record, 'Aces');
  stateAces(aces, object, facts, relations.gather, (right) => out.nativeOf('other_rights', right));

  const domain = objectId(facts['domainsid']);
  if (domain !== undefined) domains.add(domain);
  const isNew = identities.describe(object, facts, place);
  if (isNew && object.type === 'Computer' && facts['isdeleted'] !== true)
    out.add('device', deviceOf(object, facts), place.locator, place.file);
}

/** What records of each type say about others; adds the facts that stand beside their properties. */
function stateObject(
  record: JsonObject,
  object: Named,
  facts: Facts,
  relations: RecordRelations,
  name: Name,
): void {
  const state = relations.gather;
  // BloodHound takes the place of domains and policies only from what contains them.
  if (object.type !== 'Domain' && object.type !== 'GPO') stateContainer(record, object, state);
  switch (object.type) {
    case 'User':
      stateAccount(record, object, state);
      stateSpnTargets(record, object, state);
      stateUnconstrainedDelegation(record, object, facts, state);
      break;
    case 'Computer':
      addComputerFacts(record, facts);
      stateComputer(record, object, facts, state, name);
      break;
    case 'Group':
      stateMembers(record, object, state);
      stateSidHistory(record, object, state);
      break;
    case 'Domain':
      repairDomainFacts(facts);
      stateChildren(record, object, state);
      statePolicyLinks(record, object, state);
      stateTrusts(record, object, state, name);
      stateGpoChanges(record, relations.tell);
      break;
    case 'OU':
      stateChildren(record, object, state);
      statePolicyLinks(record, object, state);
      stateGpoChanges(record, relations.tell);
      break;
    case 'Container':
      stateChildren(record, object, state);
      break;
    case 'EnterpriseCA':
      addEnterpriseCaFacts(record, facts);
      stateEnterpriseCa(record, object, state);
      break;
    case 'RootCA':
      stateTrustAnchor('RootCAFor', record, object, state);
      break;
    case 'NTAuthStore':
      stateTrustAnchor('NTAuthStoreFor', record, object, state);
      break;
    case 'IssuancePolicy':
      stateGroupLink(record, object, facts, state);
      break;
    default:
      break;
  }
}
