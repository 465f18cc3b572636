import { asArray, asBoolean, asLabel, asNumber, asObject } from '../../base/json-value.ts';
import type { JsonObject } from '../../base/json.ts';
import type { Observation } from '../../schema/index.ts';
import { directory } from '../source.ts';
import { stateAccount, stateUnconstrainedDelegation } from './accounts.ts';
import { collected, field, objectId, typedPrincipals, type Named, type State } from './fields.ts';
import { stateLocalGroups, stateNamedLocalGroups, stateUserRights, type Name } from './local-groups.ts';
import { newestTime, setFlag, type Facts } from './properties.ts';
import { stateComputerSessions } from './sessions.ts';

/** Everything a computer's record says about others. Adds the user rights that were asked for to its facts. */
export function stateComputer(
  record: JsonObject,
  computer: Named,
  facts: Facts,
  state: State,
  name: Name,
): void {
  stateAccount(record, computer, state);
  for (const actor of typedPrincipals(field(record, 'AllowedToAct')))
    state('AllowedToAct', actor, computer, { isacl: false });
  for (const account of typedPrincipals(field(record, 'DumpSMSAPassword')))
    state('DumpSMSAPassword', computer, account, { isacl: false });
  stateComputerSessions(record, computer, state);

  const domain = objectId(field(record, 'DomainSID'));
  if (asBoolean(field(record, 'IsDC')) === true && domain !== undefined)
    state('DCFor', computer, { id: domain, type: 'Domain' }, { isacl: false });
  // A controller has unconstrained delegation by nature: BloodHound draws no edge for it.
  else stateUnconstrainedDelegation(record, computer, facts, state);

  stateNamedLocalGroups(record, computer, state);
  stateLocalGroups(record, computer, state, name);
  const asked = stateUserRights(record, computer, state, name);
  if (asked.length > 0) facts['collecteduserrights'] = asked;
}

/** Facts that stand beside a computer's properties: SMB, NTLM, web client, controller's registry. */
export function addComputerFacts(record: JsonObject, facts: Facts): void {
  const dc = asBoolean(field(record, 'IsDC'));
  if (dc !== undefined) facts['isdc'] ??= dc;
  const webClient = collected(field(record, 'IsWebClientRunning'));
  if (webClient !== undefined) setFlag(facts, 'webclientrunning', field(webClient, 'Result'));
  const smb = collected(field(record, 'SmbInfo'));
  if (smb !== undefined)
    setFlag(facts, 'smbsigning', field(asObject(field(smb, 'Result')), 'SigningEnabled'));
  addNtlmFacts(record, facts);
  rename(facts, 'ldapenabled', 'ldapavailable');
  rename(facts, 'ldapsenabled', 'ldapsavailable');
  const registry = asObject(field(record, 'DCRegistryData'));
  addNumber(
    facts,
    'certificatemappingmethodsraw',
    collected(field(registry, 'CertificateMappingMethods')),
    'Value',
  );
  addNumber(
    facts,
    'strongcertificatebindingenforcementraw',
    collected(field(registry, 'StrongCertificateBindingEnforcement')),
    'Value',
  );
}

/** The computer as a device; the same directory object is also an identity. */
export function deviceOf(computer: Named, facts: Facts): Observation<'device'> {
  const fqdn = hostName(facts['dnshostname']) ?? hostName(facts['name']);
  const netbios = asLabel(facts['samaccountname'])?.replace(/\$$/, '') ?? fqdn?.split('.')[0];
  const platform = asLabel(facts['operatingsystem']);
  const names = [...new Set([fqdn, netbios].flatMap((item) => item ?? []))];
  const enabled = asBoolean(facts['enabled']);
  return {
    Ref: directory(computer.id),
    DeviceName: fqdn ?? netbios,
    DirectoryIds: [`sid:${computer.id}`],
    HostNames: names,
    OSPlatform: platform,
    OSVersion: asLabel(facts['operatingsystemversion']),
    DeviceType: deviceType(platform, asBoolean(facts['isdc']) === true),
    Domain: asLabel(facts['domain']),
    Examined: ['identity'],
    LastSeen: newestTime(facts['lastlogontimestamp'], facts['lastlogon']),
    Properties: {
      ...(enabled === undefined ? {} : { enabled }),
      ...(facts['isdc'] === true ? { isdc: true } : {}),
    },
  };
}

function deviceType(platform: string | undefined, isController: boolean): string | undefined {
  if (isController || /server/i.test(platform ?? '')) return 'Server';
  return /windows (xp|vista|7|8|10|11)|workstation|professional|mac ?os|os x/i.test(platform ?? '')
    ? 'Workstation'
    : undefined;
}

/** The name as a host name: some records hold `name@domain` or a placeholder instead. */
function hostName(value: Facts[string] | undefined): string | undefined {
  const text = asLabel(value);
  return text !== undefined && /^[\w-]+(\.[\w-]+)*$/.test(text) ? text : undefined;
}

function addNtlmFacts(record: JsonObject, facts: Facts): void {
  const answer = collected(field(record, 'NTLMRegistryData'));
  const registry = asObject(field(answer, 'Result'));
  if (registry === undefined) return;
  const number = (name: string): number | undefined => asNumber(field(registry, name));
  // 0 allows, 1 audits, 2 denies.
  const sending = number('RestrictSendingNtlmTraffic');
  if (sending !== undefined) facts['restrictoutboundntlm'] = sending === 2;
  const receiving = number('RestrictReceivingNTLMTraffic');
  if (receiving !== undefined) facts['restrictreceivingntlmtraffic'] = receiving === 2;
  for (const name of ['RequireSecuritySignature', 'EnableSecuritySignature', 'UseMachineId']) {
    const value = number(name);
    if (value !== undefined) facts[name.toLowerCase()] = value !== 0;
  }
  for (const name of ['NtlmMinClientSec', 'NtlmMinServerSec', 'LmCompatibilityLevel'])
    addNumber(facts, name.toLowerCase(), registry, name);
  const servers = asArray(field(registry, 'ClientAllowedNTLMServers'));
  if (servers.length > 0) facts['clientallowedntlmservers'] = servers.flatMap((item) => asLabel(item) ?? []);
}

function addNumber(facts: Facts, key: string, record: JsonObject | undefined, name: string): void {
  const value = asNumber(field(record, name));
  if (value !== undefined) facts[key] = value;
}

function rename(facts: Facts, from: string, to: string): void {
  const value = facts[from];
  if (value === undefined) return;
  facts[to] = value;
  Reflect.deleteProperty(facts, from);
}
