import { readCsv } from '../csv.ts';
import { detached } from '../../base/detached.ts';
import type { EpochMs } from '../../base/time.ts';
import { csvDelimiter } from '../csv-delimiter.ts';
import { local, type Output, type ReadOutcome, type ReportFile } from '../source.ts';
import { controlOf, isCompliance } from './compliance.ts';
import { cellsBy, isNessusHeader, type Cells } from './csv-columns.ts';
import { hostKeyOf, hostPropertiesOf, itemOf, list, timeOf } from './csv-row.ts';
import { Host } from './host.ts';
import { unsupportedSoftware } from './installed-software.ts';
import { isInformational, vulnerabilityOf } from './vulnerability.ts';

/** Reads a CSV of Nessus or Tenable. Rows of one finding that differ in the CVE only are one finding. */
export async function readNessusCsv(file: ReportFile, out: Output): Promise<ReadOutcome> {
  const table = new Table(out);
  let cellsOf: ReturnType<typeof cellsBy> | undefined;
  out.tool('Nessus / Tenable');
  out.native('rows', 0);
  out.nativeValue('severity', {});
  const result = await readCsv(file.text(), csvDelimiter(file.head.text, 'severity'), {
    isHeader: (names) => isNessusHeader(new Set(names.map((name) => name.toLowerCase()))),
    header: (names) => {
      cellsOf = cellsBy(names);
      table.hasPorts = names.some((name) => /^(?:asset\.)?port$/i.test(name));
      return undefined;
    },
    record: (row, line) => {
      if (cellsOf !== undefined) table.row(cellsOf(row), line);
    },
    bad: (line, reason) => {
      out.quarantine(`line ${line}`, reason);
    },
    pressure: () => out.pressure(),
  });
  table.end();
  return result.ok ? { ok: true } : result;
}

interface Pending {
  readonly key: string;
  readonly cells: Cells;
  readonly line: number;
  readonly cves: Set<string>;
}

class Table {
  hasPorts = false;
  readonly #out: Output;
  readonly #hosts = new Map<string, { readonly host: Host; lastSeen: EpochMs | undefined }>();
  #pending: Pending | undefined;

  constructor(out: Output) {
    this.#out = out;
  }

  row(cells: Cells, line: number): void {
    const host = hostKeyOf(cells);
    // Spreadsheets leave rows of empty cells behind.
    if (host === undefined && cells('plugin') === undefined && cells('title') === undefined) return;
    this.#out.native('rows');
    this.#out.nativeOf('severity', cells('severity') ?? 'null');
    if (host === undefined || cells('plugin') === undefined) {
      this.#out.quarantine(`line ${line}`, 'the row names no host or no plugin');
      return;
    }
    const same = ['plugin', 'port', 'protocol', 'output', 'description', 'severity'] as const;
    const key = JSON.stringify([host, ...same.map((column) => cells(column) ?? '')]);
    if (this.#pending?.key !== key) {
      this.#flush();
      this.#pending = { key, cells, line, cves: new Set() };
    }
    for (const cve of list(cells('cve'))) this.#pending.cves.add(cve);
  }

  end(): void {
    this.#flush();
    for (const { host, lastSeen } of this.#hosts.values()) {
      if (!host.isPresent) continue;
      const place = `line ${host.line}`;
      const { Examined = [], LastSeen, ...device } = host.device();
      const examined = this.hasPorts
        ? Examined
        : (Examined as readonly string[]).filter((kind) => kind !== 'ports');
      this.#out.observedAt(lastSeen);
      this.#out.add(
        'device',
        { ...device, Ref: host.ref, Examined: examined, LastSeen: lastSeen ?? LastSeen },
        place,
      );
      for (const endpoint of host.endpoints())
        this.#out.add('endpoint', { ...endpoint, Ref: host.ref }, place);
      for (const software of host.software())
        this.#out.add('software', { ...software, Ref: host.ref }, place);
      for (const { control, place: at } of host.controls()) {
        this.#out.add('control', { ...control, Ref: host.ref }, at);
      }
    }
    this.#out.scope({ kind: 'hosts', checks: [...(this.hasPorts ? ['ports'] : []), 'vulnerabilities'] });
  }

  #flush(): void {
    const pending = this.#pending;
    this.#pending = undefined;
    if (pending === undefined) return;
    const { cells, line } = pending;
    const entry = this.#hostOf(cells, line);
    const { host } = entry;
    const place = `line ${line}`;
    const item = itemOf(cells, [...pending.cves], line);
    const lastSeen = timeOf(cells('lastSeen'));
    if (lastSeen !== undefined) entry.lastSeen = Math.max(entry.lastSeen ?? 0, lastSeen);
    if (isCompliance(item)) {
      host.addControl(controlOf(item), place);
      return;
    }
    host.addItem(item);
    if (isInformational(item)) return;
    const vulnerability = vulnerabilityOf(item);
    const isFixed = /^fixed$/i.test(cells('state') ?? '');
    this.#out.add(
      'vulnerability',
      {
        ...vulnerability,
        Ref: host.ref,
        Status: isFixed ? 'fixed' : 'affected',
        FirstSeen: timeOf(cells('firstSeen')),
        LastSeen: lastSeen,
      },
      place,
    );
    unsupportedSoftware(vulnerability).forEach((software) => {
      host.addSoftware(software);
    });
    host.isFound = true;
  }

  #hostOf(cells: Cells, line: number): { readonly host: Host; lastSeen: EpochMs | undefined } {
    const name = hostKeyOf(cells) ?? '';
    const key = name.toLowerCase();
    const known = this.#hosts.get(key);
    if (known !== undefined) return known;
    const own = detached(name);
    const entry = { host: new Host(own, local(own), line), lastSeen: undefined };
    entry.host.properties(hostPropertiesOf(cells));
    this.#hosts.set(detached(key), entry);
    return entry;
  }
}
