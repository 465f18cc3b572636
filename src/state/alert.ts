import type { AlertCategory, AlertSeverity, EntityType, ResponseAction } from './detection-rule.ts';

/** A thing an alert is about, with the value of the column that identifies it. */
export interface AlertEntity {
  readonly type: EntityType;
  readonly column: string;
  readonly value: string;
}

/** An alert before the store has numbered it. */
export interface AlertDraft {
  /** Names the event and the entities: a rule alerts once for each. */
  readonly eventKey: string;
  readonly title: string;
  readonly severity: AlertSeverity;
  readonly category: AlertCategory;
  readonly techniques: readonly string[];
  readonly entities: readonly AlertEntity[];
  readonly actions: readonly ResponseAction[];
  /** When the event happened. */
  readonly eventMs: number;
  /** The row as a JSON object. */
  readonly rowJson: string;
}

export interface Alert extends AlertDraft {
  readonly id: number;
  readonly ruleName: string;
  readonly ruleVersion: number;
  /** When the run that made it took place. */
  readonly createdMs: number;
}

/** What became of one run of a rule. */
export interface RunDraft {
  readonly ruleId: number;
  readonly ruleVersion: number;
  readonly atMs: number;
  /** The window of event time it looked at. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly outcome: RunOutcome;
}

export type RunOutcome =
  | {
      readonly kind: 'ok';
      /** Rows the query gave. */
      readonly rows: number;
      /** Rows that have alerted before. */
      readonly known: number;
      /** Rows without time, ReportId or entity. */
      readonly unusable: number;
      /** New events beyond the limit of alerts; the next run takes them up. */
      readonly withheld: number;
      /** The query gave more rows than a run reads. */
      readonly isTruncated: boolean;
    }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string };

export interface RuleRun extends RunDraft {
  readonly id: number;
  /** Alerts it added. */
  readonly alerts: number;
}
