import { invariant } from '../../base/fault.ts';
import { asObject } from '../../base/json-value.ts';
import { formatPath, readJson, type JsonPath, type JsonValue } from '../../base/json.ts';
import { readCsv } from '../csv.ts';
import type { Observation } from '../../schema/index.ts';
import { csvDelimiter } from '../csv-delimiter.ts';
import { csvHeader } from '../csv-header.ts';
import { readRecords } from '../json-records.ts';
import type { Output, ReadOutcome, ReportFile, Source } from '../source.ts';
import { applies, cellsOf, observationOf, refOf, type Cells } from './map.ts';
import type { MappedKind } from './columns.ts';
import type { Mapping } from './mapping.ts';

/** The source that a mapping describes. */
export function mappedSource(mapping: Mapping): Source {
  const format = `${mapping.name} (mapping)`;
  return {
    manifest: {
      id: `mapping/${mapping.name}`,
      title: mapping.tool ?? mapping.name,
      reads: `${mapping.form} as the mapping ${mapping.name} describes it`,
      howToExport: 'see the mapping file',
      observes: [...new Set(mapping.rows.map(({ kind }) => kind))],
    },
    detect({ json, xml, text }) {
      const isCsv = json === undefined && xml === undefined;
      if (mapping.form === 'csv') {
        const header = isCsv ? csvHeader(text) : new Set<string>();
        return mapping.marks.every((name) => header.has(name.toLowerCase()))
          ? { kind: 'read', format }
          : undefined;
      }
      if (json === undefined) return undefined;
      return mapping.marks.every((path) => json.paths.has(path)) ? { kind: 'read', format } : undefined;
    },
    load: () =>
      Promise.resolve(async (report, out) => {
        const [file] = report.files;
        invariant(file !== undefined, 'a report has a file');
        if (mapping.tool !== undefined) out.tool(mapping.tool);
        out.checkSet(mapping.name);
        out.native('records', 0);
        return mapping.form === 'csv' ? readTable(file, mapping, out) : readDocument(file, mapping, out);
      }),
  };
}

async function readTable(file: ReportFile, mapping: Mapping, out: Output): Promise<ReadOutcome> {
  const wanted = mapping.marks.map((name) => name.toLowerCase());
  return readCsv(file.text(), csvDelimiter(file.head.text, mapping.marks[0]!), {
    isHeader: (cells) => {
      const names = new Set(cells.map((cell) => cell.toLowerCase()));
      return wanted.every((name) => names.has(name));
    },
    record: (row, line) => {
      take(mapping, (name) => [row.get(name) ?? ''], `line ${line}`, out);
    },
    bad: (line, reason) => {
      out.quarantine(`line ${line}`, reason);
    },
    pressure: () => out.pressure(),
  });
}

async function readDocument(file: ReportFile, mapping: Mapping, out: Output): Promise<ReadOutcome> {
  const record = (value: JsonValue, locator: string): void => {
    const object = asObject(value);
    if (object === undefined) out.quarantine(locator, 'the record is no JSON object');
    else take(mapping, cellsOf(object), locator, out);
  };
  const pressure = (): Promise<void> | undefined => out.pressure();
  if (mapping.records === 'lines')
    return readRecords(file, {
      record,
      bad: (locator, reason) => {
        out.quarantine(locator, reason);
      },
      pressure,
    });
  return readJson(file.text(), {
    records: {
      [mapping.records]: (value: JsonValue, path: JsonPath) => {
        record(value, formatPath(path));
      },
    },
    pressure,
  });
}

function take(mapping: Mapping, cells: Cells, locator: string, out: Output): void {
  out.native('records');
  for (const row of mapping.rows) {
    if (!applies(row, cells)) continue;
    const ref = refOf(row.ref, cells);
    const to = row.to === undefined ? undefined : refOf(row.to, cells);
    if (ref === undefined || (row.to !== undefined && to === undefined)) {
      out.quarantine(locator, `the record names no asset for its ${row.kind}`);
      continue;
    }
    const refs = row.kind === 'relation' ? { FromRef: ref, ToRef: to } : { Ref: ref };
    out.add(
      row.kind,
      { ...observationOf(row, cells), ...refs } as unknown as Observation<MappedKind>,
      locator,
    );
  }
}
