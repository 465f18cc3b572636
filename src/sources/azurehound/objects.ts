import { asBoolean, asLabel } from '../../base/json-value.ts';
import type { JsonObject, JsonValue } from '../../base/json.ts';
import { objectKinds } from './kinds.ts';

/** The id by which relations name the object, upper case; a role is one in each tenant. */
export function objectIdOf(kind: string, data: JsonObject): string | undefined {
  const field = objectKinds.get(kind)?.id ?? 'id';
  const id = asLabel(data[field])?.toUpperCase();
  return kind === 'AZRole' ? roleId(id, asLabel(data['tenantId'])) : id;
}

export function roleId(role: string | undefined, tenant: string | undefined): string | undefined {
  return role === undefined || tenant === undefined ? undefined : `${role}@${tenant}`.toUpperCase();
}

export function nameOf(kind: string, data: JsonObject): string | undefined {
  const name = asLabel(data['userPrincipalName']) ?? asLabel(data['displayName']) ?? asLabel(data['name']);
  const tenant = asLabel(data['tenantName']);
  const isQualified = name?.includes('@') === true || tenant === undefined || kind === 'AZTenant';
  return isQualified || name === undefined ? name : `${name}@${tenant}`;
}

/** The flat fields, with those that say what other collections say under the same names. */
export function propertiesOf(data: JsonObject): JsonObject {
  const enabled = asBoolean(data['accountEnabled']);
  const more: Record<string, JsonValue | undefined> = {
    enabled,
    pwdlastset: data['lastPasswordChangeDateTime'],
    onpremid: data['onPremisesSecurityIdentifier'],
  };
  return {
    ...data,
    ...Object.fromEntries(Object.entries(more).filter(([, value]) => value !== undefined && value !== '')),
  };
}
