import { gzipSync, zipSync } from 'fflate';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pack, type Header } from 'tar-stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FaultCode } from '../../base/fault-codes.ts';
import { UnreadableFile, type ReportFile } from '../../sources/source.ts';
import { archiveLimits } from './limits.ts';
import { openPaths } from './open.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fixfirst-open-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

async function textOf(file: ReportFile): Promise<string> {
  let text = '';
  for await (const part of file.text()) text += part;
  return text;
}

/** Everything that opening gives, as lines: `name = text`, or `name: code: message`; names without the test's folder. */
async function opened(...paths: readonly string[]): Promise<readonly string[]> {
  const lines: string[] = [];
  const readable = async (file: ReportFile): Promise<string> => {
    try {
      return `= ${await textOf(file)}`;
    } catch (error) {
      if (!(error instanceof UnreadableFile)) throw error;
      return `! ${error.fault.code}: ${error.fault.message}`;
    }
  };
  for await (const item of openPaths(paths.map((path) => join(folder, path)))) {
    if (item.kind === 'fault') lines.push(`${item.name} ! ${item.fault.code}: ${item.fault.message}`);
    else if (item.kind === 'file') lines.push(`${item.file.name} ${await readable(item.file)}`);
    else {
      for (const member of item.members) lines.push(`${member.name} ${await readable(member)}`);
      for (const { name, fault } of item.damaged) lines.push(`${name} ! ${fault.code}: ${fault.message}`);
    }
  }
  return lines.map((line) => line.replaceAll(`${folder}/`, ''));
}

async function put(name: string, content: string | Uint8Array): Promise<void> {
  await writeFile(join(folder, name), content);
}

/** The fault of an archive that is refused as a whole. */
async function refusal(content: Uint8Array, name = 'a.zip'): Promise<{ code: FaultCode; message: string }> {
  await put(name, content);
  for await (const item of openPaths([join(folder, name)])) {
    if (item.kind !== 'fault') throw new Error(`${name} was opened`);
    return { code: item.fault.code, message: item.fault.message };
  }
  throw new Error('nothing was opened');
}

/** Offsets of the records of a zip's central directory. */
function directoryRecords(zip: Uint8Array): readonly number[] {
  const buffer = Buffer.from(zip.buffer, zip.byteOffset, zip.length);
  const found: number[] = [];
  for (let at = buffer.indexOf('PK\u0001\u0002'); at >= 0; at = buffer.indexOf('PK\u0001\u0002', at + 4))
    found.push(at);
  return found;
}

function patched(zip: Uint8Array, change: (view: DataView, record: number) => void): Uint8Array {
  const copy = Uint8Array.from(zip);
  const view = new DataView(copy.buffer);
  for (const record of directoryRecords(copy)) change(view, record);
  return copy;
}

describe('folders', () => {
  it('are walked in the order of names, to any depth, and files are named with their path', async () => {
    await mkdir(join(folder, 'in/b/c'), { recursive: true });
    await put('in/z.json', '1');
    await put('in/b/c/deep.json', '2');
    await put('in/a.json', '3');
    expect(await opened('in')).toEqual(['in/a.json = 3', 'in/b/c/deep.json = 2', 'in/z.json = 1']);
  });

  it('are read without hidden entries and without links, also those that lead in circles', async () => {
    await mkdir(join(folder, 'in/.git'), { recursive: true });
    await put('in/.git/config', 'x');
    await put('in/.hidden', 'x');
    await put('in/a.json', '1');
    await symlink(join(folder, 'in'), join(folder, 'in/loop'));
    await symlink('/etc/hostname', join(folder, 'in/outside'));
    expect(await opened('in')).toEqual(['in/a.json = 1']);
  });

  it('say so when they hold nothing that can be read', async () => {
    await mkdir(join(folder, 'empty'));
    await mkdir(join(folder, 'hidden'));
    await put('hidden/.x', '1');
    expect(await opened('empty', 'hidden')).toEqual([
      'empty ! empty: the folder is empty',
      'hidden ! empty: the folder holds nothing but hidden entries, links or devices',
    ]);
  });
});

describe('files', () => {
  it('that are empty, missing or behind a dead link are faults, and the others are still opened', async () => {
    await put('empty.json', '');
    await put('good.json', '{}');
    await symlink(join(folder, 'gone'), join(folder, 'dead'));
    expect(await opened('empty.json', 'missing.json', 'dead', 'good.json')).toEqual([
      'empty.json ! empty: the file is empty',
      'missing.json ! unreadable: there is no such file or folder',
      'dead ! unreadable: there is no such file or folder',
      'good.json = {}',
    ]);
  });

  it('are opened through a link that the user names', async () => {
    await put('a.json', '1');
    await symlink(join(folder, 'a.json'), join(folder, 'link.json'));
    expect(await opened('link.json')).toEqual(['link.json = 1']);
  });

  it('that lie below a file are no files', async () => {
    await put('a.json', '1');
    expect((await opened('a.json/b.json'))[0]).toMatch(/^a\.json\/b\.json ! unreadable: /);
  });
});

