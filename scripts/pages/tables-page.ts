import { readdir } from 'node:fs/promises';
import type { TableFamily } from '../../src/app/hunting-tables/family.ts';
import {
  huntingTables,
  ownTables,
  type Column,
  type HuntingTable,
  type ObservationKind,
  type Table,
} from '../../src/schema/index.ts';
import { sources } from '../../src/sources/registry.ts';
import { generatedNote, literal, table } from './markdown.ts';

/** docs/reference/tables.md, from the table definitions and the families that fill them. */
export async function tablesPage(): Promise<string> {
  const own = Object.values(ownTables) as readonly Table[];
  const filledFrom = await fillings();
  const filled = huntingTables.filter(({ name }) => filledFrom.has(name));
  const empty = huntingTables.filter(({ name }) => !filledFrom.has(name));
  return `# Tables

${generatedNote}

An absent value is unknown, unless the column says otherwise. \`dynamic\` is any JSON value; a \`datetime\` is UTC. The key is
what identifies a row: the writer keeps it unique, the engine does not. Everything here can be queried
([hunt.md](hunt.md)); a table is filled when a query first names it.

## Tables of fixfirst

Observations, \`Imports\` and \`Quarantine\` are filled by \`import\`, and for one run by \`assess\` and \`hunt --from\`: sources write the
observations; ingest adds \`ImportId\`, \`File\` and \`Locator\` to each. Of what was imported, a table shows what is said still: what was
closed or replaced is not in it. The others follow from observations, joined, and are filled by \`hunt\`:

${table(
  ['table', 'filled from'],
  own.flatMap(({ name }) => {
    const from = filledFrom.get(name);
    return from === undefined ? [] : [[`[${name}](#${name.toLowerCase()})`, from]];
  }),
)}

\`FindingEvents\` and \`PostureHistory\` are written by \`import\` and \`imports undo\` ([imports.md](imports.md)).

${own.map(describe).join('\n')}
## Published hunting tables

The tables of advanced hunting as they are published, with all their columns. Every query that names one runs; what no source says
stays empty. In each table, \`TimeGenerated\` is another name of the time column.

### Filled from exports

By these sources, as far as their files say it; a column that none says is unknown.

${table(
  ['table', 'columns', 'filled from', 'meaning'],
  filled.map(({ name, columns, description }) => [
    name,
    String(columns.length),
    filledFrom.get(name) ?? '',
    literal(description),
  ]),
)}

### There and empty

No source that is read says anything for these.

${table(
  ['table', 'columns', 'time column', 'meaning'],
  empty.map(({ name, columns, timestamp, description }) => [
    name,
    String(columns.length),
    timestamp ?? '',
    literal(description),
  ]),
)}

### Other names

Older names and other spellings that public queries use. They work like the name they stand for; such a column is no part of \`*\`.

${table(['name', 'stands for'], huntingTables.flatMap(otherNames))}
`;
}

/** What the tables of each family are made from: the file's name, and the kinds of observation, or all of them joined. */
const kindsOf: Readonly<Record<string, readonly ObservationKind[] | 'all'>> = {
  actions: 'all',
  configurations: ['control'],
  'device-events': ['event'],
  devices: ['device'],
  endpoints: ['endpoint'],
  'exposure-graph': 'all',
  findings: ['vulnerability', 'control', 'secret'],
  identities: ['identity'],
  secrets: ['secret'],
  software: ['software'],
  vulnerabilities: ['vulnerability'],
};

/** For each table that something fills, the sources that can. */
async function fillings(): Promise<ReadonlyMap<string, string>> {
  const folder = new URL('../../src/app/hunting-tables/', import.meta.url);
  const found = new Map<string, string>();
  for (const file of (await readdir(folder)).filter((name) => /^(?!.*\.test)(?!index).*\.ts$/.test(name))) {
    const exported = Object.values((await import(new URL(file, folder).href)) as Record<string, unknown>);
    for (const family of exported.filter(isFamily)) {
      const kinds = kindsOf[file.replace(/\.ts$/, '')];
      if (kinds === undefined) throw new Error(`tables-page.ts does not know what ${file} is filled from`);
      for (const name of family.tables) found.set(name, sourcesOf(kinds));
    }
  }
  return found;
}

function isFamily(value: unknown): value is TableFamily {
  return typeof value === 'object' && value !== null && 'tables' in value && 'fill' in value;
}

function sourcesOf(kinds: readonly ObservationKind[] | 'all'): string {
  if (kinds === 'all') return 'all sources, joined';
  return sources
    .map(({ manifest }) => manifest)
    .filter(({ observes }) => observes.some((kind) => kinds.includes(kind)))
    .map(({ id }) => id)
    .join(', ');
}

function otherNames({ name, aliases = [], columns }: HuntingTable): readonly (readonly string[])[] {
  return [
    // A real table of that name wins.
    ...aliases
      .filter((alias) => !huntingTables.some((real) => real.name === alias))
      .map((alias) => [alias, name]),
    ...columns.flatMap((column) =>
      (column.aliases ?? []).map((alias) => [`${name}.${alias}`, `${name}.${column.name}`]),
    ),
  ];
}

function describe({ name, description, key, columns }: Table): string {
  return `### ${name}

${literal(description)}. Key: ${key.map((column) => `\`${column}\``).join(', ')}.

${table(['column', 'type', 'meaning'], columns.map(row))}
`;
}

function row({ name, type, description, required, unit, values }: Column): readonly string[] {
  const more = [
    ...(unit === undefined ? [] : [`Unit: ${unit}.`]),
    ...(values === undefined ? [] : [`One of: ${values.map((value) => `\`${value}\``).join(', ')}.`]),
  ];
  const text = /[.!?]$/.test(description) ? description : `${description}.`;
  return [name, required === true ? `${type}, required` : type, [literal(text), ...more].join(' ')];
}
