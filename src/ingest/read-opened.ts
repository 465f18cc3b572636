import type { Fault } from '../base/fault.ts';
import { feeds, type Feed, type FeedResult, type IntelligenceBuilder } from '../intel/index.ts';
import { sources } from '../sources/registry.ts';
import {
  UnreadableFile,
  type Detection,
  type Report,
  type ReportFile,
  type Source,
} from '../sources/source.ts';
import { noCounts, type FileReport } from './file-report.ts';
import { archiveFormat } from './files/archive-format.ts';
import type { Opened } from './files/open.ts';
import type { DamagedMember } from './files/zip.ts';
import { ReportOutput, type Sink } from './report-output.ts';

export interface IngestContext {
  readonly sink: Sink;
  /** Takes what intelligence files say. */
  readonly intelligence: IntelligenceBuilder;
  /** Key of secret fingerprints. */
  readonly fingerprintKey: string;
  /** Sources of the user's mappings; they look at a file before the others do. */
  mappings?: readonly Source[];
  /** Number of the next import; counts up. */
  nextImportId: number;
}

const unknownFormat: Fault = {
  code: 'not-recognised',
  message: 'not a format this version knows',
  remedy: '`fixfirst sources` lists the formats and how to export them',
};

/** Reads what was opened: one report for a file or an archive that is one report, one for each member otherwise. */
export async function* readOpened(opened: Opened, context: IngestContext): AsyncGenerator<FileReport, void> {
  switch (opened.kind) {
    case 'fault':
      yield rejected(opened.name, opened.sizeBytes, opened.fault);
      return;
    case 'file':
      yield await readFile(opened.file, opened.sizeBytes, context);
      return;
    case 'archive': {
      const together = detectArchive(opened.members);
      if (together !== undefined) {
        const { source, detection } = together;
        const report = await readReport(
          source,
          detection,
          opened.name,
          opened.members,
          opened.sizeBytes,
          true,
          context,
        );
        yield withDamage(report, opened.damaged);
        return;
      }
      for (const { name, fault } of opened.damaged) yield rejected(name, 0, fault);
      for (const member of opened.members) yield await readFile(member, 0, context);
    }
  }
}

/** A report of several members of which some could not be unpacked was read in part only. */
function withDamage(report: FileReport, [damaged]: readonly DamagedMember[]): FileReport {
  if (damaged === undefined || report.status !== 'ok') return report;
  return { ...report, status: 'partial', fault: { ...damaged.fault, place: damaged.name } };
}

function detectArchive(
  members: readonly ReportFile[],
): { readonly source: Source; readonly detection: Detection } | undefined {
  const heads = members.map((member) => member.head);
  for (const source of sources) {
    const detection = source.detectArchive?.(heads);
    if (detection !== undefined) return { source, detection };
  }
  return undefined;
}

async function readFile(file: ReportFile, sizeBytes: number, context: IngestContext): Promise<FileReport> {
  for (const source of [...(context.mappings ?? []), ...sources]) {
    const detection = source.detect(file.head);
    if (detection !== undefined) {
      return readReport(source, detection, file.name, [file], sizeBytes, false, context);
    }
  }
  for (const feed of feeds) {
    const format = feed.detect(file.head);
    if (format === undefined) continue;
    const result = await readFeed(feed, file, context.intelligence);
    const base = {
      file: file.name,
      sizeBytes,
      source: feed.id,
      format,
      scope: {},
      provesScope: false,
      checks: '',
      counts: noCounts,
    };
    const rest = { quarantined: [], quarantinedCount: 0, native: { entries: result.entries } };
    const intelligence = { feed: feed.id, entries: result.entries };
    if (result.fault === undefined) return { ...base, ...rest, status: 'ok', intelligence };
    const status = result.entries > 0 ? 'partial' : 'rejected';
    return { ...base, ...rest, status, fault: result.fault, intelligence };
  }
  return rejected(file.name, sizeBytes, await unrecognised(file));
}

