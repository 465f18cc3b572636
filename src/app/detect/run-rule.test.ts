import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { failed, ok } from '../../base/fault.ts';
import { ticksFromEpochMs } from '../../kql/index.ts';
import type { KqlValue, ResultColumn } from '../../kql/index.ts';
import type { DetectionRule, RuleDraft, StateStore } from '../../state/index.ts';
import { openStateStore } from '../../state/sqlite/index.ts';
import { addRule } from './add-rule.ts';
import { alertOfRow } from './alert-of-row.ts';
import type { Hunting, Window } from './ports.ts';
import { maxRowBytes, rowJson } from './row-json.ts';
import { maxRows, runRule } from './run-rule.ts';
import { isDue, windowOf } from './schedule.ts';

const hour = 3_600_000;
const day = 24 * hour;
const now = Date.UTC(2026, 5, 1);

const columns: readonly ResultColumn[] = [
  { name: 'Timestamp', type: 'datetime' },
  { name: 'ReportId', type: 'long' },
  { name: 'DeviceId', type: 'string' },
  { name: 'Account', type: 'string' },
];
const draft: RuleDraft = {
  name: 'r',
  kql: 'DeviceEvents',
  frequency: '1h',
  isEnabled: true,
  alert: {
    title: '{{Account}} on {{DeviceId}}',
    severity: 'Low',
    category: 'Malware',
    techniques: ['T1059'],
    description: '',
    recommendedActions: '',
  },
  entities: { device: 'DeviceId', user: 'Account' },
  actions: [],
};
const event = (ms: number, id: number, device = 'd1', account = 'ada'): KqlValue[] => [
  ticksFromEpochMs(ms),
  BigInt(id),
  device,
  account,
];

let folder: string;
let store: StateStore;
let rows: KqlValue[][];
let windows: Window[];
let rule: DetectionRule;