describe('a zip', () => {
  it('gives its files in its own order, without folders and the litter of operating systems', async () => {
    const zip = zipSync({
      'b.json': bytesOf('1'),
      'sub/': new Uint8Array(),
      'sub/a.json': bytesOf('2'),
      '__MACOSX/b.json': bytesOf('x'),
      'sub/.DS_Store': bytesOf('x'),
      'Thumbs.db': bytesOf('x'),
    });
    await put('a.dat', zip);
    expect(await opened('a.dat')).toEqual(['a.dat!/b.json = 1', 'a.dat!/sub/a.json = 2']);
  });

  it('can be read member by member as often as wanted while it is open', async () => {
    await put('a.zip', zipSync({ 'a.json': bytesOf('once') }));
    for await (const item of openPaths([join(folder, 'a.zip')])) {
      if (item.kind !== 'archive') throw new Error('it is an archive');
      expect(await textOf(item.members[0]!)).toBe('once');
      expect(await textOf(item.members[0]!)).toBe('once');
    }
  });

  it.each(['../evil.json', 'a/../../evil.json', '/etc/evil.json', 'C:/evil.json', '..\\evil.json'])(
    'is refused when a name leads out of it: %s',
    async (name) => {
      const fault = await refusal(zipSync({ 'good.json': bytesOf('{}'), [name]: bytesOf('{}') }));
      expect(fault.code).toBe('archive-unsafe');
      expect(fault.message).toContain('evil.json');
    },
  );

  it('is refused when it holds a symbolic link', async () => {
    const zip = zipSync({ link: [bytesOf('/etc/passwd'), { os: 3, attrs: 0o120777 << 16 }] });
    expect(await refusal(zip)).toMatchObject({
      code: 'archive-unsafe',
      message: expect.stringContaining('the symbolic link link') as string,
    });
  });

  it('is refused when it is encrypted', async () => {
    const flagOffset = 8;
    const encrypted = patched(zipSync({ 'a.json': bytesOf('{}') }), (view, record) => {
      view.setUint16(record + flagOffset, view.getUint16(record + flagOffset, true) | 1, true);
    });
    expect(await refusal(encrypted)).toMatchObject({
      code: 'archive-unsafe',
      message: expect.stringContaining('is encrypted') as string,
    });
  });

  it('is refused when it holds one name twice', async () => {
    const zip = Buffer.from(zipSync({ 'a.json': bytesOf('1'), 'b.json': bytesOf('2') }));
    for (let at = zip.indexOf('b.json'); at >= 0; at = zip.indexOf('b.json')) zip.write('a.json', at);
    expect(await refusal(zip)).toMatchObject({
      code: 'archive-unsafe',
      message: expect.stringContaining('holds the name a.json twice') as string,
    });
  });

  it('is refused when it declares to unpack to more than the limit', async () => {
    const sizeOffset = 24;
    const huge = patched(zipSync({ 'a.json': bytesOf('1'), 'b.json': bytesOf('2') }), (view, record) => {
      view.setUint32(record + sizeOffset, 0xfffffff0, true);
    });
    expect(await refusal(huge)).toMatchObject({
      code: 'archive-unsafe',
      message: expect.stringContaining('unpacks to more than 2 GB') as string,
    });
  });

  it('is refused when it unpacks to more than 200 times its size', async () => {
    const zip = zipSync({ 'a.json': new Uint8Array(archiveLimits.ratioFromBytes + 1) }, { level: 9 });
    expect(await refusal(zip)).toMatchObject({
      code: 'archive-unsafe',
      message: expect.stringContaining('more than 200 times its size') as string,
    });
  });

  it('is refused when it holds too many entries', async () => {
    const many = Object.fromEntries(
      Array.from({ length: archiveLimits.entries + 1 }, (_, i) => [`${i}`, new Uint8Array()]),
    );
    expect(await refusal(zipSync(many, { level: 0 }))).toMatchObject({
      code: 'archive-unsafe',
      message: expect.stringContaining('more than 10000 entries') as string,
    });
  });

  it('is empty when it holds no file', async () => {
    expect(await refusal(zipSync({}))).toEqual({ code: 'empty', message: 'the archive holds no file' });
    expect(await refusal(zipSync({ 'a/': new Uint8Array() }))).toMatchObject({ code: 'empty' });
  });

  it('is damaged when its end is missing or its directory is none', async () => {
    const zip = zipSync({ 'a.json': bytesOf('{"a": 1}') });
    expect(await refusal(zip.subarray(0, zip.length - 30))).toMatchObject({ code: 'archive-damaged' });
    expect(await refusal(zip.subarray(0, 10))).toMatchObject({ code: 'archive-damaged' });
    const broken = patched(zip, (view, record) => view.setUint32(record, 0, true));
    expect(await refusal(broken)).toMatchObject({ code: 'archive-damaged' });
  });

  it('keeps its other members when one is damaged', async () => {
    const zip = zipSync({ 'bad.json': bytesOf('hello hello'), 'good.json': bytesOf('2') }, { level: 0 });
    zip[Buffer.from(zip).indexOf('hello')] = 0x4a;
    await put('a.zip', zip);
    expect(await opened('a.zip')).toEqual([
      'a.zip!/good.json = 2',
      'a.zip!/bad.json ! archive-damaged: the zip file is damaged: the check sum of bad.json is wrong',
    ]);
  });

  it('gives no more of a member than it declares', async () => {
    const sizeOffset = 24;
    const lying = patched(zipSync({ 'a.json': bytesOf('x'.repeat(5000)) }), (view, record) =>
      view.setUint32(record + sizeOffset, 10, true),
    );
    await put('a.zip', lying);
    expect((await opened('a.zip'))[0]).toMatch(/^a\.zip!\/a\.json ! archive-damaged: /);
  });
});

