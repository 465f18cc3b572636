import { invariant } from '../../base/fault.ts';
import type { Result } from '../../base/fault.ts';
import { asObject, asText } from '../../base/json-value.ts';
import { formatPath, readJson, type JsonPath, type JsonValue } from '../../base/json.ts';
import { parseIsoTime } from '../../base/time.ts';
import { local, type Output, type Read, type ReportFile } from '../source.ts';
import { controlOf, findingOf, isSuppressed, secretOf, vulnerabilityOf } from './result.ts';
import { Run } from './run.ts';

/**
 * Reads the file twice: rules, artifacts and the repository may stand after the results that need them. Memory holds the
 * rules and the file names of the report, and one result.
 */
export const read: Read = async (report, out) => {
  const [file] = report.files;
  invariant(file !== undefined, 'a report has a file');
  const runs = new Runs();
  const first = await runs.read(file);
  const tools = [...new Set(runs.all.map((run) => run.tool))];
  const [only] = runs.all;
  out.tool(tools.length === 0 ? 'SARIF' : tools.join(', '), tools.length === 1 ? only?.version : undefined);
  out.native('runs', runs.all.length);
  out.native('results', 0);
  out.nativeValue('tools', tools);
  for (const run of runs.all) out.observedAt(parseIsoTime(run.endedAt));
  out.checkSet([...new Set(runs.all.map((run) => `${run.tool} ${run.category}`.trim()))].sort().join(', '));

  const assets = new Assets(out, report.name.replace(/^.*[\\/]/, ''));
  const result = await readJson(file.text(), {
    records: {
      'runs.*.results.*': (value, path) => {
        take(value, path, runs.of(path), assets, out);
      },
    },
    pressure: () => out.pressure(),
  });
  if (result.ok) for (const run of runs.all) assets.of(run);
  assets.write();
  out.scope({ resources: assets.names });
  if (!result.ok) return result;
  if (!first.ok) return first;
  const isWhole = runs.all.every(
    (run) => run.hasResults && !run.isPartial && (run.repository ?? run.image) !== undefined,
  );
  // Two repositories may both be exported as results.sarif: what the report itself does not name proves nothing.
  if (isWhole && runs.all.length > 0) out.provesScope();
  return { ok: true };
};

function take(value: JsonValue, path: JsonPath, run: Run, assets: Assets, out: Output): void {
  const locator = formatPath(path);
  out.native('results');
  const result = asObject(value);
  if (result === undefined) {
    out.quarantine(locator, 'the result is no JSON object');
    return;
  }
  if (isSuppressed(result)) {
    out.native('suppressed');
    return;
  }
  // A comparison with an older run lists what is gone.
  if (asText(result['baselineState']) === 'absent') {
    out.native('absent');
    return;
  }
  const finding = findingOf(result, run);
  if (finding === undefined) {
    out.quarantine(locator, 'the result names no rule');
    return;
  }
  const ref = assets.of(run);
  if (run.isForSecrets) {
    out.add(
      'secret',
      secretOf(finding, result, ref, (secret) => out.fingerprint(secret)),
      locator,
    );
    return;
  }
  const isVerdict = (asText(result['kind']) ?? 'fail') === 'fail';
  const vulnerability = isVerdict ? vulnerabilityOf(finding, result, ref) : undefined;
  if (vulnerability !== undefined) {
    out.add('vulnerability', vulnerability, locator);
    return;
  }
  const control = controlOf(finding, result, run.tool, ref);
  if (control === undefined) out.native('informational');
  else out.add('control', control, locator);
}

/** The first reading: everything but the results. */
class Runs {
  readonly all: Run[] = [];

  of(path: JsonPath): Run {
    const index = Number(path[1]);
    for (let i = this.all.length; i <= index; i++) this.all.push(new Run());
    return this.all[index]!;
  }

  read(file: ReportFile): Promise<Result<void>> {
    const text =
      (set: (run: Run, value: string) => void) =>
      (value: JsonValue, path: JsonPath): void => {
        const found = asText(value);
        if (found !== undefined) set(this.of(path), found);
      };
    return readJson(file.text(), {
      records: {
        'runs.*.tool.driver.name': text((run, name) => (run.tool = name)),
        'runs.*.tool.driver.semanticVersion': text((run, version) => (run.version = version)),
        'runs.*.tool.driver.version': text((run, version) => (run.version ??= version)),
        'runs.*.tool.driver.rules.*': (value, path) => {
          this.of(path).addRule('', asObject(value) ?? {});
        },
        'runs.*.tool.extensions.*.rules.*': (value, path) => {
          this.of(path).addRule(String(path[4]), asObject(value) ?? {});
        },
        'runs.*.artifacts.*': (value, path) => {
          this.of(path).artifacts.push(asText(asObject(asObject(value)?.['location'])?.['uri']));
        },
        'runs.*.versionControlProvenance.*': (value, path) => {
          this.of(path).provenance(asObject(value) ?? {});
        },
        'runs.*.automationDetails.id': text((run, id) => (run.category = id.replace(/\/[^/]*$/, ''))),
        'runs.*.invocations.*': (value, path) => {
          this.of(path).invocation(asObject(value) ?? {});
        },
        'runs.*.externalPropertyFileReferences.results': (_, path) => {
          this.of(path).isPartial = true;
        },
        'runs.*.properties': (value, path) => {
          this.of(path).properties(asObject(value));
        },
        'runs.*.results.*': () => undefined,
      },
      open: (path, kind) => {
        if (path[0] !== 'runs') return;
        if (path.length === 2) this.of(path);
        // Without an array of results (absent or null) the tool states that it has none to tell.
        if (path.length === 3 && path[2] === 'results' && kind === 'array') this.of(path).hasResults = true;
      },
    });
  }
}

/** The repositories and images of the report; runs of one repository share it. */
class Assets {
  readonly #assets = new Map<
    string,
    { readonly run: Run; readonly type: string; readonly name: string; examined: Set<string> }
  >();
  readonly #out: Output;
  readonly #fallbackName: string;

  constructor(out: Output, fallbackName: string) {
    this.#out = out;
    this.#fallbackName = fallbackName;
  }

  /** The ref of what a run was made on; notes what the run looked at. */
  of(run: Run): string {
    const isImage = run.image !== undefined || /^dockle$/i.test(run.tool);
    const type = isImage ? 'image' : 'repository';
    const name = (isImage ? run.image : run.repository) ?? this.#fallbackName;
    const ref = local(`${type}:${name}`);
    let asset = this.#assets.get(ref);
    if (asset === undefined) {
      asset = { run, type, name, examined: new Set() };
      this.#assets.set(ref, asset);
    }
    for (const family of run.isForSecrets ? ['secrets'] : ['vulnerabilities', 'configuration']) {
      asset.examined.add(family);
    }
    return ref;
  }

  get names(): readonly string[] {
    return [...this.#assets.values()].map((asset) => asset.name);
  }

  write(): void {
    for (const [ref, { run, type, name, examined }] of this.#assets) {
      this.#out.add(
        'resource',
        {
          Ref: ref,
          ResourceType: type,
          ResourceName: name,
          ResourceIds: [...new Set(run.imageIds)],
          Examined: [...examined],
          Properties: run.revision === undefined ? {} : { revision: run.revision },
        },
        '$.runs',
      );
    }
  }
}
