import { asArray, asLabel, asNumber, asObject, asObjects, asText } from '../../base/json-value.ts';
import type { JsonObject } from '../../base/json.ts';
import { parseEpochSeconds, parseIsoTime } from '../../base/time.ts';
import type { Finding } from './finding.ts';

/** A finding in OCSF: class 2004 (Prowler 4 and later) or 2001 (Prowler 3). */
export function ocsfFinding(record: JsonObject): Finding {
  const metadata = asObject(record['metadata']);
  const product = asObject(metadata?.['product']);
  const feature = asObject(product?.['feature']);
  const info = asObject(record['finding_info']) ?? asObject(record['finding']);
  const cloud = asObject(record['cloud']);
  const account = asObject(cloud?.['account']);
  const [resource] = asObjects(record['resources']);
  const remediation = asObject(record['remediation']) ?? asObject(info?.['remediation']);
  const unmapped = asObject(record['unmapped']);
  return {
    checkId: asText(metadata?.['event_code']) ?? asText(feature?.['uid']) ?? asText(feature?.['name']),
    title: asText(info?.['title']),
    severity: asText(record['severity']),
    status: asText(record['status_code']) ?? statusOfWord(asText(record['status'])),
    detail: asText(record['status_detail']) ?? asText(record['message']),
    isMuted: asText(record['status']) === 'Suppressed',
    remedy: asText(remediation?.['desc']),
    requirements: requirementsOf(asObject(unmapped?.['compliance'])),
    provider:
      asText(cloud?.['provider']) ??
      asText(unmapped?.['provider']) ??
      (resource?.['namespace'] === undefined ? undefined : 'kubernetes'),
    accountId: asLabel(account?.['uid']) ?? asLabel(unmapped?.['provider_uid']),
    accountName: asText(account?.['name']),
    region: asText(cloud?.['region']) ?? asText(resource?.['region']) ?? namespaceOf(resource),
    // The uid of a Kubernetes object changes with each rollout; its name stays.
    resource:
      resource?.['namespace'] === undefined
        ? (asText(resource?.['uid']) ?? asText(resource?.['name']))
        : (asText(resource['name']) ?? asText(resource['uid'])),
    version: asText(product?.['version']),
    time:
      timeOf(info?.['created_time_dt']) ??
      timeOf(info?.['created_time']) ??
      timeOf(record['time_dt']) ??
      timeOf(record['event_time']) ??
      timeOf(record['time']) ??
      timeOf(metadata?.['original_time']),
  };
}

function namespaceOf(resource: JsonObject | undefined): string | undefined {
  return asText(resource?.['namespace'])?.replace(/^namespace: */, '');
}

/** Prowler 3 writes `status` as OCSF words too. */
function statusOfWord(word: string | undefined): string | undefined {
  return word === 'Failure' ? 'FAIL' : word === 'Success' ? 'PASS' : undefined;
}

/** `{ "CIS-3.0": ["1.20"] }` as `CIS-3.0: 1.20`. */
export function requirementsOf(compliance: JsonObject | undefined): readonly string[] {
  return Object.entries(compliance ?? {}).flatMap(([framework, ids]) =>
    asArray(ids).flatMap((id) => {
      const text = asLabel(id);
      return text === undefined ? [] : [`${framework}: ${text}`];
    }),
  );
}

function timeOf(value: JsonObject[string]): number | undefined {
  const text = asText(value);
  const number = asNumber(value);
  if (number !== undefined) return parseEpochSeconds(number > 100_000_000_000 ? number / 1000 : number);
  // Prowler writes microseconds of the machine's own zone without naming it; it is taken as UTC.
  return parseIsoTime(text);
}
