import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

// A slice of what docs/reliability.md reports; the whole of it takes minutes.
it('a killed import, a full disk, a flipped byte and a second process leave the facts as they were', async () => {
  const sizes = ['--kills', '5', '--disks', '2', '--flips', '10', '--cuts', '4', '--findings', '2000'];
  const { stdout } = await promisify(execFile)(process.execPath, [
    ...['--import', 'tsx', 'bench/facts-crash.ts'],
    ...sizes,
  ]);
  expect(stdout).toContain('nothing wrong');
});
