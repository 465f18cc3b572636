import { mkdir, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { EstateSink } from './sink.ts';

/** Characters that are gathered before they are written. */
const batchCharacters = 1 << 18;

/** A sink that writes into a folder, which is made; existing files of the same names are replaced. */
export function folderSink(folder: string): EstateSink {
  return {
    async write(path, chunks) {
      const full = join(folder, path);
      await mkdir(dirname(full), { recursive: true });
      const file = await open(full, 'w');
      try {
        let batch = '';
        for (const chunk of chunks) {
          batch += chunk;
          if (batch.length < batchCharacters) continue;
          await file.writeFile(batch);
          batch = '';
        }
        await file.writeFile(batch);
      } finally {
        await file.close();
      }
    },
  };
}
