import Database from 'libsql';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AlertDraft, Owner, QueryDraft, RuleDraft, StateStore } from '../index.ts';
import { Connection } from './connection.ts';
import { migrations } from './migrations/index.ts';
import { openStateStore } from './open-state-store.ts';

let folder: string;
let opened: StateStore[];

beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'fixfirst-state-')), 'data');
  opened = [];
});
afterEach(() => {
  for (const store of opened) store.close();
  rmSync(join(folder, '..'), { recursive: true, force: true });
});

function open(steps = migrations): StateStore {
  const store = openStateStore(folder, steps);
  if (!store.ok) throw new Error(store.fault.message);
  opened.push(store.value);
  return store.value;
}

function faultOf(steps = migrations): string | undefined {
  const store = openStateStore(folder, steps);
  if (!store.ok) return store.fault.code;
  store.value.close();
  return undefined;
}

const me: Owner = { kind: 'user', name: 'ada' };
const shared: Owner = { kind: 'shared' };
const query = (owner: Owner, kql: string): QueryDraft => ({
  owner,
  name: 'devices',
  folder: 'Inventory',
  description: '',
  kql,
  parameters: [{ name: 'days', type: 'long', default: '7' }],
});
const rule: RuleDraft = {
  name: 'Encoded command',
  kql: 'DeviceProcessEvents',
  frequency: '1h',
  isEnabled: true,
  alert: {
    title: 't',
    severity: 'High',
    category: 'Execution',
    techniques: ['T1059'],
    description: '',
    recommendedActions: '',
  },
  entities: { device: 'DeviceId' },
  actions: [],
};
const alert = (eventKey: string): AlertDraft => ({
  eventKey,
  title: 't',
  severity: 'High',
  category: 'Execution',
  techniques: [],
  entities: [{ type: 'device', column: 'DeviceId', value: 'd1' }],
  actions: [],
  eventMs: 5,
  rowJson: '{"a":1}',
});
const run = (ruleId: number, toMs: number) => ({
  ruleId,
  ruleVersion: 1,
  atMs: toMs,
  fromMs: 0,
  toMs,
  outcome: { kind: 'ok', rows: 1, known: 0, unusable: 0, withheld: 0, isTruncated: false } as const,
});

describe('the file', () => {
  it('is readable by its owner alone, as are its folder and companions', () => {
    open().saveQuery(query(me, 'x'), 1);
    const modes = readdirSync(folder).map((name) => statSync(join(folder, name)).mode & 0o777);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(new Set(modes)).toEqual(new Set([0o600]));
    expect(readdirSync(folder)).toContain('state.sqlite-wal');
  });

  it('takes one step forward, keeps what it held and leaves a copy of the version before', () => {
    const store = open();
    store.saveQuery(query(shared, 'kept'), 1);
    store.close();
    opened.pop();
    const next = [...migrations, { version: 3, sql: 'ALTER TABLE saved_query ADD COLUMN stars INTEGER' }];
    expect(open(next).savedQuery(shared, 'devices')?.kql).toBe('kept');
    expect(faultOf()).toBe('wrong-version');
    const copy = new Connection(join(folder, 'state.sqlite.v2'));
    expect(copy.pragma('user_version')).toBe(2);
    expect(copy.all('SELECT kql FROM saved_query')).toEqual([{ kql: 'kept' }]);
    copy.close();
    expect(statSync(join(folder, 'state.sqlite.v2')).mode & 0o777).toBe(0o600);
  });

  it('is as before when a step fails', () => {
    open().saveQuery(query(shared, 'kept'), 1);
    const broken = { version: 3, sql: 'CREATE TABLE half (a INTEGER) STRICT; CREATE TABLE half (a) STRICT' };
    expect(() => openStateStore(folder, [...migrations, broken])).toThrow('half');
    expect(open().savedQuery(shared, 'devices')?.kql).toBe('kept');
    const file = new Connection(join(folder, 'state.sqlite'));
    expect(file.all("SELECT name FROM sqlite_master WHERE name = 'half'")).toEqual([]);
    file.close();
  });

  it('is refused when another program made it, when it is no database, and when a folder cannot be made', () => {
    open();
    const path = join(folder, 'state.sqlite');
    const foreign = new Database(path);
    foreign.exec('PRAGMA application_id = 7');
    foreign.close();
    expect(faultOf()).toBe('not-recognised');
    opened.pop()?.close();
    for (const name of readdirSync(folder)) rmSync(join(folder, name));
    writeFileSync(path, 'no database '.repeat(100));
    expect(faultOf()).toBe('unreadable');
    folder = join(path, 'below-a-file');
    expect(faultOf()).toBe('unreadable');
    folder = join(path, '..');
  });
});

