import { limits } from '../../src/kql/caps/limits.ts';
import { largestValue } from '../../src/kql/caps/value-size.ts';
import {
  aggregateNames,
  functionNames,
  joinKinds,
  operatorNames,
  pluginNames,
  scalarOperatorNames,
  sourceNames,
  windowNames,
  type KqlName,
} from './kql-names.ts';
import { generatedNote, literal, table } from './markdown.ts';

/** docs/reference/kql.md, from the tables of the compiler and the lists of the language's own library. */
export function kqlPage(): string {
  const functions = functionNames();
  const aggregates = aggregateNames();
  return `# KQL

${generatedNote}

What of KQL \`fixfirst hunt\` runs. The language's own library reads and binds each query; what follows is what the compiler makes
of it. Every name of that library's lists stands here, except hidden ones that the compiler does not have. A query with a name that is
not supported is refused before anything runs, with the place and the reason.

- **How**: \`SQL\` is part of the statement that the engine runs; \`JavaScript\` is a function of ours that the engine calls for each row
  (slower, about 300 ns a call); \`compiler\` is worked out or built by the compiler; \`other functions\` is written in terms of others.
- **Refused** is what would leave this machine, run foreign code or ask who is asking: it will not come. **Not supported** may.

${table(
  ['', 'supported', 'not supported', 'refused'],
  [
    ['steps', ...counts(operatorNames())],
    ['operators in expressions', ...counts(scalarOperatorNames())],
    ['functions', ...counts(functions)],
    ['functions over rows in order', ...counts(windowNames())],
    ['aggregates', ...counts(aggregates)],
    ['plugins', ...counts(pluginNames())],
  ],
)}

## What differs from the vendor's service

- \`dcount\`, \`dcountif\`, \`count_distinct\` and \`hll\` are exact; an accuracy is taken and not needed. \`percentile\` and its relatives are exact too.
- \`make_set\` lists values in the order in which they first come, \`make_list\` in the order of the rows where they have one.
- \`datetime\` and \`timespan\` count 100-ns ticks and are exact to the last one. Every moment is UTC.
- \`now()\` is the newest observation of the input, or \`--as-of\`: a folder of exports gives the same rows today and in a year.
- Event tables (\`…Events\`, alerts and behaviours) are read for the 30 days before \`now()\` unless \`--window\` says otherwise. All other tables are
  read whole.
- \`ingestion_time()\` is the row's \`Timestamp\`.
- Regular expressions are RE2: no looking around, no references to groups; such a pattern is refused.
- \`join\` without a kind is \`innerunique\`, as in the language: one row of the left side for each key, and which one is not defined.
- \`take\` and \`sample\` give any rows, unless \`take\` follows an order.
- Scores of series functions (decomposition, anomalies, periods) follow the published descriptions; their last digits differ.
- \`render\` is a hint to whoever shows the rows.
- Columns that only data can show (\`bag_unpack\`, \`pivot\`, \`narrow\`) are looked up by a first query; in stored functions they need an output
  schema.
- Hints (\`hint.strategy\` and so on) and \`set\` statements are taken and have no effect.

Examples of the vendor's reference that come out otherwise: [kql-examples.md](kql-examples.md).

## Limits

- A query: ${grouped(limits.text)} characters, ${String(limits.steps)} steps one within another, ${String(limits.nesting)} levels of expressions, ${String(limits.calls)} levels of calls,
  ${grouped(limits.columns)} columns of one step; 10 s to compile. One that grows beyond what the engine prepares in about a second is refused.
- A text or dynamic value that a function makes: ${grouped(largestValue)} bytes.
- An answer: 10 000 rows unless \`--limit\` says otherwise; what is cut is said. 600 s unless \`--timeout\` says otherwise.
- A list, \`make_list\`, \`make_set\`, \`range\`, \`make-series\`: 1 048 576 elements, as in the vendor's service.
- Edges of variable length in graph patterns: at most 100 hops.
- Steps that are programs (\`scan\`, \`reduce\`, paths, activity plugins): 1 000 000 rows.

## Statements

${table(
  ['statement', 'support', ''],
  [
    ['`let`', 'supported', 'values, tables and functions'],
    ['`declare query_parameters`', 'supported', 'with defaults; values come from saved queries'],
    ['`set`', 'supported', 'without effect'],
    [
      '`alias`, `restrict`',
      'refused',
      literal('only one database is there, and all of its tables may be read'),
    ],
    ['`declare pattern`', 'not supported', ''],
  ],
)}

## Steps

${listing(operatorNames())}

Tables within a query:

${listing(sourceNames())}

### Kinds of join

${joinKinds.map((kind) => `\`${kind}\``).join(', ')}. \`lookup\` is \`leftouter\` or \`inner\`.

## Operators in expressions

${listing(scalarOperatorNames())}

## Functions

Beside these, queries call functions of advanced hunting (\`AssignedIPAddresses\`, \`DeviceFromIP\`, \`FileProfile\`, \`SeenBy\`,
[hunt.md](hunt.md#functions-of-advanced-hunting)) and stored functions.

${listing(functions)}

### Functions over rows in order

After \`serialize\`, \`sort\`, \`top\` and other steps that leave an order.

${listing(windowNames())}

## Aggregates

${listing(aggregates)}

## Plugins

${listing(pluginNames())}
`;
}

function listing(names: readonly KqlName[]): string {
  return table(
    ['name', 'support', 'how, or why not'],
    names.map(({ name, support }) => [
      `\`${name}\``,
      support.is,
      support.is === 'supported'
        ? [support.how, ...(support.note === undefined ? [] : [support.note])].join('; ')
        : literal(support.why),
    ]),
  );
}

function counts(names: readonly KqlName[]): readonly string[] {
  return ['supported', 'not supported', 'refused'].map((is) =>
    String(names.filter(({ support }) => support.is === is).length),
  );
}

function grouped(count: number): string {
  return String(count).replace(/(\d)(?=(\d{3})+$)/g, '$1 ');
}
