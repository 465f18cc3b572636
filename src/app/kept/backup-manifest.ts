import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { z } from 'zod';

/** Version of the form of archives. */
export const backupVersion = 1;

/** Name of the first member. */
export const manifestName = 'manifest.json';

export const manifestForm = z.object({
  format: z.literal('fixfirst-backup'),
  version: z.int().positive(),
  /** Version of the program that wrote it. */
  program: z.string(),
  /** Layout of its facts. */
  layout: z.int().positive(),
  /** ISO 8601. */
  created: z.string(),
  files: z
    .array(
      z.object({
        name: z.string(),
        size: z.int().nonnegative(),
        sha256: z.string().regex(/^[0-9a-f]{64}$/),
      }),
    )
    .max(10_000),
});

export type BackupManifest = z.infer<typeof manifestForm>;
export type BackupMember = BackupManifest['files'][number];

/** Whether a member is one that a backup holds: nothing that could leave the data directory. */
export function isMemberName(name: string): boolean {
  return (
    ['facts.duckdb', 'state.sqlite', 'fingerprint.key'].includes(name) ||
    (/^intel\/[^./\\:\0][^/\\:\0]{0,250}$/.test(name) && !name.endsWith('.'))
  );
}

/** SHA-256 of a file in lower-case hexadecimal. */
export async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const part of createReadStream(file)) hash.update(part as Buffer);
  return hash.digest('hex');
}
