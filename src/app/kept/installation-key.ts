import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { link, mkdir, readFile, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DataUnavailable } from '../../base/data-unavailable.ts';

/**
 * The key under which this installation hashes secrets it is told of: equal secrets have equal fingerprints here, and nobody
 * without the key can try values. Made on first use, readable by its owner alone. A damaged one is `DataUnavailable`, and so is
 * a missing one where facts were imported with it (`isFirstUse` false): under another key every secret would be a new one.
 */
export async function installationKey(folder: string, isFirstUse: boolean): Promise<string> {
  const file = keyFile(folder);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if (!existsSync(file)) {
    if (!isFirstUse)
      throw unusable(`${file} is missing; the secrets that were imported are known by it alone`);
    // It has its name only when it is whole, or half a key would be taken for one; the first of two that make one wins.
    const part = `${file}.${randomBytes(6).toString('hex')}`;
    await writeFile(part, randomBytes(32).toString('hex'), { mode: 0o600, flush: true });
    try {
      await link(part, file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    } finally {
      await unlink(part);
    }
  }
  const key = await readFile(file, 'utf8');
  if (/^[0-9a-f]{64}$/.test(key)) return key;
  throw unusable(`${file} is damaged`);
}

/** Where the key of a data directory lies. */
export function keyFile(folder: string): string {
  return join(folder, 'fingerprint.key');
}

function unusable(message: string): DataUnavailable {
  return new DataUnavailable({
    code: 'store-damaged',
    message,
    remedy: 'put back the last backup with `fixfirst restore FILE --replace`',
  });
}
