import { isIP } from 'node:net';
import { readCsv } from '../csv.ts';
import { csvDelimiter } from '../csv-delimiter.ts';
import { cveIds } from '../cve-ids.ts';
import { portNumber } from '../host-port.ts';
import { parseMonthNameTime } from '../month-name-time.ts';
import { RowHosts } from '../row-hosts.ts';
import type { Output, ReadOutcome, ReportFile } from '../source.ts';
import { cellsBy, isHeader, type Cells } from './csv-columns.ts';
import {
  confidenceOf,
  cvssOf,
  kindOf,
  maturityOf,
  plainText,
  productOf,
  severityOfLevel,
  statusOf,
  timeOf,
} from './finding.ts';

/** Reads CSV of scans, reports and VMDR (by QID or by CVE); lines of the report's own head come before the header. */
export async function readCsvReport(file: ReportFile, out: Output): Promise<ReadOutcome> {
  const table = new Table(out);
  let cellsOf: ReturnType<typeof cellsBy> | undefined;
  const result = await readCsv(file.text(), csvDelimiter(file.head.text, 'QID'), {
    isHeader: (names) => {
      const isFound = isHeader(new Set(names.map((name) => name.toLowerCase())));
      if (!isFound) table.head(names);
      return isFound;
    },
    header: (names) => {
      cellsOf = cellsBy(names);
      return undefined;
    },
    record: (row, line) => {
      if (cellsOf !== undefined) table.row(cellsOf(row), `line ${line}`);
    },
    bad: (line, reason) => {
      out.quarantine(`line ${line}`, reason);
    },
    pressure: () => out.pressure(),
  });
  table.end();
  return result.ok ? { ok: true } : result;
}

class Table {
  readonly #out: Output;
  readonly #hosts = new RowHosts();
  /** How far the zone of the account is ahead of UTC, as the head says. */
  #offsetMs = 0;

  constructor(out: Output) {
    this.#out = out;
    out.native('rows', 0);
    out.nativeValue('severity', {});
  }

  /** `04 Feb 2026 10:00AM GMT-0500` in the first line of VMDR. */
  head(cells: readonly string[]): void {
    for (const cell of cells) {
      const [, day = '', month = '', year = '', clock = '', half = '', sign, hours, minutes] =
        /^(\d{1,2}) ([A-Za-z]{3}) (\d{4}) (\d{1,2}:\d{2})([AP]M) GMT([+-])(\d{2}):?(\d{2})$/.exec(cell) ?? [];
      if (sign === undefined) continue;
      this.#offsetMs = (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
      this.#out.observedAt(parseMonthNameTime(`${month} ${day}, ${year} ${clock} ${half}`, this.#offsetMs));
    }
  }

  row(cells: Cells, place: string): void {
    this.#out.native('rows');
    this.#out.nativeOf('severity', cells('severity') ?? 'null');
    const addresses = [...(cells('ip') ?? '').split(','), ...(cells('ipv6') ?? '').split(',')].map((ip) =>
      ip.trim(),
    );
    const names = [cells('dns'), cells('fqdn'), cells('netbios'), cells('assetName')];
    const id = cells('assetId');
    const key = id ?? [...addresses, ...names].find((name) => name !== undefined && name !== '');
    const qid = cells('qid');
    const isHostOnly = qid === undefined && addresses.some((address) => isIP(address) > 0);
    if (key === undefined || (!isHostOnly && !/^\d{1,10}$/.test(qid ?? ''))) {
      this.#out.quarantine(place, 'the row names no host or no QID');
      return;
    }
    const lastSeen = timeOf(cells('lastSeen'), this.#offsetMs);
    const host = this.#hosts.at(key, place).saw({
      names: [...addresses, ...names],
      agentIds: [id, cells('agentId')].map((text) => (text === undefined ? undefined : `qualys:${text}`)),
      osPlatform: cells('system'),
      tags: (cells('tags') ?? '').split(','),
      lastSeen,
    });
    this.#out.observedAt(lastSeen);
    const port = portNumber(cells('port'));
    const protocol = cells('protocol')?.toLowerCase();
    if (port !== undefined && protocol !== undefined) host.answered({ Port: port, Protocol: protocol });
    const kind = kindOf(cells('type'));
    if (qid === undefined || kind === 'information') return;
    const title = cells('title');
    const threats = cells('threats') ?? '';
    const isIgnored = [cells('disabled'), cells('ignored')].some((text) => /^yes$/i.test(text ?? ''));
    this.#out.add(
      'vulnerability',
      {
        Ref: host.ref,
        VulnerabilityId: qid,
        CveIds: cveIds((cells('cves') ?? '').split(/[\s,]+/)),
        Title: title,
        Severity: severityOfLevel(cells('severity')),
        ...cvssOf(cells('cvss3'), cells('cvss2')),
        ...productOf(title, cells('results')),
        FixText: plainText(cells('solution')),
        Port: port,
        Protocol: port === undefined ? undefined : protocol,
        ExploitMaturity:
          maturityOf(cells('exploits') ?? '', cells('malware') !== undefined) ??
          (/(?:public|easy)[ _]exploit|exploit[ _]public/i.test(threats) ? 'poc' : undefined),
        IsKnownExploited:
          /active[ _](?:attack|exploit)|actively[ _]|known[ _]exploited/i.test(threats) || undefined,
        Confidence: confidenceOf(kind),
        ...statusOf(cells('status'), isIgnored),
        FirstSeen: timeOf(cells('firstSeen'), this.#offsetMs),
        LastSeen: lastSeen,
      },
      place,
    );
  }

  end(): void {
    this.#hosts.write(this.#out, ['vulnerabilities']);
    this.#out.scope({ kind: 'hosts', checks: ['vulnerabilities'] });
  }
}
