import { factTables } from '../../schema/index.ts';
import { entityTypes, responseActions, type EntityType, type RuleDraft } from '../../state/index.ts';
import type { CompiledInfo } from './ports.ts';
import type { Refusal } from './refusals.ts';
import { maxPlaceholders, placeholdersOf } from './title.ts';

/**
 * Whether a rule can run and alert, given what the compiler found in its query: every reason why not, none when it can.
 * Columns and limits as the published service states them (Custom detection rules, 2024-07).
 */
export function checkRule(rule: RuleDraft, compiled: CompiledInfo): readonly Refusal[] {
  return [
    ...checkTables(compiled),
    ...checkEvent(compiled),
    ...checkEntities(rule, compiled),
    ...(rule.frequency === 'continuous' ? checkContinuous(compiled) : []),
    ...checkTitle(rule, compiled),
  ];
}

/** Tables without a Timestamp column: states, not events. */
const timeless = tablesWhere((columns) => !columns.has('Timestamp'));

/** Event tables whose rows only DeviceId, ReportId and Timestamp name together. */
const deviceTables = tablesWhere(
  (columns, name) =>
    name.startsWith('Device') && ['DeviceId', 'ReportId', 'Timestamp'].every((column) => columns.has(column)),
);

function tablesWhere(holds: (columns: ReadonlySet<string>, name: string) => boolean): ReadonlySet<string> {
  const chosen = [...factTables.values()].filter((table) =>
    holds(new Set(table.columns.map((column) => column.name)), table.name),
  );
  return new Set(chosen.map(({ name }) => name));
}

function checkTables({ tables }: CompiledInfo): readonly Refusal[] {
  if (tables.length === 0) {
    return [
      {
        code: 'no-table',
        message: 'the query reads no table, so it gives the same rows at every run',
        remedy: 'begin it with an event table such as DeviceProcessEvents',
      },
    ];
  }
  if (!tables.every((table) => timeless.has(table))) return [];
  return [
    {
      code: 'table-without-time',
      message: `${tables.join(', ')} ${tables.length === 1 ? 'has' : 'have'} no Timestamp: each row is how things stand, so every run would give all of them again`,
      remedy:
        'join it with an event table (such as DeviceInfo on DeviceId) and take Timestamp and ReportId from there; what is new among vulnerabilities and baselines stands in the list of recommendations',
    },
  ];
}

function checkEvent({ columns, tables }: CompiledInfo): readonly Refusal[] {
  const refusals: Refusal[] = [];
  const typeOf = (name: string) => columns.find((column) => column.name === name)?.type;
  const timestamp = typeOf('Timestamp');
  if (timestamp === undefined) {
    refusals.push({
      code: 'missing-timestamp',
      message: 'the result has no column Timestamp',
      remedy: `keep it in project; after summarize, take it from the newest event with ${newest(tables)}`,
    });
  } else if (timestamp !== 'datetime') {
    refusals.push(wrongType('Timestamp', timestamp, 'datetime', 'do not convert it'));
  }
  const reportId = typeOf('ReportId');
  if (reportId === undefined) {
    refusals.push({
      code: 'missing-report-id',
      message: 'the result has no column ReportId',
      remedy: `keep it in project; after summarize, take it with ${newest(tables)}; where the table has none, extend ReportId from a column that names the row, such as AlertId`,
    });
  } else if (!['long', 'int', 'string', 'guid'].includes(reportId)) {
    refusals.push(wrongType('ReportId', reportId, 'long or string', 'keep it as the table has it'));
  }
  const device = tables.find((table) => deviceTables.has(table));
  if (device !== undefined && typeOf('DeviceId') === undefined) {
    refusals.push({
      code: 'missing-device-id',
      message: `the result has no column DeviceId: a ReportId of ${device} names a row only together with the device`,
      remedy: `keep it in project; after summarize, group by DeviceId or take it with ${newest(tables)}`,
    });
  }
  return refusals;
}

function newest(tables: readonly string[]): string {
  const columns = tables.some((table) => deviceTables.has(table)) ? 'ReportId, DeviceId' : 'ReportId';
  return `arg_max(Timestamp, ${columns})`;
}

function wrongType(name: string, type: string, wanted: string, remedy: string): Refusal {
  return { code: 'wrong-column-type', message: `${name} is ${type}, it must be ${wanted}`, remedy };
}

