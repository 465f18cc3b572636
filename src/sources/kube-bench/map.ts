import { asBoolean, asObjects, asText } from '../../base/json-value.ts';
import type { JsonObject } from '../../base/json.ts';
import type { Observation } from '../../schema/index.ts';
import { shorten } from '../texts.ts';

type Verdict = Pick<Observation<'control'>, 'Result' | 'Reason'>;

/** The benchmark of a group of controls: `CIS Kubernetes 1.6`, or the name of a distribution's own (`eks-1.2.0`). */
export function benchmarkOf(group: JsonObject): string {
  const version = asText(group['detected_version']) ?? '';
  const benchmark = asText(group['version']) ?? version;
  return /^(cis-)?\d/.test(benchmark)
    ? `CIS Kubernetes ${benchmark.replace(/^cis-/, '')}`
    : `CIS ${benchmark}`.trim();
}

/** The tests of a group with their results. */
export function resultsOf(group: JsonObject): readonly JsonObject[] {
  return asObjects(group['tests']).flatMap((test) => asObjects(test['results']));
}

/** A result as control; undefined when it has no number or status. Numbers mean something only within their benchmark. */
export function controlOf(
  result: JsonObject,
  group: JsonObject,
  ref: string,
): Observation<'control'> | undefined {
  const number = asText(result['test_number']);
  const status = asText(result['status']);
  if (number === undefined || status === undefined) return undefined;
  const benchmark = benchmarkOf(group);
  return {
    Ref: ref,
    ControlId: `${benchmark}: ${number}`,
    Benchmark: benchmark,
    Title: asText(result['test_desc']),
    // kube-bench knows no severities.
    Severity: 'Unknown',
    ...verdictOf(status, result),
    FixText: asText(result['remediation']),
    References: [`CIS ${number}`],
    Place: asText(group['node_type']),
  };
}

function verdictOf(status: string, result: JsonObject): Verdict {
  const actual = asText(result['actual_value']);
  const said = asText(result['reason']) ?? (actual === undefined ? undefined : `found: ${actual}`);
  const text = said === undefined ? undefined : shorten(said.replace(/\s+/g, ' '), 400);
  const because = (reason: string): string => (text === undefined ? reason : `${reason}: ${text}`);
  switch (status) {
    case 'PASS':
      return { Result: 'pass', Reason: text };
    case 'FAIL':
      return { Result: 'fail', Reason: text };
    case 'WARN':
      return {
        Result: 'unknown',
        Reason: because(
          asText(result['type']) === 'manual' || asBoolean(result['scored']) !== false
            ? 'manual: a person must check it'
            : 'not scored: a person must judge it',
        ),
      };
    case 'INFO':
      return { Result: 'unknown', Reason: because('skipped or informational') };
    default:
      return { Result: 'unknown', Reason: because(`kube-bench says ${status}`) };
  }
}
