import { gzipSync, zipSync } from 'fflate';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { IntelligenceBuilder } from '../intel/index.ts';
import type { FileReport } from './file-report.ts';
import { openPaths } from './files/open.ts';
import { readOpened } from './read-opened.ts';
import { nowhere } from './report-output.ts';

let folder: string;
let intelligence: IntelligenceBuilder;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fixfirst-read-'));
  intelligence = new IntelligenceBuilder();
  intelligence.origin = 'user';
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

async function reports(name: string, content: string | Uint8Array): Promise<readonly FileReport[]> {
  await writeFile(join(folder, name), content);
  const context = { sink: nowhere, intelligence, fingerprintKey: 'k', nextImportId: 1 };
  const found: FileReport[] = [];
  for await (const opened of openPaths([join(folder, name)])) {
    for await (const report of readOpened(opened, context)) {
      found.push({ ...report, file: report.file.replace(`${folder}/`, '') });
    }
  }
  return found;
}

async function only(name: string, content: string | Uint8Array): Promise<FileReport> {
  const found = await reports(name, content);
  expect(found).toHaveLength(1);
  return found[0]!;
}

const nmap =
  '<?xml version="1.0"?><nmaprun scanner="nmap" start="1700000000" version="7.94" xmloutputversion="1.05">' +
  '<host><status state="up" reason="echo-reply"/><address addr="10.0.0.5" addrtype="ipv4"/><ports>' +
  '<port protocol="tcp" portid="22"><state state="open" reason="syn-ack"/></port></ports></host>' +
  '<runstats><finished time="1700000100"/><hosts up="1" down="0" total="1"/></runstats></nmaprun>';

const groups =
  '{"data":[{"ObjectIdentifier":"S-1-5-21-1-2-3-512","Properties":{"name":"ADMINS@X.EXAMPLE","domain":"X.EXAMPLE",' +
  '"domainsid":"S-1-5-21-1-2-3"},"Members":[],"Aces":[],"IsDeleted":false,"IsACLProtected":false}],' +
  '"meta":{"methods":0,"type":"groups","count":1,"version":5}}';

describe('a file that no source knows', () => {
  it.each([
    ['text', 'hello', /^not a format this version knows$/],
    ['XML, whose root is named', '<?xml version="1.0"?><invoice/>', /XML with the root <invoice>/],
    ['JSON', '{"a":[1,2]}', /JSON of a shape that no source knows/],
    ['binary', Uint8Array.from([1, 2, 3, 4, 5, 6, 7, 8]), /binary file/],
  ])('is refused with what it is: %s', async (_, content, message) => {
    const report = await only('a.dat', content);
    expect(report).toMatchObject({ status: 'rejected', fault: { code: 'not-recognised' } });
    expect(report.fault?.message).toMatch(message);
    expect(report.fault?.remedy).toContain('fixfirst sources');
    expect(report.importId).toBeUndefined();
  });
});

describe('a report', () => {
  it('is read by the source that knows its content, whatever its name', async () => {
    const report = await only('notes.txt', nmap);
    expect(report).toMatchObject({ status: 'ok', source: 'nmap', importId: 1, tool: { version: '7.94' } });
    expect(report.counts).toMatchObject({ devices: 1, endpoints: 1 });
    expect(report.sizeBytes).toBe(nmap.length);
  });

  it('that ends early is read in part', async () => {
    const report = await only('a.xml', nmap.slice(0, nmap.indexOf('<runstats')));
    expect(report).toMatchObject({ status: 'partial', counts: { devices: 1 } });
    expect(report.fault).toBeDefined();
  });
});

