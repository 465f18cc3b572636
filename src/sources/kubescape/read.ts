import { detached } from '../../base/detached.ts';
import { invariant, type Result } from '../../base/fault.ts';
import { asBoolean, asObject, asObjects, asText } from '../../base/json-value.ts';
import { formatPath, readJson, type JsonObject } from '../../base/json.ts';
import { parseIsoTime } from '../../base/time.ts';
import { local, type Output, type Read, type ReportFile } from '../source.ts';
import { assetOf, checksOf, controlOf, placeOf, summaryOf, unmetControl, type Summary } from './map.ts';

/** Reads a scan in two passes: what the summary says of the controls first, then the results on each resource. */
export const read: Read = async (report, out) => {
  const [file] = report.files;
  invariant(file !== undefined, 'a report has a file');
  const ref = local('target');
  const head = new HeadOfScan(out);
  const first = await head.read(file);
  const { resource, isNamed } = assetOf(head.clusterName, head.metadata, file.name, ref);
  const checks = checksOf(head.metadata);
  out.add('resource', resource, '$.metadata');
  const result = await readResults(file, head.controls, ref, out);
  out.scope({
    kind: 'cluster',
    target: resource.ResourceName,
    checks: ['configuration'],
    frameworks: checks,
  });
  out.checkSet(checks);
  if (!result.ok) return result;
  if (!first.ok) return first;
  if (isNamed && head.metadata !== undefined && head.isOnlyChunk) out.provesScope();
  return { ok: true };
};

class HeadOfScan {
  clusterName: string | undefined;
  metadata: JsonObject | undefined;
  isOnlyChunk = true;
  readonly controls = new Map<string, Summary>();
  readonly #out: Output;

  constructor(out: Output) {
    this.#out = out;
    out.tool('Kubescape');
    out.nativeValue('status', {});
    out.native('resources', 0);
    out.native('results', 0);
  }

  read(file: ReportFile): Promise<Result<void>> {
    return readJson(file.text(), {
      records: {
        clusterName: (value) => {
          this.clusterName = asText(value);
        },
        generationTime: (value) => {
          // A scan of files writes the year 1.
          this.#out.observedAt(parseIsoTime(asText(value)));
        },
        metadata: (value) => {
          this.metadata = asObject(value);
          this.#out.tool(
            'Kubescape',
            asText(asObject(this.metadata?.['scanMetadata'])?.['kubescapeVersion']),
          );
        },
        paginationInfo: (value) => {
          const page = asObject(value);
          if (page?.['chunkNumber'] !== 0 && asBoolean(page?.['isLastChunk']) === false)
            this.isOnlyChunk = false;
        },
        'summaryDetails.controls.*': (value, path) => {
          const record = asObject(value);
          if (record !== undefined)
            this.controls.set(detached(asText(record['controlID']) ?? String(path[2])), summaryOf(record));
        },
        'resources.*': () => {
          this.#out.native('resources');
        },
      },
      pressure: () => this.#out.pressure(),
    });
  }
}

async function readResults(
  file: ReportFile,
  controls: ReadonlyMap<string, Summary>,
  ref: string,
  out: Output,
): Promise<Result<void>> {
  const met = new Set<string>();
  const result = await readJson(file.text(), {
    records: {
      'results.*': (value, path) => {
        out.native('results');
        const record = asObject(value);
        const id = asText(record?.['resourceID']);
        if (id === undefined) {
          out.quarantine(formatPath(path), 'the result names no resource');
          return;
        }
        asObjects(record?.['controls']).forEach((control, i) => {
          const locator = formatPath([...path, 'controls', i]);
          const controlId = asText(control['controlID']) ?? '';
          const row = controlOf(control, placeOf(id), controls.get(controlId), ref);
          if (row === undefined) {
            out.quarantine(locator, 'the control has no id');
            return;
          }
          met.add(detached(controlId));
          out.nativeOf('status', asText(asObject(control['status'])?.['status']) ?? 'null');
          out.add('control', row, locator);
        });
      },
    },
    pressure: () => out.pressure(),
  });
  if (!result.ok) return result;
  for (const [id, summary] of controls) {
    if (!met.has(id)) {
      out.add('control', unmetControl(id, summary, ref), formatPath(['summaryDetails', 'controls', id]));
    }
  }
  return result;
}
