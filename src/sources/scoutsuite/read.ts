import { invariant } from '../../base/fault.ts';
import { asLabel, asNumber, asObject, asText, asTexts } from '../../base/json-value.ts';
import { formatPath, readJson, type JsonObject } from '../../base/json.ts';
import type { Severity } from '../../base/severity.ts';
import { parseIsoTime } from '../../base/time.ts';
import type { Observation } from '../../schema/index.ts';
import { local, type Read } from '../source.ts';
import { distinctTexts, knownProperties } from '../texts.ts';

/** Reads the rules of one account with the items that they flagged. */
export const read: Read = async (report, out) => {
  const [file] = report.files;
  invariant(file !== undefined, 'a report has a file');
  const ref = local('account');
  const run = new Map<string, string>();
  let last: JsonObject | undefined;
  const services = new Set<string>();
  const keep = (key: string) => (value: Parameters<typeof asText>[0]) => {
    const text = asLabel(value);
    if (text !== undefined) run.set(key, text);
  };
  out.tool('ScoutSuite');
  for (const name of ['findings', 'flagged_findings', 'flagged_items']) out.native(name, 0);
  const result = await readJson(withoutAssignment(file.text()), {
    records: {
      account_id: keep('account'),
      provider_code: keep('provider'),
      last_run: (value) => {
        last = asObject(value);
      },
      'services.*.findings.*': (value, path) => {
        const rule = asObject(value);
        const service = String(path[1]);
        if (rule === undefined) {
          out.quarantine(formatPath(path), 'the finding is no object');
          return;
        }
        const flagged = asNumber(rule['flagged_items']) ?? 0;
        out.native('findings');
        if (flagged > 0) out.native('flagged_findings');
        out.native('flagged_items', flagged);
        // A service without rights looks like an empty one: only where something was checked does the run speak for it.
        if ((asNumber(rule['checked_items']) ?? 0) > 0) services.add(service);
        controlsOf(String(path[3]), service, rule, ref).forEach((control) => {
          out.add('control', control, formatPath(path));
        });
      },
    },
    pressure: () => out.pressure(),
  });
  const account = run.get('account');
  const provider = run.get('provider');
  out.tool('ScoutSuite', asText(last?.['version']));
  out.observedAt(parseIsoTime(asText(last?.['time'])));
  out.add(
    'resource',
    {
      Ref: ref,
      ResourceType: 'cloud',
      ResourceName: account ?? file.name.replace(/^.*[\\/]/, ''),
      ResourceIds: account === undefined ? [] : [`${provider ?? 'cloud'}:${account}`],
      Examined: ['configuration'],
      Properties: knownProperties({ provider }) ?? {},
    },
    '$.account_id',
  );
  const regions = asTexts(asObject(last?.['run_parameters'])?.['regions']).join(', ');
  const checks = [
    asText(last?.['ruleset_name']) ?? 'unknown ruleset',
    [...services].sort().join(', '),
    regions,
  ]
    .filter((text) => text !== '')
    .join('; ');
  out.scope({
    kind: 'account',
    account: account ?? 'unknown',
    checks: ['configuration'],
    services: [...services],
  });
  out.checkSet(checks);
  if (!result.ok) return result;
  if (account !== undefined && last !== undefined) out.provesScope();
  return { ok: true };
};

/** The file is a script: `scoutsuite_results =` stands before the JSON. */
async function* withoutAssignment(text: AsyncIterable<string>): AsyncGenerator<string, void> {
  let head: string | undefined = '';
  for await (const chunk of text) {
    if (head === undefined) {
      yield chunk;
      continue;
    }
    head += chunk;
    const brace = head.indexOf('{');
    if (brace < 0 && head.length < 1000) continue;
    yield head.slice(Math.max(brace, 0));
    head = undefined;
  }
  if (head !== undefined && head !== '') yield head.replace(/^\s*scoutsuite_results\s*=/, '');
}

/** One row for each flagged item; one row for a rule that flagged none. */
function controlsOf(
  id: string,
  service: string,
  rule: JsonObject,
  ref: string,
): readonly Observation<'control'>[] {
  const checked = asNumber(rule['checked_items']);
  const flagged = asNumber(rule['flagged_items']);
  const base = {
    Ref: ref,
    ControlId: id,
    Benchmark: `ScoutSuite ${service}`,
    Title: asText(rule['description']) ?? id,
    Severity: severityOf(asText(rule['level'])),
    FixText: asText(rule['remediation']),
    References: distinctTexts(asTexts(rule['references'])) ?? [],
  };
  if (flagged === undefined || checked === undefined) {
    return [{ ...base, Result: 'unknown', Reason: 'the rule does not say how many items it checked' }];
  }
  if (flagged > 0) {
    const items = asTexts(rule['items']);
    return items.length === 0
      ? [{ ...base, Result: 'fail', Reason: `${flagged} of ${checked} items flagged` }]
      : [...new Set(items)].map((Place) => ({ ...base, Result: 'fail' as const, Place }));
  }
  if (checked === 0) return [{ ...base, Result: 'notApplicable', Reason: 'there was nothing to check' }];
  return [{ ...base, Result: 'pass', Reason: `none of ${checked} items flagged` }];
}

function severityOf(level: string | undefined): Severity {
  return level === 'danger' ? 'High' : level === 'warning' ? 'Medium' : 'Unknown';
}
