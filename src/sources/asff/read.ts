import { detached } from '../../base/detached.ts';
import { invariant, type Result } from '../../base/fault.ts';
import { asObject, asObjects, asText } from '../../base/json-value.ts';
import { formatPath, readJson, type JsonObject } from '../../base/json.ts';
import { parseIsoTime } from '../../base/time.ts';
import { readRecords } from '../json-records.ts';
import { local, type Output, type Read, type ReportFile } from '../source.ts';
import { accountId, accountOf, assetOf } from './asset.ts';
import { controlOf, kindOf, vulnerabilitiesOf } from './map.ts';

/** Reads findings: verdicts on settings of an account, and vulnerabilities of its instances, images and functions. */
export const read: Read = async (report, out) => {
  const [file] = report.files;
  invariant(file !== undefined, 'a report has a file');
  const reader = new Reader(out);
  const result = await readFindings(file, reader, out);
  reader.end();
  return result.ok ? { ok: true } : result;
};

async function readFindings(file: ReportFile, reader: Reader, out: Output): Promise<Result<void>> {
  const pressure = (): Promise<void> | undefined => out.pressure();
  const paths = file.head.json?.paths;
  if (paths?.has('Findings') !== true && paths?.has('findings') !== true) {
    return readRecords(file, {
      record: (record, locator) => {
        reader.take(record, locator);
      },
      bad: (locator, reason) => {
        out.quarantine(locator, reason);
      },
      pressure,
    });
  }
  const each = (value: Parameters<typeof asObject>[0], path: Parameters<typeof formatPath>[0]): void => {
    const record = asObject(value);
    if (record === undefined) out.quarantine(formatPath(path), 'the finding is no object');
    else reader.take(record, formatPath(path));
  };
  return readJson(file.text(), { records: { 'Findings.*': each, 'findings.*': each }, pressure });
}

class Reader {
  readonly #out: Output;
  readonly #seen = new Set<string>();
  readonly #accounts = new Set<string>();

  constructor(out: Output) {
    this.#out = out;
    out.tool('AWS Security Hub');
    out.native('findings', 0);
  }

  take(finding: JsonObject, locator: string): void {
    const out = this.#out;
    out.native('findings');
    out.observedAt(parseIsoTime(asText(finding['UpdatedAt'])));
    if (asText(finding['RecordState']) === 'ARCHIVED') {
      out.native('archived');
      return;
    }
    const kind = kindOf(finding);
    if (kind === 'control') this.#control(finding, locator);
    else if (kind === 'vulnerability') this.#vulnerability(finding, locator);
    else out.native('alerts');
  }

  end(): void {
    this.#out.scope({
      kind: 'accounts',
      accounts: [...this.#accounts],
      checks: ['configuration', 'vulnerabilities'],
    });
  }

  #control(finding: JsonObject, locator: string): void {
    const account = accountId(finding) ?? 'unknown';
    const ref = local(`account ${account}`);
    const resources = asObjects(finding['Resources']);
    const controls = (resources.length === 0 ? [undefined] : resources).map((each) =>
      controlOf(finding, each, ref),
    );
    if (controls.includes(undefined)) {
      this.#out.quarantine(locator, 'the finding has no id of its check');
      return;
    }
    if (this.#isNew(ref)) {
      this.#accounts.add(account);
      this.#out.add('resource', accountOf(finding, ref), locator);
    }
    for (const control of controls) if (control !== undefined) this.#out.add('control', control, locator);
  }

  #vulnerability(finding: JsonObject, locator: string): void {
    const resources = asObjects(finding['Resources']).filter((each) => asText(each['Id']) !== undefined);
    if (resources.length === 0) this.#out.quarantine(locator, 'the finding names no resource');
    for (const resource of resources) {
      const ref = local(asText(resource['Id']) ?? '');
      const rows = vulnerabilitiesOf(finding, ref);
      if (rows.length === 0) {
        this.#out.quarantine(locator, 'the finding names no vulnerability');
        continue;
      }
      if (this.#isNew(ref)) {
        const asset = assetOf(resource, ref);
        if ('device' in asset) this.#out.add('device', asset.device, locator);
        else this.#out.add('resource', asset.resource, locator);
      }
      rows.forEach((row, i) => {
        this.#out.add('vulnerability', row, rows.length === 1 ? locator : `${locator}, package ${i + 1}`);
      });
    }
  }

  #isNew(ref: string): boolean {
    if (this.#seen.has(ref)) return false;
    this.#seen.add(detached(ref));
    return true;
  }
}
