import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe } from 'vitest';

const root = resolve(import.meta.dirname, '../../../shared');

/** A `describe` over that material; without it the suite is skipped by name, and fails where `FIXFIRST_REQUIRE_SHARED` is set (CI). */
export function describeShared(name: string, body: (root: string) => void): void {
  if (!existsSync(root)) {
    if (process.env['FIXFIRST_REQUIRE_SHARED'] === '1') throw new Error(`${name} needs ../shared`);
    describe.skip(`${name} (skipped: no ../shared)`, () => undefined);
    return;
  }
  describe(name, () => {
    body(root);
  });
}