describe('an archive', () => {
  it('of several reports is read member by member, each with its own fate and import', async () => {
    const zip = zipSync({
      'scan.xml': bytesOf(nmap),
      'notes.txt': bytesOf('hello'),
      'empty.json': new Uint8Array(),
      'again.xml': bytesOf(nmap),
    });
    const found = await reports('all.zip', zip);
    expect(found.map(({ file, status, importId }) => [file, status, importId])).toEqual([
      ['all.zip!/scan.xml', 'ok', 1],
      ['all.zip!/notes.txt', 'rejected', undefined],
      ['all.zip!/empty.json', 'rejected', undefined],
      ['all.zip!/again.xml', 'ok', 2],
    ]);
    expect(found[2]?.fault).toEqual({ code: 'empty', message: 'the file is empty' });
  });

  it('that is one report is one import with its members', async () => {
    const users = groups.replace('"groups"', '"users"').replace('"Members":[],', '').replace('-512', '-1101');
    const zip = zipSync({ 'x_groups.json': bytesOf(groups), 'x_users.json': bytesOf(users) });
    const report = await only('x.zip', zip);
    expect(report).toMatchObject({ status: 'ok', source: 'sharphound', importId: 1 });
    expect(report.members).toHaveLength(2);
  });

  it('that is one report but has a damaged member is read in part', async () => {
    const zip = zipSync({ 'x_groups.json': bytesOf(groups), 'x_users.json': bytesOf(groups) }, { level: 0 });
    zip[Buffer.from(zip).lastIndexOf('ADMINS')] = 0x5a;
    const report = await only('x.zip', zip);
    expect(report).toMatchObject({ status: 'partial', fault: { code: 'archive-damaged' } });
    expect(report.fault?.place).toMatch(/x\.zip!\/x_users\.json$/);
  });

  it.each([
    ['zip', zipSync({ 'scan.xml': bytesOf(nmap) })],
    ['gzip', gzipSync(bytesOf(nmap))],
  ])('inside an archive is not opened, and the remedy is to unpack it: %s', async (format, inner) => {
    const found = await reports('outer.zip', zipSync({ 'inner.bin': inner, 'scan.xml': bytesOf(nmap) }));
    expect(found.map(({ file, status }) => [file, status])).toEqual([
      ['outer.zip!/inner.bin', 'rejected'],
      ['outer.zip!/scan.xml', 'ok'],
    ]);
    expect(found[0]?.fault?.code).toBe('archive-unsafe');
    expect(found[0]?.fault?.message).toContain(`a ${format} archive inside an archive`);
    expect(found[0]?.fault?.message).toContain('archives inside archives are not opened');
    expect(found[0]?.fault?.remedy).toContain('unpack');
  });

  it('packed by gzip a second time is not opened either', async () => {
    const report = await only('a.zip.gz', gzipSync(zipSync({ 'scan.xml': bytesOf(nmap) })));
    expect(report).toMatchObject({ status: 'rejected', fault: { code: 'archive-unsafe' } });
  });
});

describe('an intelligence file', () => {
  const lines = ['#model_version:v2025.03.14,score_date:2026-02-03T00:00:00+0000', 'cve,epss,percentile'];

  it('is told from a report and adds what it says', async () => {
    const report = await only(
      'epss.csv.gz',
      gzipSync(bytesOf([...lines, 'CVE-2024-0001,0.5,0.9', ''].join('\n'))),
    );
    expect(report).toMatchObject({
      status: 'ok',
      source: 'epss',
      intelligence: { feed: 'epss', entries: 1 },
    });
    expect(intelligence.build().epss.get('CVE-2024-0001')).toBe(0.5);
  });

  it('that is cut is read in part: what stands before the cut counts', async () => {
    const rows = Array.from(
      { length: 30_000 },
      (_, i) => `CVE-2024-${10_000 + i},0.${(i * 7919) % 99_991},0.5`,
    );
    const packed = gzipSync(bytesOf([...lines, ...rows].join('\n')));
    const report = await only('epss.csv.gz', packed.subarray(0, packed.length - 2000));
    expect(report).toMatchObject({ status: 'partial', fault: { code: 'archive-damaged' } });
    const { epss, feeds } = intelligence.build();
    expect(epss.size).toBeGreaterThan(1000);
    expect(report.intelligence?.entries).toBe(epss.size);
    expect(feeds).toMatchObject([{ id: 'epss', entries: epss.size, origin: 'user' }]);
  });

  it('without a usable line is refused', async () => {
    const report = await only('epss.csv', [...lines, 'CVE-x,0.5,0.5', ''].join('\n'));
    expect(report).toMatchObject({ status: 'rejected', fault: { code: 'wrong-content' } });
    expect(intelligence.build().feeds).toEqual([]);
  });
});
