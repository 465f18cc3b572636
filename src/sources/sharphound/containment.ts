import { asArray, asBoolean, asObject } from '../../base/json-value.ts';
import type { JsonObject } from '../../base/json.ts';
import { field, objectId, typedPrincipal, typedPrincipals, type Named, type State } from './fields.ts';

/** What lies directly in a domain, unit or container. */
export function stateChildren(record: JsonObject, container: Named, state: State): void {
  for (const child of typedPrincipals(field(record, 'ChildObjects')))
    state('Contains', container, child, { isacl: false });
}

/** In what an object lies (version 6). */
export function stateContainer(record: JsonObject, object: Named, state: State): void {
  const container = typedPrincipal(field(record, 'ContainedBy'));
  if (container !== undefined) state('Contains', container, object, { isacl: false });
}

/** Policies linked to a domain or unit; an enforced one goes through blocked inheritance. */
export function statePolicyLinks(record: JsonObject, container: Named, state: State): void {
  for (const item of asArray(field(record, 'Links'))) {
    const link = asObject(item);
    const policy = objectId(field(link, 'GUID'));
    if (policy === undefined) continue;
    const enforced = asBoolean(field(link, 'IsEnforced')) === true;
    state('GPLink', { id: policy, type: 'GPO' }, container, { isacl: false, enforced });
  }
}
