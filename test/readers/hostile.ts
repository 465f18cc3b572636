import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { seedsOf } from './samples.ts';

/** A file that is made to harm its reader, told in pieces since many are larger than memory should ever be. */
export interface Hostile {
  readonly file: string;
  readonly pieces: () => Iterable<string | Uint8Array>;
  /** What must become of it: status and code of the first report. */
  readonly outcome: RegExp;
  /** Written to disk first, for what is opened by its path. */
  readonly isArchive?: true;
}

const megabyte = 1024 ** 2;

/** The text so often that it is so many megabytes, between others. */
function* long(megabytes: number, piece: string, before = '', after = ''): Generator<string, void> {
  yield before;
  const chunk = piece.repeat(Math.ceil(megabyte / 16 / Buffer.byteLength(piece)));
  for (let i = 0; i < megabytes * 16; i++) yield chunk;
  yield after;
}

/** Numbered pieces, each another one. */
function* numbered(
  count: number,
  piece: (i: number) => string,
  before = '',
  after = '',
): Generator<string, void> {
  yield before;
  for (let i = 0; i < count; i += 1000)
    yield Array.from({ length: Math.min(1000, count - i) }, (_, at) => piece(i + at)).join('');
  yield after;
}

function seed(source: string, name: string): string {
  const found = seedsOf(source).find((sample) => sample.name === name);
  if (found === undefined) throw new Error(`there is no seed ${source}/${name}`);
  return found.files[0]!.bytes.toString('utf8');
}

/** The part of a seed before a text that is in it. */
function until(source: string, name: string, mark: string): string {
  const text = seed(source, name);
  return text.slice(0, text.indexOf(mark) + mark.length);
}

const nmap = '<nmaprun scanner="nmap" version="7.94" start="1700000000" xmloutputversion="1.05">';
const host =
  '<host><status state="up"/><address addr="10.0.0.1" addrtype="ipv4"/><hostnames/></host></nmaprun>';
const declared = (doctype: string, body = '&e;'): string =>
  `<?xml version="1.0"?><!DOCTYPE nmaprun ${doctype}>${nmap}<host comment="${body}">${body}</host></nmaprun>`;
const laughs = Array.from({ length: 12 }, (_, i) => `<!ENTITY e${i + 1} "${`&e${i};`.repeat(10)}">`).join('');

/** XML; `PORT` is that of a server which counts its callers, `CANARY` a file whose content must appear nowhere. */
const xml: Readonly<Record<string, Hostile>> = {
  'XML: an entity from a file': small(
    'rejected external-entity',
    declared('[<!ENTITY e SYSTEM "file://CANARY">]'),
  ),
  'XML: an entity from a server': small(
    'rejected external-entity',
    declared('[<!ENTITY e SYSTEM "http://127.0.0.1:PORT/">]'),
  ),
  'XML: a parameter entity from a server': small(
    'rejected external-entity',
    declared('[<!ENTITY % e SYSTEM "http://127.0.0.1:PORT/"> %e;]', ''),
  ),
  'XML: an entity from a file, in UTF-16': {
    ...small('rejected external-entity', ''),
    pieces: () => [Buffer.from(`\ufeff${declared('[<!ENTITY e SYSTEM "file://CANARY">]')}`, 'utf16le')],
  },
  // Scanners name their DTD on their own servers, so that it is named is no fault; nobody asks for it.
  'XML: a document type on a server': {
    ...small('ok', `<!DOCTYPE nmaprun SYSTEM "http://127.0.0.1:PORT/x.dtd">${nmap}${host}`),
  },
  'XML: an inclusion': small(
    'ok',
    `${nmap}<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="CANARY" parse="text"/>${host}`,
  ),
  'XML: a billion laughs': small(
    'rejected external-entity',
    declared(`[<!ENTITY e0 "ha">${laughs}]`, '&e12;'),
  ),
  'XML: quadratic blow-up': {
    file: 'a.xml',
    outcome: /^rejected external-entity/,
    pieces: () =>
      long(
        1,
        '&e;',
        `<!DOCTYPE nmaprun [<!ENTITY e "${'x'.repeat(60_000)}">]>${nmap}<host>`,
        '</host></nmaprun>',
      ),
  },
  'XML: a document type without end': {
    file: 'a.xml',
    outcome: /^rejected not-recognised/,
    pieces: () => long(100, '<!ELEMENT a ANY> ', `<!DOCTYPE nmaprun [`),
  },
  'XML: 100,000 levels': {
    file: 'a.xml',
    outcome: /^(?:rejected|partial) too-deep/,
    pieces: () => numbered(100_000, () => '<a>', `${nmap}<host>`),
  },
  'XML: 1,000,000 attributes': {
    file: 'a.xml',
    outcome: /^(?:rejected|partial) too-large/,
    pieces: () =>
      numbered(1_000_000, (i) => ` a${i}="1234567890123456789012345"`, `${nmap}<host`, '/></nmaprun>'),
  },
  'XML: 100 MB of character references': {
    file: 'a.xml',
    outcome: /^(?:rejected|partial) too-large/,
    pieces: () => long(100, '&#65;', `${nmap}<host>`, '</host></nmaprun>'),
  },
};