describe('saved queries and functions', () => {
  it('keeps one of a name for each owner and shows nobody the queries of others', () => {
    const store = open();
    store.saveQuery(query(me, 'mine'), 1);
    store.saveQuery(query(shared, 'all'), 2);
    store.saveQuery(query({ kind: 'user', name: 'bob' }, 'bob'), 3);
    expect(store.savedQueries('ada').map(({ kql }) => kql)).toEqual(['mine', 'all']);
    const again = store.saveQuery(query(me, 'newer'), 9);
    expect([again.kql, again.createdMs, again.updatedMs]).toEqual(['newer', 1, 9]);
    expect(again.parameters).toEqual([{ name: 'days', type: 'long', default: '7' }]);
    expect(store.deleteQuery(me, 'devices')).toBe(true);
    expect(store.deleteQuery(me, 'devices')).toBe(false);
    expect(store.savedQuery(shared, 'devices')?.kql).toBe('all');
  });

  it('keeps hostile names and texts as they are', () => {
    const store = open();
    const name = `'; DROP TABLE saved_query; --"\\%_`;
    store.saveQuery({ ...query(me, `${name}\n😀`), name }, 1);
    expect(store.savedQuery(me, name)?.kql).toBe(`${name}\n😀`);
    store.saveFunction({ owner: shared, name: 'F', parameters: '()', body: name, description: '' }, 1);
    expect(store.function(shared, 'F')?.body).toBe(name);
    expect(store.sharedFunctions()).toEqual(store.functions('ada'));
    expect(store.deleteFunction(shared, 'F')).toBe(true);
  });
});

describe('rules, runs and alerts', () => {
  it('raises the version of a rule with its text, not with its switch', () => {
    const store = open();
    expect(store.saveRule(rule, 1).version).toBe(1);
    expect(store.setRuleEnabled(rule.name, false, 2)).toBe(true);
    expect(store.saveRule(rule, 3)).toMatchObject({ version: 1, isEnabled: true, createdMs: 1 });
    expect(store.saveRule({ ...rule, entities: { user: 'AccountSid' } }, 4).version).toBe(2);
    expect(store.setRuleEnabled('no such rule', true, 5)).toBe(false);
  });

  it('takes each event of a rule once, also when two runs overlap', () => {
    const store = open();
    const { id } = store.saveRule(rule, 1);
    expect(store.recordRun(run(id, 10), [alert('a'), alert('b')]).alerts).toBe(2);
    expect(store.recordRun(run(id, 8), [alert('b'), alert('c')]).alerts).toBe(1);
    expect(store.knownEvents(id, ['a', 'c', 'd'])).toEqual(new Set(['a', 'c']));
    expect(store.lastGoodRun(id)?.toMs).toBe(10);
    const failure = { ...run(id, 99), outcome: { kind: 'failed', code: 'x', message: 'y' } as const };
    store.recordRun(failure, []);
    expect(store.lastGoodRun(id)?.toMs).toBe(10);
    expect(store.runs(id, 1)).toMatchObject([failure]);
  });

  it('keeps the alerts of a deleted rule; a new rule of its name starts anew', () => {
    const store = open();
    const first = store.saveRule(rule, 1);
    store.recordRun(run(first.id, 10), [alert('a')]);
    expect(store.deleteRule(rule.name)).toBe(true);
    const second = store.saveRule(rule, 2);
    expect(second.id).not.toBe(first.id);
    expect(store.runs(first.id, 9)).toEqual([]);
    expect(store.recordRun(run(second.id, 10), [alert('a')]).alerts).toBe(1);
    expect(store.alerts({ rule: rule.name, limit: 9 })).toHaveLength(2);
    expect(store.alerts({ sinceMs: 6, limit: 9 })).toEqual([]);
  });
});
