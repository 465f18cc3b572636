import { invariant } from '../../base/fault.ts';
import { asObject, asObjects, asText } from '../../base/json-value.ts';
import { formatPath, readJson, type JsonObject } from '../../base/json.ts';
import { parseIsoTime } from '../../base/time.ts';
import type { Output, Read } from '../source.ts';
import { assetOf, type Asset } from './asset.ts';
import { isFromInternet, reachabilityOf, vulnerabilitiesOf } from './map.ts';

export const read: Read = async (report, out) => {
  const [file] = report.files;
  invariant(file !== undefined, 'a report has a file');
  const reading = new Reading(out);
  try {
    const result = await readJson(file.text(), {
      records: {
        'findings.*': (value, path) => {
          reading.finding(asObject(value), formatPath(path));
        },
        nextToken: (value) => {
          if (asText(value) !== undefined) reading.isComplete = false;
        },
      },
      pressure: () => out.pressure(),
    });
    return result.ok ? { ok: true } : result;
  } finally {
    reading.end();
  }
};

/** State of one report: its assets, each with what was looked at. */
class Reading {
  isComplete = true;
  readonly #out: Output;
  readonly #assets = new Map<
    string,
    { readonly asset: Asset; readonly examined: Set<string>; isFacing: boolean }
  >();

  constructor(out: Output) {
    this.#out = out;
    out.tool('Amazon Inspector');
    out.native('findings', 0);
  }

  finding(finding: JsonObject | undefined, locator: string): void {
    const out = this.#out;
    out.native('findings');
    if (finding === undefined) {
      out.quarantine(locator, 'the finding is no JSON object');
      return;
    }
    out.observedAt(parseIsoTime(asText(finding['updatedAt'])));
    const resources = asObjects(finding['resources']).flatMap(
      (resource) => assetOf(resource, asText(finding['awsAccountId'])) ?? [],
    );
    if (resources.length === 0) out.quarantine(locator, 'the finding names no resource');
    for (const asset of resources) this.#on(finding, asset, locator);
  }

  #on(finding: JsonObject, asset: Asset, locator: string): void {
    const out = this.#out;
    const ref = asset.row.Ref;
    const known = this.#assets.get(ref) ?? { asset, examined: new Set<string>(), isFacing: false };
    this.#assets.set(ref, known);
    const control = reachabilityOf(finding, ref);
    if (control !== undefined) {
      known.examined.add('configuration');
      if (isFromInternet(finding)) known.isFacing = true;
      out.add('control', control, locator);
      return;
    }
    known.examined.add('vulnerabilities');
    const rows = vulnerabilitiesOf(finding, ref);
    if (rows.length === 0) out.quarantine(locator, 'the finding names no vulnerability');
    rows.forEach((row, i) => {
      out.add('vulnerability', row, rows.length === 1 ? locator : `${locator}.vulnerablePackages[${i}]`);
    });
  }

  /** Writes the assets; also after a fault, so that every row's asset exists. */
  end(): void {
    for (const { asset, examined, isFacing } of this.#assets.values()) {
      const Examined = [...examined].sort();
      if (asset.kind === 'resource') this.#out.add('resource', { ...asset.row, Examined }, '$.findings');
      else {
        const IsInternetFacing = isFacing ? true : undefined;
        this.#out.add('device', { ...asset.row, Examined, IsInternetFacing }, '$.findings');
      }
    }
    this.#out.scope({ complete: this.isComplete });
  }
}