describe('gzip data', () => {
  it('opens by its content, whatever the name', async () => {
    await put('a.json', gzipSync(bytesOf('{"a":1}')));
    expect(await opened('a.json')).toEqual(['a.json = {"a":1}']);
  });

  it('of several parts is one text', async () => {
    await put('a.gz', Buffer.concat([gzipSync(bytesOf('one ')), gzipSync(bytesOf('two'))]));
    expect(await opened('a.gz')).toEqual(['a.gz = one two']);
  });

  it('that is cut or damaged is a fault, not half a file', async () => {
    const packed = gzipSync(bytesOf('{"a":"some text that is long enough"}'));
    await put('cut.gz', packed.subarray(0, packed.length - 9));
    await put('head.gz', packed.subarray(0, 5));
    const damaged = Uint8Array.from(packed);
    damaged[packed.length - 6]! ^= 0xff;
    await put('sum.gz', damaged);
    for (const line of await opened('cut.gz', 'head.gz', 'sum.gz')) {
      expect(line).toMatch(/^\w+\.gz ! archive-damaged: the gzip data is damaged or cut/);
    }
  });

  it('that unpacks to more than 200 times its size stops at the limit', async () => {
    await put('bomb.gz', gzipSync(new Uint8Array(archiveLimits.ratioFromBytes + 1_000_000), { level: 9 }));
    expect((await opened('bomb.gz'))[0]).toMatch(
      /^bomb\.gz ! archive-unsafe: .*more than 200 times its size/,
    );
  });
});

describe('a tar', () => {
  async function tarOf(
    ...entries: readonly (Partial<Header> & { readonly name: string; readonly text?: string })[]
  ): Promise<Buffer> {
    const tar = pack();
    for (const { text, ...header } of entries) tar.entry(header, text ?? '');
    tar.finalize();
    const parts: Uint8Array[] = [];
    for await (const part of tar) parts.push(part as Uint8Array);
    return Buffer.concat(parts);
  }

  it('gives its regular files only, packed or not', async () => {
    const tar = await tarOf(
      { name: 'dir/', type: 'directory' },
      { name: 'dir/a.json', text: '1' },
      { name: 'link', type: 'symlink', linkname: '/etc/passwd' },
      { name: 'hard', type: 'link', linkname: 'dir/a.json' },
      { name: `${'long/'.repeat(40)}b.json`, text: '2' },
    );
    await put('a.tar', tar);
    await put('a.tgz', gzipSync(tar));
    const files = (name: string): readonly string[] => [
      `${name}!/dir/a.json = 1`,
      `${name}!/${'long/'.repeat(40)}b.json = 2`,
    ];
    expect(await opened('a.tar', 'a.tgz')).toEqual([...files('a.tar'), ...files('a.tgz')]);
  });

  it('that is cut gives what stands before the cut, then a fault', async () => {
    const tar = await tarOf({ name: 'a.json', text: '1' }, { name: 'b.json', text: 'x'.repeat(2000) });
    await put('a.tar', tar.subarray(0, 512 * 4));
    const lines = await opened('a.tar');
    expect(lines[0]).toBe('a.tar!/a.json = 1');
    expect(lines[1]).toMatch(/^a\.tar ! archive-damaged: the tar archive is damaged/);
    expect(lines).toHaveLength(2);
  });

  it('with a wrong header sum is damaged', async () => {
    const tar = await tarOf({ name: 'a.json', text: '1' });
    tar[0]! ^= 0x20;
    await put('a.tar', tar);
    expect((await opened('a.tar'))[0]).toMatch(/^a\.tar ! archive-damaged: /);
  });

  it('that holds no file at all is empty', async () => {
    await put('a.tar', await tarOf({ name: 'dir/', type: 'directory' }));
    expect(await opened('a.tar')).toEqual(['a.tar ! empty: the archive holds no file']);
  });

  it('with too large a member is refused before the member is read', async () => {
    const tar = await tarOf({ name: 'a.json', text: '1' });
    const header = Buffer.from(tar.subarray(0, 512));
    header.write('00777777777\0', 124);
    header.fill(' ', 148, 156);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    await put('a.tar', Buffer.concat([header, tar.subarray(512)]));
    expect((await opened('a.tar'))[0]).toMatch(/^a\.tar ! archive-unsafe: .*larger than 64 MB/);
  });
});
