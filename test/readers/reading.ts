import { faultCodes } from '../../src/base/fault-codes.ts';
import type { FileReport } from '../../src/ingest/file-report.ts';
import { readOpened, type IngestContext } from '../../src/ingest/read-opened.ts';
import { IntelligenceBuilder } from '../../src/intel/index.ts';
import { observationTables, type ObservationKind } from '../../src/schema/index.ts';
import { rowCheck } from '../../src/schema/derive/check-row.ts';
import { memoryFile } from '../../src/sources/conformance/harness.ts';
import type { Source } from '../../src/sources/source.ts';
import type { SampleFile } from './samples.ts';

/** What an import made of some bytes. */
export interface Reading {
  readonly reports: readonly FileReport[];
  /** Kind and row, as the store would get them. */
  readonly rows: readonly (readonly [ObservationKind, Readonly<Record<string, unknown>>])[];
  /** Why records were set aside. */
  readonly reasons: readonly string[];
}

/** Reads a file, or several as the members of one archive, in the way of every import. */
export async function readInput(
  files: readonly SampleFile[],
  chunkBytes: number,
  mappings: readonly Source[] = [],
): Promise<Reading> {
  const rows: [ObservationKind, Readonly<Record<string, unknown>>][] = [];
  const reasons: string[] = [];
  const context: IngestContext = {
    sink: {
      add: (kind, row) => rows.push([kind, row]),
      quarantine: ({ Reason }) => reasons.push(Reason),
      pressure: () => undefined,
    },
    intelligence: new IntelligenceBuilder(),
    fingerprintKey: 'key of tests',
    mappings,
    nextImportId: 1,
  };
  const opened = files.map(({ name, bytes }) => memoryFile(name, bytes, chunkBytes));
  const [first] = opened;
  const reports: FileReport[] = [];
  const sizeBytes = files.reduce((sum, { bytes }) => sum + bytes.length, 0);
  const one =
    opened.length === 1 && first !== undefined
      ? ({ kind: 'file', file: first, sizeBytes } as const)
      : ({ kind: 'archive', name: 'a.zip', members: opened, damaged: [], sizeBytes } as const);
  for await (const report of readOpened(one, context)) reports.push(report);
  return { reports, rows, reasons };
}

const checks = Object.fromEntries(
  Object.entries(observationTables).map(([kind, table]) => [kind, rowCheck(table)]),
) as Readonly<Record<ObservationKind, ReturnType<typeof rowCheck>>>;

/** Reasons for which a row is set aside though the file cannot be at fault: the reader made a row of another shape. */
const ownMistake = /^[A-Z]\w+ is (?:missing$|no text$|no column of |neither (?:true|array)|none of )/;

/** What is wrong with a reading, whatever was read; empty when nothing is. */
export function complaintsOf({ reports, rows, reasons }: Reading): readonly string[] {
  const complaints: string[] = [];
  if (reports.length === 0) complaints.push('there is no report');
  for (const { status, fault, provesScope, quarantinedCount } of reports) {
    if ((status === 'ok') !== (fault === undefined))
      complaints.push(`${status} with fault ${String(fault?.code)}`);
    if (provesScope && (status !== 'ok' || quarantinedCount > 0))
      complaints.push(`${status}, but proves its scope`);
    if (fault === undefined) continue;
    if (!Object.hasOwn(faultCodes, fault.code)) complaints.push(`unknown code ${fault.code}`);
    if (fault.message === '' || /\[object |node_modules|\.ts:\d|undefined(?! entity)/.test(fault.message))
      complaints.push(`message for nobody: ${fault.message.slice(0, 200)}`);
    if (fault.message.length > 1000) complaints.push(`message of ${fault.message.length} characters`);
  }
  for (const [kind, row] of rows) {
    const wrong = checks[kind](row);
    if (wrong !== undefined) complaints.push(`${kind}: ${wrong}`);
    // Lists and objects go to the store as JSON.
    JSON.stringify(row);
  }
  // A mapping says itself which columns there are; what is missing is set aside.
  if (reports.some(({ source }) => source?.startsWith('mapping/') === true)) return complaints;
  for (const reason of reasons)
    if (ownMistake.test(reason)) complaints.push(`row of another shape: ${reason}`);
  return [...new Set(complaints)];
}

/** What two readings of the same bytes must have in common. */
export function gist({ reports, rows, reasons }: Reading): string {
  const heads = reports.map(
    ({ file, status, source, format, fault, provesScope, scope, native, observedAt, checks }) =>
      JSON.stringify({
        file,
        status,
        source,
        format,
        code: fault?.code,
        provesScope,
        scope,
        native,
        observedAt,
        checks,
      }),
  );
  return [...heads, ...rows.map((row) => JSON.stringify(row)), ...reasons].join('\n');
}
