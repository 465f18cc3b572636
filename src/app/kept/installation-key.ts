import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The key under which this installation hashes secrets it is told of: equal secrets have equal fingerprints here, and nobody
 * without the key can try values. Made on first use, readable by its owner alone.
 */
export async function installationKey(folder: string): Promise<string> {
  const file = join(folder, 'fingerprint.key');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  try {
    await writeFile(file, randomBytes(32).toString('hex'), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return readFile(file, 'utf8');
}
