import { invariant } from '../../base/fault.ts';
import { readRecords } from '../json-records.ts';
import { local, type Read } from '../source.ts';
import type { Location } from './asset.ts';
import { findingOf, isLogLine } from './map.ts';

export const read: Read = async (report, out) => {
  const [file] = report.files;
  invariant(file !== undefined, 'a report has a file');
  const fallbackName = report.name.replace(/^.*[\\/]/, '');
  const assets = new Set<string>();
  const refOf = ({ resourceType, resourceName = fallbackName }: Location): string => {
    const ref = local(`${resourceType}:${resourceName}`);
    if (!assets.has(ref)) {
      assets.add(ref);
      out.add(
        'resource',
        { Ref: ref, ResourceType: resourceType, ResourceName: resourceName, Examined: ['secrets'] },
        '$',
      );
    }
    return ref;
  };
  out.tool('TruffleHog');
  out.native('findings', 0);
  const result = await readRecords(file, {
    record: (record, locator) => {
      if (isLogLine(record)) return;
      out.native('findings');
      const finding = findingOf(record);
      if (finding === undefined) {
        out.quarantine(locator, 'the finding names no detector');
        return;
      }
      const ref = refOf(finding.location);
      const secrets = finding.secrets(ref, (value) => out.fingerprint(value));
      if (secrets.length === 0) out.quarantine(locator, 'the finding holds no string');
      secrets.forEach((secret, i) => {
        out.add('secret', secret, secrets.length === 1 ? locator : `${locator}, string ${i + 1}`);
      });
    },
    bad: (locator, reason) => {
      out.quarantine(locator, reason);
    },
    pressure: () => out.pressure(),
  });
  out.scope({ assets: [...assets].map((ref) => ref.slice(local('').length)) });
  return result.ok ? { ok: true } : result;
};
