import { describe, expect, it } from 'vitest';
import type { ActionKind } from './action.ts';
import { effortOf } from './effort.ts';

const kinds: Readonly<Record<ActionKind, true>> = {
  update: true,
  mitigate: true,
  rebuild: true,
  setting: true,
  right: true,
  privilege: true,
  logon: true,
  account: true,
  secret: true,
  exposure: true,
  certificate: true,
  control: true,
};

describe('effort', () => {
  it.each(Object.keys(kinds) as ActionKind[])('of "%s" grows with size and is never nothing', (kind) => {
    const hours = [1, 2, 10, 11, 100, 101, 1000, 1001, 1_000_000].map((size) => effortOf(kind, size).hours);
    expect(hours).toEqual([...hours].sort((a, b) => a - b));
    expect(hours[0]).toBeGreaterThan(0);
  });

  it('is low up to 4 hours, medium up to 24, high beyond', () => {
    expect(effortOf('update', 1)).toMatchObject({ hours: 1, level: 'Low' });
    expect(effortOf('control', 1)).toMatchObject({ hours: 4, level: 'Low' });
    expect(effortOf('update', 50)).toMatchObject({ hours: 8, level: 'Medium' });
    expect(effortOf('update', 1000)).toMatchObject({ hours: 24, level: 'Medium' });
    expect(effortOf('update', 1001)).toMatchObject({ hours: 60, level: 'High' });
  });

  it('says where its hours come from', () => {
    expect(effortOf('right', 3).source).toBe('default for "right" on 3 (table of hours by kind and size)');
  });
});
