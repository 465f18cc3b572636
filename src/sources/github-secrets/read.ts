import { invariant } from '../../base/fault.ts';
import { asNumber, asObject, asText } from '../../base/json-value.ts';
import type { JsonObject } from '../../base/json.ts';
import { parseIsoTime } from '../../base/time.ts';
import { readRecords } from '../json-records.ts';
import { isMasked, SecretAssets } from '../secret-assets.ts';
import type { Output, Read } from '../source.ts';

export const read: Read = async (report, out) => {
  const [file] = report.files;
  invariant(file !== undefined, 'a report has a file');
  const assets = new SecretAssets(out, report.name);
  out.tool('GitHub secret scanning');
  out.native('alerts', 0);
  const result = await readRecords(file, {
    record: (alert, locator) => {
      out.native('alerts');
      takeAlert(alert, locator, assets, out);
    },
    bad: (locator, reason) => {
      out.quarantine(locator, reason);
    },
    pressure: () => out.pressure(),
  });
  out.scope({ resources: assets.names });
  return result.ok ? { ok: true } : result;
};

function takeAlert(alert: JsonObject, locator: string, assets: SecretAssets, out: Output): void {
  const rule = asText(alert['secret_type']);
  if (rule === undefined) {
    out.quarantine(locator, 'the alert names no type of secret');
    return;
  }
  const repository = repositoryOf(alert);
  const ref = assets.of('repository', repository.name, repository.ids);
  // A person or GitHub closed it: revoked, false positive, used in tests, accepted.
  if (asText(alert['state']) === 'resolved') {
    out.native('resolved');
    return;
  }
  const place = asObject(alert['first_location_detected']);
  const line = asNumber(place?.['start_line']);
  const value = asText(alert['secret']);
  const validity = asText(alert['validity']);
  out.add(
    'secret',
    {
      Ref: ref,
      RuleId: rule,
      Title: asText(alert['secret_type_display_name']),
      Severity: 'Unknown',
      Place: asText(place?.['path'])?.replace(/^\//, ''),
      Line: Number.isSafeInteger(line) ? line : undefined,
      Commit: asText(place?.['commit_sha']),
      // `hide_secret=true` leaves the value out: then the alert stands for it.
      Fingerprint: out.fingerprint(
        value === undefined || isMasked(value)
          ? ['github', repository.name ?? '', rule, String(asNumber(alert['number']) ?? locator)].join('\n')
          : value,
      ),
      IsVerified: validity === 'active' ? true : validity === 'inactive' ? false : undefined,
      FoundAt: parseIsoTime(asText(alert['created_at'])),
    },
    locator,
  );
}

/** The repository as the alert describes it (lists of an organisation), else as its own address says. */
function repositoryOf(alert: JsonObject): {
  readonly name: string | undefined;
  readonly ids: readonly string[];
} {
  const repository = asObject(alert['repository']);
  const page = asText(alert['html_url'])?.replace(/\/security\/secret-scanning\/.*$/, '');
  const name = asText(repository?.['html_url']) ?? page;
  const fullName = asText(repository?.['full_name']) ?? /\/([^/]+\/[^/]+)$/.exec(name ?? '')?.[1];
  return { name: name ?? fullName, ids: fullName === undefined ? [] : [fullName] };
}
