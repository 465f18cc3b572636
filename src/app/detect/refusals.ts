/** Why a rule cannot run; docs/reference/detections.md has an entry for each (tested). */
export const refusalCodes = {
  'no-table': 'The query reads no table.',
  'table-without-time': 'No table of the query says when its rows happened.',
  'missing-timestamp': 'The result has no Timestamp of an event.',
  'missing-report-id': 'The result has no ReportId.',
  'missing-device-id': 'The result has no DeviceId, though it reads a device table.',
  'missing-entity': 'The rule names no impacted entity.',
  'missing-entity-column': 'The result lacks a column that the rule names for an entity.',
  'wrong-column-type': 'A column has another type than the rule needs.',
  'continuous-tables': 'A continuous rule reads more than one table.',
  'continuous-operator': 'A continuous rule joins or reads outside data.',
  'continuous-comment': 'A continuous rule has comments.',
  'title-placeholders': 'The title has more than three placeholders.',
  'title-column': 'The title names a column that the result lacks.',
  'action-without-entity': 'An action is for an entity that the rule does not name.',
} as const;

export type RefusalCode = keyof typeof refusalCodes;

/** One reason why a rule cannot run as it is, and what to do about it. */
export interface Refusal {
  readonly code: RefusalCode;
  readonly message: string;
  readonly remedy: string;
}
