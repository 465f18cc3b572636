import { invariant } from '../../base/fault.ts';
import { asObject, asObjects, asText } from '../../base/json-value.ts';
import { formatPath, readJson } from '../../base/json.ts';
import { local, type Read } from '../source.ts';
import { softwareOf, vulnerabilitiesOf } from './map.ts';

/** A lockfile, image or SBOM that was searched. */
interface Target {
  path: string | undefined;
  type: string | undefined;
}

const types: Readonly<Record<string, string>> = {
  docker: 'image',
  image: 'image',
  sbom: 'application',
  git: 'repository',
};

export const read: Read = async (report, out) => {
  const [file] = report.files;
  invariant(file !== undefined, 'a report has a file');
  const targets = new Map<number, Target>();
  const ids = new Set<string>();
  const targetAt = (index: unknown): Target => {
    const key = Number(index);
    const target = targets.get(key) ?? { path: undefined, type: undefined };
    targets.set(key, target);
    return target;
  };
  out.tool('OSV-Scanner');
  out.native('packages', 0);
  out.native('vulnerabilities', 0);
  try {
    const result = await readJson(file.text(), {
      records: {
        'results.*.source': (value, path) => {
          const source = asObject(value);
          const target = targetAt(path[1]);
          target.path = asText(source?.['path']);
          target.type = asText(source?.['type']);
        },
        'results.*.packages.*': (value, path) => {
          const entry = asObject(value);
          const locator = formatPath(path);
          out.native('packages');
          if (entry === undefined) {
            out.quarantine(locator, 'the package is no JSON object');
            return;
          }
          targetAt(path[1]);
          const ref = local(`source:${path[1] ?? ''}`);
          for (const record of asObjects(entry['vulnerabilities'])) {
            out.native('vulnerabilities');
            const id = asText(record['id']);
            if (id !== undefined) ids.add(id);
          }
          const software = softwareOf(entry, ref);
          if (software !== undefined) out.add('software', software, locator);
          vulnerabilitiesOf(entry, ref).forEach((row, i) => {
            out.add('vulnerability', row, `${locator}.groups[${i}]`);
          });
        },
      },
      pressure: () => out.pressure(),
    });
    return result.ok ? { ok: true } : result;
  } finally {
    out.nativeValue('distinct_ids', ids.size);
    for (const [index, { path, type }] of targets) {
      const name = path ?? report.name.replace(/^.*[\\/]/, '');
      out.add(
        'resource',
        {
          Ref: local(`source:${index}`),
          ResourceType: type !== undefined && Object.hasOwn(types, type) ? (types[type] ?? '') : 'filesystem',
          ResourceName: name,
          // Packages without findings are listed only on request: the list of software is not all.
          Examined: ['vulnerabilities'],
          Properties: type === undefined ? {} : { sourceType: type },
        },
        `$.results[${index}].source`,
      );
    }
    out.scope({ sources: targets.size });
  }
};