const trivy = until('trivy', 'schema-2.json', '"Results":[{');

const json: Readonly<Record<string, Hostile>> = {
  'JSON: 100,000 levels': stream('too-deep', () => numbered(100_000, () => '{"a":[', `${trivy}"Target":`)),
  'JSON: 100,000 levels where nothing is read': stream('too-deep', () =>
    numbered(100_000, () => '[', trivy.replace('"Results":[{', '"x":')),
  ),
  'JSON: a string of 100 MB': stream('too-large', () => long(100, 'x', `${trivy}"Target":"`, '"}]}')),
  'JSON: a key of 100 MB': stream('too-large', () => long(100, 'k', `${trivy}"`, '":1}]}')),
  'JSON: a number of 100 MB': stream('too-large', () => long(100, '9', `${trivy}"Target":`, '}]}')),
  'JSON: one key 10,000,000 times': stream('too-large', () =>
    long(60, '"Title":1,', `${trivy}"Target":"a","Class":"config","Misconfigurations":[{`, '"a":1}]}]}'),
  ),
  'JSON: 4,000,000 keys in one record': stream('too-large', () =>
    numbered(
      4_000_000,
      (i) => `"k${i}":1,`,
      `${trivy}"Target":"a","Class":"config","Misconfigurations":[{`,
      '"a":1}]}]}',
    ),
  ),
  'JSON: NaN': stream('not-well-formed', () => [`${trivy}"Target":NaN}]}`]),
  'JSON: numbers without measure': stream(undefined, () => [
    seed('trivy', 'schema-2.json').replace(
      '"Successes":20',
      `"Successes":1e999,"Failures":${'9'.repeat(400)},"x":-1e-999`,
    ),
  ]),
  'JSON: keys of the language': stream(undefined, () => [
    seed('trivy', 'schema-2.json').replace(
      '"Results":[{',
      '"Results":[{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},',
    ),
  ]),
};

const line = seed('naabu', 'naabu.json').split('\n')[0]!;
/** More than are looked at to tell the format. */
const lines = `${line}\n`.repeat(30);
const lineWith = (extra: string): string => line.replace('{', `{${extra},`);

