import { invariant } from '../../base/fault.ts';
import { asLabel, asObject, asText } from '../../base/json-value.ts';
import { formatPath, readJson, type JsonObject } from '../../base/json.ts';
import { parseIsoTime } from '../../base/time.ts';
import { local, type Read } from '../source.ts';
import { checksOf } from './checks.ts';
import { resourceOf, vulnerabilityOf } from './map.ts';

export const read: Read = async (report, out) => {
  const [file] = report.files;
  invariant(file !== undefined, 'a report has a file');
  const ref = local('artefact');
  const ids = new Set<string>();
  const said: { tool?: string | undefined; source?: JsonObject | undefined } = {};
  let distro: JsonObject | undefined;
  out.tool('Grype');
  out.native('matches', 0);
  out.nativeValue('severity', {});
  try {
    const result = await readJson(file.text(), {
      records: {
        'matches.*': (value, path) => {
          const match = asObject(value);
          const vulnerability = asObject(match?.['vulnerability']);
          const locator = formatPath(path);
          out.native('matches');
          out.nativeOf('severity', asLabel(vulnerability?.['severity']) ?? 'null');
          const row = match === undefined ? undefined : vulnerabilityOf(match, ref);
          if (row === undefined) {
            out.quarantine(locator, 'the match names no vulnerability');
            return;
          }
          ids.add(row.VulnerabilityId);
          out.add('vulnerability', row, locator);
        },
        // What a person or a VEX document told Grype to leave out is no finding.
        'ignoredMatches.*': () => {
          out.native('ignored_matches');
        },
        source: (value) => {
          said.source = asObject(value);
        },
        distro: (value) => {
          distro = asObject(value);
        },
        'descriptor.name': (value) => {
          said.tool = asText(value);
        },
        'descriptor.configuration': (value) => {
          out.checkSet(checksOf(asObject(value)));
        },
        'descriptor.version': (value) => {
          out.tool('Grype', asText(value));
        },
        'descriptor.timestamp': (value) => {
          out.observedAt(parseIsoTime(asText(value)));
        },
      },
      pressure: () => out.pressure(),
    });
    if (!result.ok) return result;
    // Without source or descriptor something else cut the report down to its matches; an unknown source is no one artefact.
    const isNamed = said.source !== undefined && asText(said.source['type']) !== 'unknown';
    if (said.tool === 'grype' && isNamed) out.provesScope();
    return { ok: true };
  } finally {
    out.nativeValue('distinct_ids', ids.size);
    const resource = resourceOf(said.source, distro, ref, report.name.replace(/^.*[\\/]/, ''));
    out.add('resource', resource, '$.source');
    out.scope({ artefact: resource.ResourceName });
  }
};
