import { invariant } from '../../base/fault.ts';
import { readRecords } from '../json-records.ts';
import { local, type Read } from '../source.ts';
import { findingOf } from './map.ts';

export const read: Read = async (report, out) => {
  const [file] = report.files;
  invariant(file !== undefined, 'a report has a file');
  const fallbackName = report.name.replace(/^.*[\\/]/, '');
  const repositories = new Set<string>();
  const refOf = (repository: string): string => {
    const ref = local(`repository:${repository}`);
    if (!repositories.has(repository)) {
      repositories.add(repository);
      out.add(
        'resource',
        { Ref: ref, ResourceType: 'repository', ResourceName: repository, Examined: ['secrets'] },
        '$',
      );
    }
    return ref;
  };
  out.tool('Gitleaks');
  out.native('findings', 0);
  const result = await readRecords(file, {
    record: (record, locator) => {
      out.native('findings');
      const finding = findingOf(record);
      if (finding === undefined) {
        out.quarantine(locator, 'the finding names no rule');
        return;
      }
      const ref = refOf(finding.repository ?? fallbackName);
      out.add(
        'secret',
        finding.secret(ref, (value) => out.fingerprint(value)),
        locator,
      );
    },
    bad: (locator, reason) => {
      out.native('findings');
      out.quarantine(locator, reason);
    },
    pressure: () => out.pressure(),
  });
  // A clean report is a statement too: this repository was searched.
  if (result.ok && repositories.size === 0) refOf(fallbackName);
  out.scope({ repositories: [...repositories] });
  return result.ok ? { ok: true } : result;
};
