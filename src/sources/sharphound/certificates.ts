import { asArray, asBoolean, asLabel, asObject } from '../../base/json-value.ts';
import type { JsonObject, JsonValue } from '../../base/json.ts';
import {
  collected,
  field,
  objectId,
  typedPrincipal,
  typedPrincipals,
  type Named,
  type State,
} from './fields.ts';
import { identityTypeOf } from './kinds.ts';
import { setFlag, type Facts } from './properties.ts';

const plain: JsonObject = { isacl: false };

/** Rights that the service itself decides by its registry; the entries on the directory object only mirror them. */
const serviceRights: ReadonlySet<string> = new Set(['manageca', 'managecertificates', 'enroll']);

/** Templates that an enterprise CA offers, the host of its service, and who may enroll on behalf of others. */
export function stateEnterpriseCa(record: JsonObject, ca: Named, state: State): void {
  const templates = typedPrincipals(field(record, 'EnabledCertTemplates')).map(({ id }): Named => ({
    id,
    type: 'CertTemplate',
  }));
  for (const template of templates) state('PublishedTo', template, ca, plain);
  const host = objectId(field(record, 'HostingComputer'));
  if (host !== undefined) state('HostsCAService', { id: host, type: 'Computer' }, ca, plain);

  const restrictions = collected(field(registryOf(record), 'EnrollmentAgentRestrictions'));
  for (const item of asArray(field(restrictions, 'Restrictions'))) {
    const restriction = asObject(item);
    const agent = typedPrincipal(field(restriction, 'Agent'));
    if (agent === undefined || asLabel(field(restriction, 'AccessType')) !== 'AccessAllowedCallback')
      continue;
    const template = typedPrincipal(field(restriction, 'Template'));
    const covered =
      field(restriction, 'AllTemplates') === true ? templates : template === undefined ? [] : [template];
    for (const { id } of covered)
      state('DelegatedEnrollmentAgent', agent, { id, type: 'CertTemplate' }, plain);
  }
}

/**
 * The access-control entries that count for an enterprise CA. Where the security settings of the service were read, they
 * replace the service's rights on the directory object, which nobody asks; entries for groups of the host say nothing to
 * the directory.
 */
export function enterpriseCaAces(record: JsonObject): JsonValue | undefined {
  const aces = field(record, 'Aces');
  const security = collected(field(registryOf(record), 'CASecurity'));
  if (security === undefined) return aces;
  const host = objectId(field(record, 'HostingComputer'));
  const ofService = asArray(field(security, 'Data')).filter((item) => {
    const ace = asObject(item);
    const isLocal = identityTypeOf(asLabel(field(ace, 'PrincipalType'))) === 'ADLocalGroup';
    return !isLocal && asLabel(field(ace, 'RightName'))?.toLowerCase() !== 'owns';
  });
  const ofObject = asArray(aces).filter((item) => {
    const ace = asObject(item);
    return (
      objectId(field(ace, 'PrincipalSID')) === host ||
      !serviceRights.has(asLabel(field(ace, 'RightName'))?.toLowerCase() ?? '')
    );
  });
  return [...ofService, ...ofObject];
}

/** Facts of an enterprise CA that stand beside its properties: registry and web enrollment. */
export function addEnterpriseCaFacts(record: JsonObject, facts: Facts): void {
  const registry = registryOf(record);
  const restrictions = collected(field(registry, 'EnrollmentAgentRestrictions'));
  if (restrictions !== undefined)
    facts['hasenrollmentagentrestrictions'] = asArray(field(restrictions, 'Restrictions')).length > 0;
  const san = collected(field(registry, 'IsUserSpecifiesSanEnabled'));
  if (san !== undefined) setFlag(facts, 'isuserspecifiessanenabled', field(san, 'Value'));
  const separation = collected(field(registry, 'RoleSeparationEnabled'));
  if (separation !== undefined) setFlag(facts, 'roleseparationenabled', field(separation, 'Value'));
  addWebEnrollment(field(record, 'HttpEnrollmentEndpoints'), facts);
}

/** Web enrollment can be relayed to over HTTP always, over HTTPS without channel binding. */
function addWebEnrollment(endpoints: JsonValue | undefined, facts: Facts): void {
  const answers = asArray(endpoints)
    .map((item) => collected(item))
    .filter((answer) => answer !== undefined);
  if (answers.length === 0) return;
  const http: string[] = [];
  const https: string[] = [];
  let isOpen = false;
  for (const answer of answers) {
    const result = asObject(field(answer, 'Result'));
    const url = asLabel(field(result, 'Url'));
    const isHttp = asBoolean(field(result, 'ADCSWebEnrollmentHTTP')) === true;
    const isHttps =
      asBoolean(field(result, 'ADCSWebEnrollmentHTTPS')) === true &&
      asBoolean(field(result, 'ADCSWebEnrollmentEPA')) !== true;
    isOpen ||= isHttp || isHttps;
    if (url === undefined) continue;
    if (isHttp) http.push(url);
    if (isHttps) https.push(url);
  }
  facts['hasvulnerableendpoint'] = isOpen;
  if (http.length > 0) facts['httpenrollmentendpoints'] = http;
  if (https.length > 0) facts['httpsenrollmentendpoints'] = https;
}

/** Root CAs and NTAuth stores belong to the domain whose configuration they are part of. */
export function stateTrustAnchor(
  relation: 'RootCAFor' | 'NTAuthStoreFor',
  record: JsonObject,
  anchor: Named,
  state: State,
): void {
  const domain = objectId(field(record, 'DomainSID'));
  if (domain !== undefined) state(relation, anchor, { id: domain, type: 'Domain' }, plain);
}

/** The group whose membership a certificate under this policy stands for. */
export function stateGroupLink(record: JsonObject, policy: Named, facts: Facts, state: State): void {
  const group = typedPrincipal(field(record, 'GroupLink'));
  if (group === undefined) return;
  facts['grouplinkid'] = group.id;
  state('OIDGroupLink', policy, group, plain);
}

function registryOf(record: JsonObject): JsonObject | undefined {
  return asObject(field(record, 'CARegistryData'));
}