const jsonLines: Readonly<Record<string, Hostile>> = {
  'JSON lines: a line without end': stream('too-large', () => long(100, 'x', `${line}\n${line}\n{"ip":"`)),
  'JSON lines: a line of 100,000 levels': {
    file: 'a.json',
    outcome: /^ok 2 set aside/,
    pieces: () => [
      `${line}\n`,
      ...[1, 2].map(() => `${lineWith(`"x":${'['.repeat(100_000)}${']'.repeat(100_000)}`)}\n`),
      `${line}\n`,
    ],
  },
  'JSON lines: NaN': {
    ...stream(undefined, () => [`${lines}${lineWith('"port":NaN')}\n${line}\n`]),
    outcome: /^ok 1 set aside/,
  },
  'JSON lines: numbers without measure': stream(undefined, () => [
    `${lines}${lineWith(`"tls":1e999,"x":${'9'.repeat(400)}`)}\n`,
  ]),
  'JSON lines: keys of the language': stream(undefined, () => [
    `${lines}${lineWith('"__proto__":{"polluted":1},"constructor":1')}\n`,
  ]),
  'JSON lines: cut': {
    ...stream(undefined, () => [`${line}\n${line.slice(0, 40)}`]),
    outcome: /^partial truncated/,
  },
  'JSON one behind the other: a record without end': stream('too-large', () =>
    long(100, 'x', `${seed('windows-events', 'flat.json')}\n{"a":"`),
  ),
};

const table = seed('wiz', 'issues.csv').replaceAll('\r', '');

const tables: Readonly<Record<string, Hostile>> = {
  'CSV: a cell of 50 MB': csv('partial too-large', () => long(50, 'x', `${table}"`, '"\n')),
  'CSV: a quotation mark that is never closed': csv('partial truncated', () => [`${table}"open,b\n`]),
  'CSV: 100,000 columns': csv('rejected too-large', () =>
    numbered(100_000, (i) => `,c${i}`, table.split('\n')[0], '\n'.concat('a,b\n'.repeat(10_000))),
  ),
  'CSV: 100,000 cells in a line': csv('ok', () => long(1, 'x,', table, '\n')),
  'CSV: NUL in a cell': csv('rejected not-recognised', () => [table.replace('Role with', 'Role\0with')]),
  'CSV: NUL in a cell behind the beginning': csv('ok', () => [
    table,
    `${'x,'.repeat(3)}\n`.repeat(20_000),
    table.slice(table.indexOf('\n') + 1).replaceAll('Role', 'R\0le'),
  ]),
};

/** Texts that no common stream reads: each reader has a limit of its own. */
const texts: Readonly<Record<string, Hostile>> = {
  'lynis: a line without end': {
    ...stream('too-large', () => long(100, 'x', seed('lynis', 'report.dat'))),
    file: 'lynis-report.dat',
  },
  'rkhunter: a line without end': {
    ...stream('truncated', () => long(100, 'x', until('rkhunter', 'rkhunter.log', 'Enabled tests are'))),
    file: 'rkhunter.log',
  },
  'SPDX tags: a line without end': {
    ...stream('too-large', () => long(100, 'x', seed('spdx', 'tag-value-2.3.spdx'))),
    file: 'a.spdx',
  },
  'SPDX tags: a text without end': {
    ...stream('truncated', () =>
      long(100, 'x\n', `${seed('spdx', 'tag-value-2.3.spdx')}\nPackageComment: <text>`),
    ),
    file: 'a.spdx',
  },
  'Zeek: a line without end': {
    ...stream('too-large', () => long(100, 'x', seed('zeek', 'conn.log'))),
    file: 'conn.log',
  },
};

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const report = bytesOf(`${nmap}${host}`);
const zipOf = (name: string, content = report): Uint8Array => zipSync({ 'a.xml': report, [name]: content });
const zeros = gzipSync(new Uint8Array(16 * megabyte), { level: 9 });