/** Columns of the published tables that commonly name an entity, for the remedy only: a rule may name any other. */
const usual: Readonly<Record<EntityType, readonly string[]>> = {
  device: ['DeviceId', 'DeviceName', 'RemoteDeviceName'],
  user: ['AccountObjectId', 'AccountSid', 'AccountUpn', 'AccountName', 'InitiatingProcessAccountUpn'],
  mailbox: ['RecipientEmailAddress', 'SenderFromAddress', 'SenderMailFromAddress', 'RecipientObjectId'],
  file: ['SHA1', 'SHA256', 'InitiatingProcessSHA1', 'InitiatingProcessSHA256'],
  ip: ['RemoteIP', 'LocalIP', 'IPAddress', 'SenderIPv4'],
  url: ['RemoteUrl', 'Url'],
};

function checkEntities(rule: RuleDraft, { columns }: CompiledInfo): readonly Refusal[] {
  const refusals: Refusal[] = [];
  const named = entityTypes.flatMap((type) => {
    const column = rule.entities[type];
    return column === undefined ? [] : [{ type, column }];
  });
  if (named.length === 0) {
    refusals.push({
      code: 'missing-entity',
      message: 'the rule names no impacted entity, so nobody could tell what an alert is about',
      remedy: proposal(columns.map(({ name }) => name)),
    });
  }
  for (const { type, column } of named) {
    const found = columns.find(({ name }) => name === column);
    if (found === undefined) {
      refusals.push({
        code: 'missing-entity-column',
        message: `the result has no column ${column}, which the rule names for the ${type}`,
        remedy: `keep it in project, or name another column (usual: ${usual[type].join(', ')})`,
      });
    } else if (found.type !== 'string' && found.type !== 'guid') {
      refusals.push(wrongType(column, found.type, 'string or guid', `turn it into text with tostring()`));
    }
  }
  for (const action of rule.actions) {
    const type = responseActions[action];
    if (rule.entities[type] !== undefined) continue;
    refusals.push({
      code: 'action-without-entity',
      message: `the action ${action} is for a ${type}, and the rule names none`,
      remedy: `add ${type} under entities, or leave the action out`,
    });
  }
  return refusals;
}

function proposal(columns: readonly string[]): string {
  for (const type of entityTypes) {
    const column = usual[type].find((name) => columns.includes(name));
    if (column !== undefined) return `add under entities: "${type}: ${column}"`;
  }
  return 'keep a column such as DeviceId, AccountUpn or RecipientEmailAddress and name it under entities';
}

const notContinuous = ['join', 'union', 'externaldata'];

function checkContinuous({ tables, operators, hasComments }: CompiledInfo): readonly Refusal[] {
  const refusals: Refusal[] = [];
  if (tables.length > 1) {
    refusals.push({
      code: 'continuous-tables',
      message: `a continuous rule reads one table, this one reads ${tables.join(', ')}`,
      remedy: 'choose the frequency 1h, or make one rule for each table',
    });
  }
  for (const operator of notContinuous) {
    if (!operators.includes(operator)) continue;
    refusals.push({
      code: 'continuous-operator',
      message: `a continuous rule cannot use ${operator}`,
      remedy: `choose the frequency 1h, or do without ${operator}`,
    });
  }
  if (hasComments) {
    refusals.push({
      code: 'continuous-comment',
      message: 'a continuous rule cannot have comments',
      remedy: 'move them to the description',
    });
  }
  return refusals;
}

function checkTitle(rule: RuleDraft, { columns }: CompiledInfo): readonly Refusal[] {
  const named = placeholdersOf(rule.alert.title);
  const refusals: Refusal[] = [];
  if (named.length > maxPlaceholders) {
    refusals.push({
      code: 'title-placeholders',
      message: `the title has ${named.length} placeholders, ${maxPlaceholders} are allowed`,
      remedy: 'leave some out; the alert holds the whole row',
    });
  }
  for (const name of new Set(named)) {
    if (columns.some((column) => column.name === name)) continue;
    refusals.push({
      code: 'title-column',
      message: `the title names {{${name}}}, which the result lacks`,
      remedy: 'keep the column in project, or change the title',
    });
  }
  return refusals;
}