async function readFeed(feed: Feed, file: ReportFile, into: IntelligenceBuilder): Promise<FeedResult> {
  const before = into.entries;
  try {
    return await feed.read(file, into);
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    // The feed did not come to its end: what it took stands, but nothing says of which day it is.
    const entries = into.entries - before;
    into.loaded(feed.id, entries, undefined);
    return { entries, fault: error.fault };
  }
}

async function readReport(
  source: Source,
  detection: Detection,
  name: string,
  files: readonly ReportFile[],
  sizeBytes: number,
  isArchive: boolean,
  context: IngestContext,
): Promise<FileReport> {
  if (detection.kind === 'refuse') {
    return {
      ...rejected(name, sizeBytes, detection.fault),
      source: source.manifest.id,
      format: detection.format,
    };
  }
  const importId = context.nextImportId++;
  const out = new ReportOutput(importId, name, context.sink, context.fingerprintKey);
  const fault = await read(source, { name, format: detection.format, files }, out);
  await out.pressure();
  const counts = out.counts();
  return {
    file: name,
    sizeBytes,
    importId,
    source: source.manifest.id,
    format: detection.format,
    ...(out.toolName === undefined
      ? {}
      : {
          tool: {
            name: out.toolName,
            ...(out.toolVersion === undefined ? {} : { version: out.toolVersion }),
          },
        }),
    status: fault === undefined ? 'ok' : out.added > 0 ? 'partial' : 'rejected',
    ...(fault === undefined ? {} : { fault }),
    ...(out.observed === undefined ? {} : { observedAt: out.observed }),
    ...(out.newestObservation === undefined ? {} : { newestObservation: out.newestObservation }),
    scope: out.scopes,
    // What was not read to its end proves nothing.
    provesScope: fault === undefined && out.isProven && out.quarantinedCount === 0,
    checks: out.checks,
    ...(isArchive ? { members: files.map((file) => file.name) } : {}),
    counts,
    quarantined: out.quarantined,
    quarantinedCount: out.quarantinedCount,
    native: out.natives,
  };
}

async function read(source: Source, report: Report, out: ReportOutput): Promise<Fault | undefined> {
  try {
    const outcome = await (await source.load())(report, out);
    return outcome.ok ? undefined : outcome.fault;
  } catch (error) {
    if (error instanceof UnreadableFile) return error.fault;
    throw error;
  }
}

async function unrecognised(file: ReportFile): Promise<Fault> {
  const { head } = file;
  if (head.text === '') return unreadableText(file);
  if (head.xml !== undefined)
    return { ...unknownFormat, message: `XML with the root <${head.xml.root}>, which no source knows` };
  if (head.json !== undefined) return { ...unknownFormat, message: 'JSON of a shape that no source knows' };
  return unknownFormat;
}

/** Why a file shows no text: it is empty, cannot be unpacked, is an archive inside an archive, or is binary. */
async function unreadableText(file: ReportFile): Promise<Fault> {
  try {
    const start = await firstBytes(file);
    if (start.length === 0) return { code: 'empty', message: 'the file is empty' };
    const format = archiveFormat(start);
    if (format === undefined)
      return { ...unknownFormat, message: 'a binary file of a format this version does not know' };
    return {
      code: 'archive-unsafe',
      message: `a ${format} archive inside an archive; archives inside archives are not opened`,
      remedy: 'unpack the outer archive and pass what is in it',
    };
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    return error.fault;
  }
}

/** As many bytes as the marks of archives need. */
async function firstBytes(file: ReportFile): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of file.bytes()) {
    parts.push(part);
    length += part.length;
    if (length >= 512) break;
  }
  return Buffer.concat(parts);
}

function rejected(file: string, sizeBytes: number, fault: Fault): FileReport {
  return {
    file,
    sizeBytes,
    status: 'rejected',
    fault,
    scope: {},
    provesScope: false,
    checks: '',
    counts: noCounts,
    quarantined: [],
    quarantinedCount: 0,
    native: {},
  };
}
