import { extract } from 'tar-stream';
import { Readable } from 'node:stream';
import { UnreadableFile, type ReportFile } from '../../sources/source.ts';
import { archiveLimits, unsafe } from './limits.ts';
import { refuseName } from './member-name.ts';
import { reportFile } from './report-file.ts';

/** A tar is read in one go, so a member is held in memory while it is read; larger ones must be unpacked by hand. */
const maxMemberBytes = 64 * 1024 ** 2;

/** The regular files of a tar stream, one after the other. Throws `UnreadableFile`. */
export async function* tarMembers(
  name: string,
  bytes: AsyncIterable<Uint8Array>,
): AsyncGenerator<ReportFile, void> {
  const tar = extract();
  const source = Readable.from(bytes);
  source.on('error', (error) => tar.destroy(error));
  let entries = 0;
  try {
    for await (const entry of source.pipe(tar)) {
      if (++entries > archiveLimits.entries)
        throw unsafe(`${name} holds more than ${archiveLimits.entries} entries`);
      if (entry.header.type !== 'file') {
        entry.resume();
        continue;
      }
      refuseName(name, entry.header.name);
      if (entry.header.size > maxMemberBytes) {
        throw unsafe(
          `${name} holds ${entry.header.name}, which is larger than ${maxMemberBytes / 1024 ** 2} MB`,
        );
      }
      const parts: Uint8Array[] = [];
      for await (const part of entry) parts.push(part as Uint8Array);
      yield await reportFile(`${name}!/${entry.header.name}`, () => Readable.from(parts));
    }
  } catch (error) {
    if (error instanceof UnreadableFile) throw error;
    throw new UnreadableFile({
      code: 'archive-damaged',
      message: `the tar archive is damaged: ${error instanceof Error ? error.message : 'unknown fault'}`,
      remedy: 'download or export it again',
    });
  } finally {
    source.destroy();
  }
}