const archives: Readonly<Record<string, Hostile>> = {
  ...Object.fromEntries(
    ['../a.xml', '/tmp/a.xml', 'C:\\a.xml', '..\\a.xml', 'a\0.xml', 'NUL', 'sub/con.xml', 'ü\n.xml'].map(
      (name) => [`zip: the name ${JSON.stringify(name)}`, zip('rejected archive-unsafe', () => zipOf(name))],
    ),
  ),
  'zip: a symbolic link': zip('rejected archive-unsafe', () =>
    zipSync({ 'a.xml': [bytesOf('/etc/passwd'), { os: 3, attrs: 0o120777 << 16 }] }),
  ),
  'zip: a device': zip('rejected archive-unsafe', () =>
    zipSync({ 'a.xml': [new Uint8Array(), { os: 3, attrs: (0o020666 << 16) >>> 0 }] }),
  ),
  'zip: members in the same bytes': zip('rejected archive-unsafe', overlapping),
  'zip: 1,000,000 entries': zip('rejected archive-unsafe', million),
  'zip: archives in archives': zip('rejected archive-unsafe', () => {
    let inner: Uint8Array = zipSync({ 'a.xml': report });
    for (let depth = 0; depth < 5; depth++)
      inner = zipSync(Object.fromEntries(Array.from({ length: 16 }, (_, i) => [`${i}.zip`, inner])));
    return inner;
  }),
  'zip: 200 MB of zeros': zip('rejected archive-unsafe', () =>
    zipSync({ 'a.xml': new Uint8Array(200 * megabyte) }),
  ),
  'gzip: 16 GB of zeros': {
    file: 'a.gz',
    // What is not text is not read any further.
    outcome: /^rejected (?:archive-unsafe|not-recognised)/,
    isArchive: true,
    pieces: () => Array.from({ length: 1000 }, () => zeros),
  },
  'gzip: a report with 16 GB of blanks': {
    file: 'a.xml.gz',
    outcome: /^(?:rejected|partial) (?:archive-unsafe|too-large)/,
    isArchive: true,
    pieces: () => {
      const blanks = gzipSync(Buffer.alloc(16 * megabyte, ' '), { level: 9 });
      return [gzipSync(nmap), ...Array.from({ length: 1000 }, () => blanks)];
    },
  },
};

/** Two entries of the directory point to one member. */
function overlapping(): Uint8Array {
  const made = Buffer.from(zipSync({ 'a.xml': report, 'b.xml': report }, { level: 0 }));
  const second = made.lastIndexOf('PK\u0001\u0002');
  made.writeUInt32LE(0, second + 42);
  return made;
}

/** An end of the directory that counts 1,000,000 entries (the large form of zip), before a directory of one. */
function million(): Uint8Array {
  const made = Buffer.from(zipSync({ 'a.xml': report }));
  const end = made.lastIndexOf('PK\u0005\u0006');
  const large = Buffer.alloc(56 + 20);
  large.write('PK\u0006\u0006', 0, 'latin1');
  large.writeBigUInt64LE(44n, 4);
  large.writeBigUInt64LE(1_000_000n, 24);
  large.writeBigUInt64LE(1_000_000n, 32);
  large.writeBigUInt64LE(BigInt(made.readUInt32LE(end + 12)), 40);
  large.writeBigUInt64LE(BigInt(made.readUInt32LE(end + 16)), 48);
  large.write('PK\u0006\u0007', 56, 'latin1');
  large.writeBigUInt64LE(BigInt(end), 64);
  large.writeUInt32LE(1, 72);
  const small = Buffer.from(made.subarray(end));
  small.writeUInt16LE(0xffff, 8);
  small.writeUInt16LE(0xffff, 10);
  return Buffer.concat([made.subarray(0, end), large, small]);
}

/** All, by name. */
export const hostile: Readonly<Record<string, Hostile>> = {
  ...xml,
  ...json,
  ...jsonLines,
  ...tables,
  ...texts,
  ...archives,
};

function small(outcome: string, text: string): Hostile {
  return { file: 'a.xml', outcome: new RegExp(`^${outcome}`), pieces: () => [text] };
}

/** A fault of that code, before or after something was taken; no fault without one. */
function stream(code: string | undefined, pieces: Hostile['pieces']): Hostile {
  return {
    file: 'a.json',
    outcome: code === undefined ? /^ok$/ : new RegExp(`^(?:rejected|partial) ${code}`),
    pieces,
  };
}

function csv(outcome: string, pieces: Hostile['pieces']): Hostile {
  return { file: 'a.csv', outcome: new RegExp(`^${outcome}`), pieces };
}

function zip(outcome: string, made: () => Uint8Array): Hostile {
  return { file: 'a.zip', outcome: new RegExp(`^${outcome}`), isArchive: true, pieces: () => [made()] };
}
