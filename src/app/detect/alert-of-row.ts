import { createHash } from 'node:crypto';
import { epochMsFromTicks } from '../../kql/index.ts';
import type { KqlValue, ResultColumn } from '../../kql/index.ts';
import { valueText } from '../../kql/index.ts';
import { entityTypes, type AlertDraft, type AlertEntity, type RuleDraft } from '../../state/index.ts';
import { rowJson } from './row-json.ts';
import { fillTitle } from './title.ts';

/** Longest value of an entity that is kept, in UTF-16 units: as long as a URL can sensibly be. */
const longestEntity = 2048;

/** The alert of a row; undefined when the row lacks time, ReportId, or a value for every entity of the rule. */
export function alertOfRow(
  rule: RuleDraft,
  columns: readonly ResultColumn[],
  row: readonly KqlValue[],
): AlertDraft | undefined {
  const textOf = (name: string): string => {
    const at = columns.findIndex((column) => column.name === name);
    const column = columns[at];
    return column === undefined ? '' : valueText(column.type, row[at] ?? null);
  };
  const time = row[columns.findIndex(({ name }) => name === 'Timestamp')];
  const reportId = textOf('ReportId');
  const entities = entitiesOf(rule, textOf);
  if (typeof time !== 'bigint' || reportId === '' || entities.length === 0) return undefined;
  const { title, severity, category, techniques } = rule.alert;
  return {
    eventKey: eventKey(entities, [textOf('Timestamp'), reportId, textOf('DeviceId')]),
    title: fillTitle(title, textOf),
    severity,
    category,
    techniques,
    entities,
    actions: rule.actions,
    eventMs: epochMsFromTicks(time),
    rowJson: rowJson(columns, row),
  };
}

function entitiesOf(rule: RuleDraft, textOf: (column: string) => string): readonly AlertEntity[] {
  return entityTypes.flatMap((type) => {
    const column = rule.entities[type];
    const value = column === undefined ? '' : textOf(column);
    return column === undefined || value === ''
      ? []
      : [{ type, column, value: value.slice(0, longestEntity) }];
  });
}

/** The same event with the same entities has the same key. A ReportId of a device table is unique on its device only. */
function eventKey(entities: readonly AlertEntity[], event: readonly string[]): string {
  const parts = [event, entities.map(({ type, value }) => [type, value])];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
