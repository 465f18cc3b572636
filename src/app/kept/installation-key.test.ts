import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { DataUnavailable } from '../../base/data-unavailable.ts';
import { installationKey } from './installation-key.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fixfirst-key-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

it('is one key, however many ask for it first', async () => {
  const keys = await Promise.all(Array.from({ length: 5 }, () => installationKey(folder, true)));
  expect(new Set(keys).size).toBe(1);
  expect(readdirSync(folder)).toEqual(['fingerprint.key']);
});

it('is refused when it was cut', async () => {
  writeFileSync(join(folder, 'fingerprint.key'), 'abcd');
  await expect(installationKey(folder, true)).rejects.toBeInstanceOf(DataUnavailable);
});

it('is not made anew where facts were imported with it', async () => {
  await expect(installationKey(folder, false)).rejects.toBeInstanceOf(DataUnavailable);
  expect(readdirSync(folder)).toEqual([]);
  const key = await installationKey(folder, true);
  expect(await installationKey(folder, false)).toBe(key);
});
