import type { CatalogueFunction } from '../detect/index.ts';
import type { StateStore } from '../../state/index.ts';

/** The functions that queries of a user may call; the user's own hide shared ones of the same name. */
export function functionsFor(store: StateStore, user: string): readonly CatalogueFunction[] {
  const byName = new Map<string, CatalogueFunction>();
  for (const { name, parameters, body } of store.functions(user))
    if (!byName.has(name)) byName.set(name, { name, parameters, body });
  return [...byName.values()];
}

/** The functions that detection rules may call: the shared ones, since a rule runs for everybody. */
export function functionsForRules(store: StateStore): readonly CatalogueFunction[] {
  return store.sharedFunctions().map(({ name, parameters, body }) => ({ name, parameters, body }));
}
