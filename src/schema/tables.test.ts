import { describe, expect, it } from 'vitest';
import { huntingTables, observationTables, ownTables, type Table } from './index.ts';

const own: readonly Table[] = Object.values(ownTables);
const all: readonly Table[] = [...own, ...huntingTables];

describe.each(all.map((table) => [table.name, table] as const))('table %s', (_, table) => {
  it('says what it is, and so does every column', () => {
    expect(table.name).toMatch(/^[A-Z]\w*$/);
    expect(table.description.length).toBeGreaterThan(5);
    expect(table.columns.length).toBeGreaterThan(0);
    for (const column of table.columns) {
      expect(column.name).toMatch(/^[A-Za-z]\w*$/);
      expect(column.description.trim(), column.name).toBe(column.description);
      expect(column.description.length, column.name).toBeGreaterThan(2);
    }
  });

  it('names no column twice, whatever the case', () => {
    const names = table.columns.map((column) => column.name.toLowerCase());
    expect(names).toEqual([...new Set(names)]);
  });

  it('has a key made of its own columns', () => {
    const names = table.columns.map((column) => column.name);
    expect(table.key.filter((name) => !names.includes(name))).toEqual([]);
    expect(table.key).toEqual([...new Set(table.key)]);
  });

  it('gives closed sets only to text, without repeats', () => {
    for (const { name, type, values } of table.columns) {
      if (values === undefined) continue;
      expect(type, name).toBe('string');
      expect(values, name).toEqual([...new Set(values)]);
    }
  });
});

describe('tables', () => {
  it('have names of their own', () => {
    const names = all.map((table) => table.name.toLowerCase());
    expect(names).toEqual([...new Set(names)]);
  });

  it('that are published have aliases beside their names, and all 1,623 columns', () => {
    for (const { name, aliases = [], columns } of huntingTables) {
      expect(aliases, name).not.toContain(name);
      const taken = columns.flatMap((column) => [column.name, ...(column.aliases ?? [])]);
      expect(taken, name).toEqual([...new Set(taken)]);
    }
    expect(huntingTables.flatMap((table) => table.columns)).toHaveLength(1623);
  });

  it.each(Object.entries(observationTables))('of observations say who said it: %s', (_, table: Table) => {
    for (const name of ['ImportId', 'File', 'Locator']) {
      expect(table.columns.find((column) => column.name === name)?.required, name).toBe(true);
    }
    expect(table.key[0]).toBe('ImportId');
  });

  it('of our own have a key whose first part is always present', () => {
    for (const table of own) {
      const first = table.columns.find((column) => column.name === table.key[0]);
      expect(first?.required, table.name).toBe(true);
    }
  });
});
