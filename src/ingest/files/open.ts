import { createReadStream } from 'node:fs';
import { lstat, open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Fault } from '../../base/fault.ts';
import { UnreadableFile, type ReportFile } from '../../sources/source.ts';
import { archiveFormat } from './archive-format.ts';
import { gunzip } from './gzip.ts';
import { reportFile } from './report-file.ts';
import { tarMembers } from './tar.ts';
import { openZip, type DamagedMember } from './zip.ts';

/** One thing found among the paths: a file, the members of an archive, or why it could not be opened. */
export type Opened =
  | { readonly kind: 'file'; readonly file: ReportFile; readonly sizeBytes: number }
  | {
      readonly kind: 'archive';
      readonly name: string;
      readonly members: readonly ReportFile[];
      /** Members that cannot be unpacked. */
      readonly damaged: readonly DamagedMember[];
      readonly sizeBytes: number;
    }
  | { readonly kind: 'fault'; readonly name: string; readonly fault: Fault; readonly sizeBytes: number };

/**
 * Opens files and folders (folders in name order, hidden entries and links left out); gzip, zip and tar open by their
 * content. A thing stays open until the next one is asked for. Nothing throws: trouble comes as `fault`.
 */
export async function* openPaths(paths: readonly string[]): AsyncGenerator<Opened, void> {
  for (const path of paths) {
    for await (const file of walk(path)) {
      if (typeof file === 'string') yield* openFile(file);
      else yield file;
    }
  }
}

/** The files among the paths and below them whose names end so, unopened. */
export async function* filesNamed(paths: readonly string[], ending: string): AsyncGenerator<string, void> {
  for (const path of paths) {
    for await (const file of walk(path)) if (typeof file === 'string' && file.endsWith(ending)) yield file;
  }
}

async function* walk(path: string): AsyncGenerator<string | Opened, void> {
  try {
    const info = await stat(path);
    if (!info.isDirectory()) {
      yield path;
      return;
    }
    const names = (await readdir(path)).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
    let found = 0;
    for (const name of names) {
      if (name.startsWith('.')) continue;
      const child = join(path, name);
      const childInfo = await lstat(child);
      if (!childInfo.isDirectory() && !childInfo.isFile()) continue;
      found++;
      if (childInfo.isDirectory()) yield* walk(child);
      else yield child;
    }
    if (found === 0) {
      const message =
        names.length === 0
          ? 'the folder is empty'
          : 'the folder holds nothing but hidden entries, links or devices';
      yield { kind: 'fault', name: path, fault: { code: 'empty', message }, sizeBytes: 0 };
    }
  } catch (error) {
    yield { kind: 'fault', name: path, fault: unreadable(error), sizeBytes: 0 };
  }
}

async function* openFile(path: string): AsyncGenerator<Opened, void> {
  let sizeBytes = 0;
  try {
    const info = await stat(path);
    sizeBytes = info.size;
    if (!info.isFile())
      throw new UnreadableFile({ code: 'unreadable', message: 'this is neither a file nor a folder' });
    if (sizeBytes === 0) throw new UnreadableFile({ code: 'empty', message: 'the file is empty' });
    const start = await firstBytes(path);
    const format = archiveFormat(start);
    if (format === 'zip') {
      const zip = await openZip(path, path, sizeBytes);
      try {
        const { members, damaged } = zip;
        if (members.length === 0 && damaged.length === 0) throw emptyArchive();
        yield { kind: 'archive', name: path, members, damaged, sizeBytes };
      } finally {
        zip.close();
      }
      return;
    }
    const packed = format === 'gzip';
    const bytes = (): AsyncIterable<Uint8Array> =>
      packed ? gunzip(path, createReadStream(path), sizeBytes) : createReadStream(path);
    if (archiveFormat(packed ? await firstOf(bytes()) : start) === 'tar') {
      let members = 0;
      for await (const member of tarMembers(path, bytes())) {
        members++;
        yield { kind: 'file', file: member, sizeBytes: 0 };
      }
      if (members === 0) throw emptyArchive();
      return;
    }
    yield { kind: 'file', file: await reportFile(path, bytes), sizeBytes };
  } catch (error) {
    yield {
      kind: 'fault',
      name: path,
      fault: error instanceof UnreadableFile ? error.fault : unreadable(error),
      sizeBytes,
    };
  }
}

async function firstBytes(path: string): Promise<Uint8Array> {
  const handle = await open(path);
  try {
    const { buffer, bytesRead } = await handle.read({ buffer: Buffer.alloc(512), length: 512 });
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

async function firstOf(bytes: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  for await (const chunk of bytes) return chunk;
  return new Uint8Array();
}

function emptyArchive(): UnreadableFile {
  return new UnreadableFile({ code: 'empty', message: 'the archive holds no file' });
}

function unreadable(error: unknown): Fault {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOENT') return { code: 'unreadable', message: 'there is no such file or folder' };
  if (code === 'EACCES' || code === 'EPERM')
    return { code: 'unreadable', message: 'no permission to read it' };
  return {
    code: 'unreadable',
    message: `it cannot be read: ${error instanceof Error ? error.message : 'unknown fault'}`,
  };
}