const hunting: Hunting = {
  compile: (kql) =>
    Promise.resolve(
      kql === 'broken'
        ? failed({ code: 'wrong-content', message: 'no such table' })
        : ok({ columns, tables: ['DeviceEvents'], operators: [], hasComments: false }),
    ),
  check: () => Promise.resolve(ok(undefined)),
  run: (_, { from, to, maxRows: most }) => {
    windows.push({ from, to });
    return Promise.resolve(ok({ columns, rows: rows.slice(0, most), isTruncated: rows.length > most }));
  },
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fixfirst-detect-'));
  const opened = openStateStore(folder);
  if (!opened.ok) throw new Error(opened.fault.message);
  store = opened.value;
  rule = store.saveRule(draft, 0);
  rows = [];
  windows = [];
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('runRule', () => {
  it('alerts once for an event, whatever is run again', async () => {
    rows = [event(now - hour, 1), event(now - hour, 1), event(now - hour, 1, 'd2')];
    expect(await runRule(store, hunting, rule, now)).toMatchObject({ alerts: 2, outcome: { known: 0 } });
    rows.push(event(now - 2 * hour, 9));
    const again = await runRule(store, hunting, rule, now + hour);
    expect(again).toMatchObject({ alerts: 1, outcome: { kind: 'ok', rows: 4, known: 2, withheld: 0 } });
    expect(store.alerts({ limit: 10 })).toHaveLength(3);
  });

  it('alerts again when the same event touches another entity', async () => {
    rows = [event(now, 1)];
    await runRule(store, hunting, rule, now);
    rows = [event(now, 1, 'd1', 'bob')];
    expect((await runRule(store, hunting, rule, now)).alerts).toBe(1);
  });

  it('makes at most 100 alerts, the oldest first, and takes up the rest next time', async () => {
    rows = Array.from({ length: 130 }, (_, i) => event(now - i * 1000, i));
    const first = await runRule(store, hunting, rule, now);
    expect(first).toMatchObject({ alerts: 100, outcome: { withheld: 30, isTruncated: false } });
    expect(Math.max(...store.alerts({ limit: 999 }).map(({ eventMs }) => eventMs))).toBe(now - 30_000);
    const second = await runRule(store, hunting, rule, now);
    expect(second).toMatchObject({ alerts: 30, outcome: { withheld: 0, known: 100 } });
  });

  it('says when the query gave more rows than it reads, and which rows were of no use', async () => {
    rows = Array.from({ length: maxRows + 1 }, () => event(now, 1, '', ''));
    rows[0] = event(now, 1);
    rows[1] = [null, 1n, 'd', 'a'];
    rows[2] = [1n, null, 'd', 'a'];
    const { outcome } = await runRule(store, hunting, rule, now);
    expect(outcome).toMatchObject({ rows: maxRows, unusable: maxRows - 1, isTruncated: true });
  });

  it('records why a rule could not run, and looks back over the gap afterwards', async () => {
    await runRule(store, hunting, rule, now);
    const broken = store.saveRule({ ...draft, kql: 'broken' }, 1);
    const failure = await runRule(store, hunting, broken, now + day);
    expect(failure).toMatchObject({ alerts: 0, ruleVersion: 2 });
    expect(failure.outcome).toEqual({ kind: 'failed', code: 'wrong-content', message: 'no such table' });
    await runRule(store, hunting, store.saveRule(draft, 2), now + 2 * day);
    expect(windows).toEqual([
      { from: now - 30 * day, to: now },
      { from: now, to: now + 2 * day },
    ]);
  });

  it('keeps no rule that is refused or whose name is taken', async () => {
    const options = { replace: false, nowMs: now };
    expect(await addRule(store, hunting, draft, options)).toMatchObject({ fault: { code: 'bad-option' } });
    const wrong = { ...draft, name: 'other', entities: {} };
    expect(await addRule(store, hunting, wrong, options)).toMatchObject({
      value: { refusals: [{ code: 'missing-entity' }] },
    });
    expect(store.rule('other')).toBeUndefined();
  });
});

describe('schedule', () => {
  const last = { toMs: now - 1000 } as Parameters<typeof windowOf>[1];

  it.each([
    ['24h', 30 * day],
    ['12h', 48 * hour],
    ['3h', 12 * hour],
    ['1h', 4 * hour],
    ['continuous', 4 * hour],
  ] as const)('looks back at %s by its own span, at first by 30 days', (frequency, span) => {
    expect(windowOf(frequency, last, now)).toEqual({ from: now - span, to: now });
    expect(windowOf(frequency, undefined, now)).toEqual({ from: now - 30 * day, to: now });
  });

  it('is due when switched on and its time has come', () => {
    const run = { toMs: now } as Parameters<typeof isDue>[1];
    expect(isDue(rule, undefined, now)).toBe(true);
    expect(isDue(rule, run, now + hour - 1)).toBe(false);
    expect(isDue(rule, run, now + hour)).toBe(true);
    expect(isDue({ ...rule, isEnabled: false }, undefined, now)).toBe(false);
  });
});

describe('an alert', () => {
  it('has the values of its row in the title, on one line and cut', () => {
    const long = alertOfRow(draft, columns, event(now, 1, 'd\u0000\n\u202e', 'x'.repeat(500)));
    expect(long?.title).toBe(`${'x'.repeat(99)}… on d\\u0000\\u000a\\u202e`);
    expect(long?.eventMs).toBe(now);
    expect(long?.entities.map(({ type }) => type)).toEqual(['device', 'user']);
  });

  it('leaves out an entity that its row lacks', () => {
    expect(alertOfRow(draft, columns, event(now, 1, 'd', ''))?.entities).toHaveLength(1);
  });

  it('keeps at most 16 kB of its row, as JSON, and shows what was cut', () => {
    const texts = Array.from({ length: 2000 }, (_, i): ResultColumn => ({ name: `c${i}`, type: 'string' }));
    expect(rowJson(columns, event(0, 2, 'd', 'a'))).toBe(
      '{"Timestamp":"1970-01-01T00:00:00.0000000Z","ReportId":2,"DeviceId":"d","Account":"a"}',
    );
    const cut = rowJson(columns, event(0, 2, 'd', '\u0001'.repeat(50_000)));
    expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(maxRowBytes);
    expect((JSON.parse(cut) as { Account: string }).Account.endsWith('…')).toBe(true);
    const wide = rowJson(
      texts,
      texts.map(() => '😀'.repeat(100)),
    );
    expect(Buffer.byteLength(wide)).toBeLessThanOrEqual(maxRowBytes);
    expect((JSON.parse(wide) as Record<string, string>)['…']).toMatch(/^\d+ more columns$/);
  });
});
