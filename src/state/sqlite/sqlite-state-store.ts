import type { Alert, AlertDraft, RuleRun, RunDraft } from '../alert.ts';
import type { DetectionRule, RuleDraft } from '../detection-rule.ts';
import type { IdentityDecision, IdentityDecisionDraft } from '../identity-decision.ts';
import type { FunctionDraft, Owner, QueryDraft, SavedQuery, StoredFunction } from '../saved-query.ts';
import type { SourceSetting } from '../source-setting.ts';
import type { AlertFilter, StateStore } from '../state-store.ts';
import type { Connection, Row } from './connection.ts';
import {
  alertOf,
  decisionOf,
  functionOf,
  ownerText,
  queryOf,
  ruleOf,
  runOf,
  sourceSettingOf,
} from './rows.ts';

const alertColumns = `a.id, a.rule_name, a.rule_version, a.event_key, a.title, a.severity, a.category, a.techniques,
  a.entities, a.actions, a.event_ms, a.row, a.created_ms`;

/** The state in one SQLite file. */
export class SqliteStateStore implements StateStore {
  readonly #db: Connection;

  constructor(connection: Connection) {
    this.#db = connection;
  }

  savedQueries(user: string): readonly SavedQuery[] {
    return this.#db
      .all(`SELECT * FROM saved_query WHERE owner IN ('', ?) ORDER BY owner = '', folder, name`, [user])
      .map(queryOf);
  }

  savedQuery(owner: Owner, name: string): SavedQuery | undefined {
    const where = [ownerText(owner), name];
    return mapped(this.#db.first('SELECT * FROM saved_query WHERE owner = ? AND name = ?', where), queryOf);
  }

  saveQuery(draft: QueryDraft, nowMs: number): SavedQuery {
    const { owner, name, folder, description, kql, parameters } = draft;
    const texts = [ownerText(owner), name, folder, description, kql, JSON.stringify(parameters)];
    return queryOf(
      this.#db.all(
        `INSERT INTO saved_query (owner, name, folder, description, kql, parameters, created_ms, updated_ms)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (owner, name) DO UPDATE SET folder = excluded.folder, description = excluded.description,
           kql = excluded.kql, parameters = excluded.parameters, updated_ms = excluded.updated_ms
         RETURNING *`,
        [...texts, nowMs, nowMs],
      )[0]!,
    );
  }

  deleteQuery(owner: Owner, name: string): boolean {
    const where = [ownerText(owner), name];
    return this.#db.change('DELETE FROM saved_query WHERE owner = ? AND name = ?', where) > 0;
  }

  functions(user: string): readonly StoredFunction[] {
    return this.#db
      .all(`SELECT * FROM stored_function WHERE owner IN ('', ?) ORDER BY owner = '', name`, [user])
      .map(functionOf);
  }

  sharedFunctions(): readonly StoredFunction[] {
    return this.#db.all(`SELECT * FROM stored_function WHERE owner = '' ORDER BY name`).map(functionOf);
  }

  function(owner: Owner, name: string): StoredFunction | undefined {
    const where = [ownerText(owner), name];
    return mapped(
      this.#db.first('SELECT * FROM stored_function WHERE owner = ? AND name = ?', where),
      functionOf,
    );
  }

