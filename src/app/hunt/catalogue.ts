import { catalogFrom, type Catalog, type CatalogFunction } from '../../kql/index.ts';
import { huntingTables, ownTables } from '../../schema/index.ts';
import { builtInFunctions } from './built-in-functions.ts';

/** What a query may name: the published tables, ours, and functions; a stored function hides a built-in one. */
export function huntingCatalog(functions: readonly CatalogFunction[] = []): Catalog {
  const stored = new Set(functions.map((saved) => saved.name));
  return catalogFrom({
    published: huntingTables,
    own: Object.values(ownTables),
    functions: [...builtInFunctions.filter((builtIn) => !stored.has(builtIn.name)), ...functions],
  });
}

/** The tables that every installation has, for lists. */
export const huntingTableList: Catalog['tables'] = huntingCatalog().tables;
