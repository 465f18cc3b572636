import { createGlobals, type Catalog, type CatalogTable } from '../../src/kql/index.ts';
import { analyse } from '../../src/kql/language/diagnostics.ts';

/** Rounds of asking what is still unknown. */
const rounds = 3;

/**
 * The catalogue with empty tables for what the queries name and it has not: their columns are guessed from what the binder
 * misses, as text; of two names that differ in case only, the first. For the corpus only; the product knows no such tables.
 */
export function inferTables(catalog: Catalog, texts: readonly string[]): Catalog {
  const tables = new Map<string, Set<string>>();
  const known = new Set(catalog.tables.map((table) => table.name));
  for (let round = 0; round < rounds; round++) {
    const globals = createGlobals(withTables(catalog, tables));
    let changed = false;
    for (const text of texts) {
      const here = [...tables.keys()].filter((name) => text.includes(name));
      for (const diagnostic of analyse(text, globals).diagnostics) {
        if (diagnostic.severity !== 'error') continue;
        const name = /'([^']+)'/.exec(diagnostic.message)?.[1];
        if (name === undefined || !/^\w+$/.test(name)) continue;
        if (diagnostic.code === 'KS204' && !known.has(name) && !tables.has(name)) {
          tables.set(name, new Set(['TimeGenerated']));
          changed = true;
        } else if (diagnostic.code === 'KS142') {
          for (const table of here)
            if (![...tables.get(table)!].some((known) => known.toLowerCase() === name.toLowerCase())) {
              tables.get(table)!.add(name);
              changed = true;
            }
        }
      }
    }
    if (!changed) break;
  }
  return withTables(catalog, tables);
}

function withTables(catalog: Catalog, tables: ReadonlyMap<string, ReadonlySet<string>>): Catalog {
  const more = [...tables].map(([name, columns]): CatalogTable => ({
    name,
    aliases: [],
    description: 'Named by a public query',
    origin: 'own',
    columns: [...columns].map((column) => ({
      name: column,
      type: /^TimeGenerated$|Time$|Date$/.test(column) ? 'datetime' : 'string',
      description: '',
    })),
  }));
  return { ...catalog, tables: [...catalog.tables, ...more] };
}
