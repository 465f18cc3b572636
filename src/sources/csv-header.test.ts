import { expect, it } from 'vitest';
import { csvHeader } from './csv-header.ts';

it('reads quoted and bare names with any usual separator', () => {
  expect([...csvHeader('"Plugin ID","CVE",Risk\r\n1,2,3')]).toEqual(['plugin id', 'cve', 'risk']);
  expect([...csvHeader('IP;Hostname\n')]).toEqual(['ip', 'hostname']);
});

it('finds no header in text without separators', () => {
  expect(csvHeader('just words').size).toBe(0);
  expect(csvHeader('').size).toBe(0);
});
