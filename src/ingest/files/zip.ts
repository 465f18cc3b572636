import { crc32 } from 'node:zlib';
import { openPromise, type Entry, type ZipFile } from 'yauzl';
import type { Fault } from '../../base/fault.ts';
import { UnreadableFile, type ReportFile } from '../../sources/source.ts';
import { isLitter } from '../../sources/member-path.ts';
import { archiveLimits, unsafe } from './limits.ts';
import { refuseName } from './member-name.ts';
import { reportFile } from './report-file.ts';

export interface OpenZip {
  /** Members that are files, in the archive's order, without the litter of operating systems. */
  readonly members: readonly ReportFile[];
  /** Members whose beginning cannot be unpacked; they do not spoil the others. */
  readonly damaged: readonly DamagedMember[];
  close(): void;
}

export interface DamagedMember {
  readonly name: string;
  readonly fault: Fault;
}

/**
 * Opens a zip file. Names, links, encryption, count, declared and real sizes are checked before and while unpacking;
 * nothing is ever written to disk. Throws `UnreadableFile`.
 */
export async function openZip(path: string, name: string, packedBytes: number): Promise<OpenZip> {
  const zip = await openPromise(path, {
    autoClose: false,
    lazyEntries: true,
    validateEntrySizes: true,
  }).catch((error: unknown) => {
    throw damaged(error);
  });
  try {
    const entries = await listEntries(zip, name, packedBytes);
    const members: ReportFile[] = [];
    const damagedMembers: DamagedMember[] = [];
    for (const entry of entries) {
      const memberName = `${name}!/${entry.fileName}`;
      try {
        members.push(await reportFile(memberName, () => entryBytes(zip, entry)));
      } catch (error) {
        if (!(error instanceof UnreadableFile)) throw error;
        damagedMembers.push({ name: memberName, fault: error.fault });
      }
    }
    return {
      members,
      damaged: damagedMembers,
      close: () => {
        zip.close();
      },
    };
  } catch (error) {
    zip.close();
    throw error instanceof UnreadableFile ? error : damaged(error);
  }
}

async function listEntries(zip: ZipFile, name: string, packedBytes: number): Promise<readonly Entry[]> {
  if (zip.entryCount > archiveLimits.entries)
    throw unsafe(`${name} holds more than ${archiveLimits.entries} entries`);
  const entries: Entry[] = [];
  const names = new Set<string>();
  let declared = 0;
  for await (const entry of zip.eachEntry()) {
    if (entry.fileName.endsWith('/') || isLitter(entry.fileName)) continue;
    if (names.has(entry.fileName)) throw unsafe(`${name} holds the name ${entry.fileName} twice`);
    names.add(entry.fileName);
    refuseName(name, entry.fileName);
    // Upper half of the external attributes is the Unix mode: symbolic links, devices, pipes and sockets are no files.
    const type = (entry.externalFileAttributes >>> 16) & 0o170000;
    if (type === 0o120000) throw unsafe(`${name} holds the symbolic link ${entry.fileName}`);
    if ([0o010000, 0o020000, 0o060000, 0o140000].includes(type))
      throw unsafe(`${name} holds ${entry.fileName}, which is a device or a pipe`);
    if (entry.isEncrypted()) throw unsafe(`${name} is encrypted`);
    declared += entry.uncompressedSize;
    if (declared > archiveLimits.bytes)
      throw unsafe(`${name} unpacks to more than ${archiveLimits.bytes / 1024 ** 3} GB`);
    entries.push(entry);
  }
  refuseOverlap(name, entries);
  if (declared > archiveLimits.ratioFromBytes && declared > packedBytes * archiveLimits.ratio) {
    throw unsafe(`${name} unpacks to more than ${archiveLimits.ratio} times its size`);
  }
  return entries;
}

/** Bytes of the record before a member, without its name. */
const localRecordBytes = 30;

/** Members that share bytes make a small archive unpack to any size. */
function refuseOverlap(name: string, entries: readonly Entry[]): void {
  let end = 0;
  for (const entry of entries.toSorted(
    (a, b) => a.relativeOffsetOfLocalHeader - b.relativeOffsetOfLocalHeader,
  )) {
    const start = entry.relativeOffsetOfLocalHeader;
    if (start < end) throw unsafe(`${name} holds ${entry.fileName} in the same bytes as another member`);
    end = start + localRecordBytes + entry.compressedSize;
  }
}

/**
 * The bytes of a member. The library stops it when it gives more or less than its entry declares, but leaves the check sum
 * to the caller.
 */
async function* entryBytes(zip: ZipFile, entry: Entry): AsyncGenerator<Uint8Array, void> {
  try {
    let sum = 0;
    for await (const chunk of await zip.openReadStreamPromise(entry)) {
      const bytes = chunk as Uint8Array;
      sum = crc32(bytes, sum);
      yield bytes;
    }
    if (sum !== entry.crc32) throw new Error(`the check sum of ${entry.fileName} is wrong`);
  } catch (error) {
    throw error instanceof UnreadableFile ? error : damaged(error);
  }
}

/** What the library says of names that lead out of the folder they would be unpacked to. */
const unsafeName = /^(invalid relative path|absolute path|invalid characters in fileName): /;

function damaged(error: unknown): UnreadableFile {
  if (error instanceof Error && unsafeName.test(error.message))
    return unsafe(`the zip file holds a name that leads out of it (${error.message})`);
  return new UnreadableFile({
    code: 'archive-damaged',
    message: `the zip file is damaged: ${error instanceof Error ? error.message : 'unknown fault'}`,
    remedy: 'download or export it again',
  });
}