  saveFunction(draft: FunctionDraft, nowMs: number): StoredFunction {
    const { owner, name, parameters, body, description } = draft;
    return functionOf(
      this.#db.all(
        `INSERT INTO stored_function (owner, name, parameters, body, description, created_ms, updated_ms)
         VALUES (?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (owner, name) DO UPDATE SET parameters = excluded.parameters, body = excluded.body,
           description = excluded.description, updated_ms = excluded.updated_ms
         RETURNING *`,
        [ownerText(owner), name, parameters, body, description, nowMs, nowMs],
      )[0]!,
    );
  }

  deleteFunction(owner: Owner, name: string): boolean {
    const where = [ownerText(owner), name];
    return this.#db.change('DELETE FROM stored_function WHERE owner = ? AND name = ?', where) > 0;
  }

  rules(): readonly DetectionRule[] {
    return this.#db.all('SELECT * FROM detection_rule ORDER BY name').map(ruleOf);
  }

  rule(name: string): DetectionRule | undefined {
    return mapped(this.#db.first('SELECT * FROM detection_rule WHERE name = ?', [name]), ruleOf);
  }

  saveRule(draft: RuleDraft, nowMs: number): DetectionRule {
    const { name, kql, frequency, isEnabled, alert, entities, actions } = draft;
    const texts = [kql, frequency, JSON.stringify(alert), JSON.stringify(entities), JSON.stringify(actions)];
    return ruleOf(
      this.#db.all(
        `INSERT INTO detection_rule (name, is_enabled, kql, frequency, alert, entities, actions, version, created_ms,
           updated_ms)
         VALUES (?, ?, ?, ?, ?, ?, ?, 1, ?, ?)
         ON CONFLICT (name) DO UPDATE SET is_enabled = excluded.is_enabled, kql = excluded.kql,
           frequency = excluded.frequency, alert = excluded.alert, entities = excluded.entities,
           actions = excluded.actions, updated_ms = excluded.updated_ms,
           version = version + ((kql, frequency, alert, entities, actions)
             <> (excluded.kql, excluded.frequency, excluded.alert, excluded.entities, excluded.actions))
         RETURNING *`,
        [name, isEnabled ? 1 : 0, ...texts, nowMs, nowMs],
      )[0]!,
    );
  }

  deleteRule(name: string): boolean {
    return this.#db.change('DELETE FROM detection_rule WHERE name = ?', [name]) > 0;
  }

  setRuleEnabled(name: string, isEnabled: boolean, nowMs: number): boolean {
    const values = [isEnabled ? 1 : 0, nowMs, name];
    return (
      this.#db.change('UPDATE detection_rule SET is_enabled = ?, updated_ms = ? WHERE name = ?', values) > 0
    );
  }

  runs(ruleId: number, limit: number): readonly RuleRun[] {
    return this.#db
      .all('SELECT * FROM rule_run WHERE rule_id = ? ORDER BY id DESC LIMIT ?', [ruleId, limit])
      .map(runOf);
  }

  lastGoodRun(ruleId: number): RuleRun | undefined {
    return mapped(
      this.#db.first(
        'SELECT * FROM rule_run WHERE rule_id = ? AND is_ok = 1 ORDER BY to_ms DESC, id DESC LIMIT 1',
        [ruleId],
      ),
      runOf,
    );
  }

  knownEvents(ruleId: number, eventKeys: readonly string[]): ReadonlySet<string> {
    const rows = this.#db.all(
      'SELECT event_key FROM alert WHERE rule_id = ? AND event_key IN (SELECT value FROM json_each(?))',
      [ruleId, JSON.stringify(eventKeys)],
    );
    return new Set(rows.map((row) => String(row['event_key'])));
  }

  recordRun(run: RunDraft, alerts: readonly AlertDraft[]): RuleRun {
    return this.#db.transaction(() => {
      const added = alerts.reduce((sum, alert) => sum + this.#addAlert(run, alert), 0);
      const { ruleId, ruleVersion, atMs, fromMs, toMs, outcome } = run;
      return runOf(
        this.#db.all(
          `INSERT INTO rule_run (rule_id, rule_version, at_ms, from_ms, to_ms, is_ok, outcome, alerts)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING *`,
          [
            ruleId,
            ruleVersion,
            atMs,
            fromMs,
            toMs,
            outcome.kind === 'ok' ? 1 : 0,
            JSON.stringify(outcome),
            added,
          ],
        )[0]!,
      );
    });
  }

  alerts({ rule, sinceMs, limit }: AlertFilter): readonly Alert[] {
    return this.#db
      .all(
        `SELECT ${alertColumns} FROM alert a
         WHERE (?1 IS NULL OR a.rule_name = ?1) AND (?2 IS NULL OR a.event_ms >= ?2)
         ORDER BY a.event_ms DESC, a.id DESC LIMIT ?3`,
        [rule ?? null, sinceMs ?? null, limit],
      )
      .map(alertOf);
  }

  identityDecisions(): readonly IdentityDecision[] {
    return this.#db.all('SELECT * FROM identity_decision ORDER BY id').map(decisionOf);
  }

  addIdentityDecision({ kind, a, b, reason, by }: IdentityDecisionDraft, nowMs: number): IdentityDecision {
    // The word on a pair does not depend on which of the two is named first.
    const [first, second] = a < b ? [a, b] : [b, a];
    return decisionOf(
      this.#db.all(
        `INSERT INTO identity_decision (kind, a, b, reason, made_by, made_ms) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT (kind, a, b) DO UPDATE SET reason = excluded.reason RETURNING *`,
        [kind, first, second, reason, by, nowMs],
      )[0]!,
    );
  }

  deleteIdentityDecision(id: number): boolean {
    return this.#db.change('DELETE FROM identity_decision WHERE id = ?', [id]) > 0;
  }

  identityRules(): number | undefined {
    const version = this.#db.first('SELECT version FROM identity_rules')?.['version'];
    return version === undefined ? undefined : Number(version);
  }

  setIdentityRules(version: number): void {
    this.#db.change(
      'INSERT INTO identity_rules VALUES (1, ?) ON CONFLICT (only_row) DO UPDATE SET version = excluded.version',
      [version],
    );
  }

  sourceSettings(): readonly SourceSetting[] {
    return this.#db.all('SELECT * FROM source_setting ORDER BY source').map(sourceSettingOf);
  }

  saveSourceSetting({ source, closeAfter, isComplete, lapseDays }: SourceSetting): void {
    const complete = isComplete === undefined ? null : isComplete ? 1 : 0;
    this.#db.change('INSERT OR REPLACE INTO source_setting VALUES (?, ?, ?, ?)', [
      source,
      closeAfter ?? null,
      complete,
      lapseDays ?? null,
    ]);
  }

  deleteSourceSetting(source: string): boolean {
    return this.#db.change('DELETE FROM source_setting WHERE source = ?', [source]) > 0;
  }

  close(): void {
    this.#db.close();
  }

  #addAlert(run: RunDraft, alert: AlertDraft): number {
    return this.#db.change(
      `INSERT INTO alert (rule_id, rule_name, rule_version, event_key, title, severity, category, techniques,
         entities, actions, event_ms, row, created_ms)
       SELECT id, name, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ? FROM detection_rule WHERE id = ?
       ON CONFLICT (rule_id, event_key) DO NOTHING`,
      [
        run.ruleVersion,
        alert.eventKey,
        alert.title,
        alert.severity,
        alert.category,
        JSON.stringify(alert.techniques),
        JSON.stringify(alert.entities),
        JSON.stringify(alert.actions),
        alert.eventMs,
        alert.rowJson,
        run.atMs,
        run.ruleId,
      ],
    );
  }
}

function mapped<T>(row: Row | undefined, map: (row: Row) => T): T | undefined {
  return row === undefined ? undefined : map(row);
}
