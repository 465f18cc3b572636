import type { Alert, AlertDraft, RuleRun, RunOutcome } from '../alert.ts';
import type { DetectionRule, Frequency, RuleDraft } from '../detection-rule.ts';
import type { IdentityDecision } from '../identity-decision.ts';
import type { Owner, SavedQuery, StoredFunction } from '../saved-query.ts';
import type { SourceSetting } from '../source-setting.ts';
import type { Row } from './connection.ts';

// Words and JSON in the file are written by the store alone, from values of the type that is asserted here.

/** An owner as the file holds it: empty for shared, since NULL would never be equal in a unique index. */
export function ownerText(owner: Owner): string {
  return owner.kind === 'shared' ? '' : owner.name;
}

export function queryOf(row: Row): SavedQuery {
  return {
    owner: ownerOf(row),
    name: text(row, 'name'),
    folder: text(row, 'folder'),
    description: text(row, 'description'),
    kql: text(row, 'kql'),
    parameters: json(row, 'parameters') as SavedQuery['parameters'],
    createdMs: number(row, 'created_ms'),
    updatedMs: number(row, 'updated_ms'),
  };
}

export function functionOf(row: Row): StoredFunction {
  return {
    owner: ownerOf(row),
    name: text(row, 'name'),
    parameters: text(row, 'parameters'),
    body: text(row, 'body'),
    description: text(row, 'description'),
    createdMs: number(row, 'created_ms'),
    updatedMs: number(row, 'updated_ms'),
  };
}

export function decisionOf(row: Row): IdentityDecision {
  return {
    id: number(row, 'id'),
    kind: text(row, 'kind') as IdentityDecision['kind'],
    a: text(row, 'a'),
    b: text(row, 'b'),
    reason: text(row, 'reason'),
    by: text(row, 'made_by'),
    madeMs: number(row, 'made_ms'),
  };
}

export function sourceSettingOf(row: Row): SourceSetting {
  const isComplete = row['is_complete'];
  return {
    source: text(row, 'source'),
    ...(row['close_after'] === null ? {} : { closeAfter: number(row, 'close_after') }),
    ...(isComplete === null ? {} : { isComplete: isComplete === 1 }),
    ...(row['lapse_days'] === null ? {} : { lapseDays: number(row, 'lapse_days') }),
  };
}

export function ruleOf(row: Row): DetectionRule {
  return {
    id: number(row, 'id'),
    name: text(row, 'name'),
    kql: text(row, 'kql'),
    frequency: text(row, 'frequency') as Frequency,
    isEnabled: number(row, 'is_enabled') === 1,
    alert: json(row, 'alert') as RuleDraft['alert'],
    entities: json(row, 'entities') as RuleDraft['entities'],
    actions: json(row, 'actions') as RuleDraft['actions'],
    version: number(row, 'version'),
    createdMs: number(row, 'created_ms'),
    updatedMs: number(row, 'updated_ms'),
  };
}

export function runOf(row: Row): RuleRun {
  return {
    id: number(row, 'id'),
    ruleId: number(row, 'rule_id'),
    ruleVersion: number(row, 'rule_version'),
    atMs: number(row, 'at_ms'),
    fromMs: number(row, 'from_ms'),
    toMs: number(row, 'to_ms'),
    outcome: json(row, 'outcome') as RunOutcome,
    alerts: number(row, 'alerts'),
  };
}

export function alertOf(row: Row): Alert {
  return {
    id: number(row, 'id'),
    ruleName: text(row, 'rule_name'),
    ruleVersion: number(row, 'rule_version'),
    eventKey: text(row, 'event_key'),
    title: text(row, 'title'),
    severity: text(row, 'severity') as AlertDraft['severity'],
    category: text(row, 'category') as AlertDraft['category'],
    techniques: json(row, 'techniques') as AlertDraft['techniques'],
    entities: json(row, 'entities') as AlertDraft['entities'],
    actions: json(row, 'actions') as AlertDraft['actions'],
    eventMs: number(row, 'event_ms'),
    rowJson: text(row, 'row'),
    createdMs: number(row, 'created_ms'),
  };
}

function ownerOf(row: Row): Owner {
  const name = text(row, 'owner');
  return name === '' ? { kind: 'shared' } : { kind: 'user', name };
}

function text(row: Row, column: string): string {
  return String(row[column]);
}

function number(row: Row, column: string): number {
  return Number(row[column]);
}

function json(row: Row, column: string): unknown {
  return JSON.parse(text(row, column));
}
