import { asLabel, asObject, asText } from '../../base/json-value.ts';
import type { JsonObject } from '../../base/json.ts';
import { parseIsoTime } from '../../base/time.ts';
import type { Finding } from './finding.ts';
import { requirementsOf } from './ocsf.ts';

/** A finding of the JSON of Prowler 3, or of the JSON lines of Prowler 2. */
export function nativeFinding(record: JsonObject): Finding {
  return record['CheckID'] === undefined ? ofVersion2(record) : ofVersion3(record);
}

function ofVersion3(record: JsonObject): Finding {
  const recommendation = asObject(asObject(record['Remediation'])?.['Recommendation']);
  const accountId = ['AccountId', 'Subscription', 'ProjectId', 'Context']
    .map((key) => asLabel(record[key]))
    .find((text) => text !== undefined);
  return {
    checkId: asText(record['CheckID']),
    title: asText(record['CheckTitle']),
    severity: asText(record['Severity']),
    status: asText(record['Status']),
    detail: asText(record['StatusExtended']),
    isMuted: asText(record['Status']) === 'MUTED',
    remedy: asText(recommendation?.['Text']),
    requirements: requirementsOf(asObject(record['Compliance'])),
    provider: asText(record['Provider']),
    accountId,
    accountName: undefined,
    region: asText(record['Region']) ?? asText(record['Location']),
    resource: asText(record['ResourceArn']) ?? asText(record['ResourceId']) ?? asText(record['ResourceName']),
    version: undefined,
    time: parseIsoTime(asText(record['AssessmentStartTime'])),
  };
}

function ofVersion2(record: JsonObject): Finding {
  const id = asLabel(record['Control ID']);
  const control = asText(record['Control']);
  return {
    checkId: /^\[(\w+)\]/.exec(control ?? '')?.[1] ?? id,
    title: control?.replace(/^\[\w+\]\s*/, ''),
    severity: asText(record['Severity']),
    status: asText(record['Status']),
    detail: asText(record['Message']),
    isMuted: false,
    remedy: asText(record['Remediation']),
    requirements: id === undefined ? [] : [`CIS: ${id}`],
    provider: 'aws',
    accountId: asLabel(record['Account Number']),
    accountName: undefined,
    region: asText(record['Region']),
    resource: asText(record['Resource ID']),
    version: undefined,
    time: parseIsoTime(asText(record['Timestamp'])),
  };
}
