import { asLabel } from '../../base/json-value.ts';
import type { JsonObject } from '../../base/json.ts';

/** Text of a column; undefined when it is empty. Every value is a string unless osqueryd logs `numerics`. */
export type Row = (column: string) => string | undefined;

export function rowOf(columns: JsonObject): Row {
  return (column) => asLabel(columns[column]);
}
