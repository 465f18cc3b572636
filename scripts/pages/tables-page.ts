import { ownTables, type Column, type Table } from '../../src/schema/index.ts';
import { huntingTables } from '../../src/schema/tables/advanced-hunting.ts';
import { generatedNote, literal, table } from './markdown.ts';

/** docs/reference/tables.md, from the table definitions. */
export function tablesPage(): string {
  const own = Object.values(ownTables) as readonly Table[];
  return `# Tables

${generatedNote}

An absent value is unknown, unless the column says otherwise. \`dynamic\` is any JSON value; a \`datetime\` is UTC. The key is
what identifies a row: the writer keeps it unique, the engine does not.

## Tables of fixfirst

Filled by every \`assess\` and dropped at its end. Sources write the observations; ingest adds \`ImportId\`, \`File\` and
\`Locator\` to each.

${own.map(describe).join('\n')}
## Published hunting tables

The tables of advanced hunting as they are published, kept as data so that the facts can be shown under these names. This
version does not fill them.

${table(
  ['table', 'columns', 'time column', 'meaning'],
  huntingTables.map(({ name, columns, timestamp, description }) => [
    name,
    String(columns.length),
    timestamp ?? '',
    literal(description),
  ]),
)}
`;
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
