import { createGunzip } from 'node:zlib';
import { Readable } from 'node:stream';
import { UnreadableFile } from '../../sources/source.ts';
import { UnpackedBytes } from './limits.ts';

/** The unpacked bytes of a gzip stream; damage and limits throw `UnreadableFile`. */
export async function* gunzip(
  name: string,
  packed: AsyncIterable<Uint8Array>,
  packedBytes: number,
): AsyncGenerator<Uint8Array, void> {
  const unpacked = new UnpackedBytes(name, packedBytes);
  const source = Readable.from(packed);
  const unzip = createGunzip();
  source.on('error', (error) => unzip.destroy(error));
  try {
    for await (const chunk of source.pipe(unzip)) {
      const bytes = chunk as Uint8Array;
      unpacked.add(bytes.length);
      yield bytes;
    }
  } catch (error) {
    if (error instanceof UnreadableFile) throw error;
    throw new UnreadableFile({
      code: 'archive-damaged',
      message: `the gzip data is damaged or cut: ${error instanceof Error ? error.message : 'unknown fault'}`,
      remedy: 'download or export it again',
    });
  } finally {
    source.destroy();
    unzip.destroy();
  }
}
