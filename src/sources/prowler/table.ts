import type { CsvRow } from '../csv.ts';
import { parseIsoTime } from '../../base/time.ts';
import type { Finding } from './finding.ts';

/** A finding of a line of the CSV of Prowler 2 to 5; columns are found by their names in lower case. */
export function tableFinding(row: CsvRow): Finding {
  const cells = new Map([...row].map(([name, cell]) => [name.toLowerCase(), cell.trim()]));
  const cell = (...names: readonly string[]): string | undefined =>
    names.map((name) => cells.get(name)).find((text) => text !== undefined && text !== '');
  const title = cell('check_title', 'title_text');
  const titleId = cell('title_id');
  return {
    checkId: cell('check_id') ?? /^\[(\w+)\]/.exec(title ?? '')?.[1] ?? titleId,
    title: title?.replace(/^\[\w+\]\s*/, ''),
    severity: cell('severity', 'check_severity'),
    status: cell('status', 'check_result'),
    detail: cell('status_extended', 'check_result_extended'),
    isMuted: cell('muted')?.toLowerCase() === 'true',
    remedy: cell('remediation_recommendation_text', 'check_remediation'),
    requirements: [
      ...(titleId === undefined ? [] : [`CIS: ${titleId}`]),
      ...(cell('compliance') ?? '').split(' | ').filter((text) => text !== ''),
    ],
    provider: cell('provider') ?? (cells.has('account_num') ? 'aws' : undefined),
    accountId: cell('account_uid', 'account_id', 'account_num', 'subscription', 'project_id', 'context'),
    accountName: cell('account_name'),
    region: cell('region', 'location'),
    resource: cell('resource_uid', 'resource_arn', 'resource_id', 'resource_name'),
    version: cell('prowler_version'),
    time: parseIsoTime(cell('timestamp', 'assessment_start_time')),
  };
}
