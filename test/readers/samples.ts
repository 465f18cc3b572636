import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { archiveFormat } from '../../src/ingest/files/archive-format.ts';

export interface SampleFile {
  readonly name: string;
  readonly bytes: Buffer;
}

/** A report that a reader takes: one file, or the members of an archive. */
export interface Sample {
  readonly name: string;
  readonly files: readonly SampleFile[];
}

const seeds = join(import.meta.dirname, 'seeds');
const corpus = resolve(import.meta.dirname, '../../../shared/corpus');

/** Folders of the corpus that are not named like their source. */
const folders: Readonly<Record<string, readonly string[]>> = {
  defender: ['ms-defender'],
  'secure-score': ['ms-securescore'],
  sharphound: ['bloodhound'],
  azurehound: ['bloodhound'],
  opengraph: ['bloodhound'],
  pcap: ['pcap-ot'],
  'windows-events': ['windows-events', 'windows-events-json'],
  zeek: ['zeek', 'zeek-ot'],
};

/**
 * The small hand-made reports of a source. `a.json.seed` holds `a.json`, `a.evtx.gz` the packed `a.evtx`, and a folder
 * `a.zip` the members of an archive.
 */
export function seedsOf(source: string): readonly Sample[] {
  const folder = join(seeds, source);
  return readdirSync(folder)
    .sort()
    .map((name) => {
      const path = join(folder, name);
      if (!statSync(path).isDirectory()) return { name: seedName(name), files: [seedFile(folder, name)] };
      const files = readdirSync(path)
        .sort()
        .map((member) => seedFile(path, member));
      return { name, files: files.map((file) => ({ ...file, name: `${name}!/${file.name}` })) };
    });
}

/** Files of the corpus for a source, the smallest first; none where the corpus is not there. */
export function corpusOf(
  source: string,
  most: { readonly files: number; readonly bytes: number },
): readonly Sample[] {
  const found = (folders[source] ?? [source])
    .map((folder) => join(corpus, folder))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)))
    .map((path) => ({ path, info: statSync(path) }))
    .filter(({ info }) => info.isFile() && info.size > 0 && info.size <= most.bytes)
    .sort((a, b) => a.info.size - b.info.size || (a.path < b.path ? -1 : 1))
    .map(({ path }) => ({ name: path.slice(corpus.length + 1), bytes: readFileSync(path) }))
    // What archives do is tested by themselves; packed bytes would only be damaged.
    .filter(({ bytes }) => archiveFormat(bytes) === undefined);
  // Spread over all sizes: the smallest are often empty reports.
  const step = Math.max(1, found.length / most.files);
  const spread = found.filter((_, at) => Math.floor(at / step) !== Math.floor((at - 1) / step));
  return spread.map((file) => ({ name: file.name, files: [file] }));
}

function seedName(name: string): string {
  return name.replace(/\.(?:seed|gz)$/, '');
}

function seedFile(folder: string, name: string): SampleFile {
  const bytes = readFileSync(join(folder, name));
  return { name: seedName(name), bytes: name.endsWith('.gz') ? gunzipSync(bytes) : bytes };
}
