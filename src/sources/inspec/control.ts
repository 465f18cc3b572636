import { detached } from '../../base/detached.ts';
import { asArray, asLabel, asNumber, asObject, asObjects, asText } from '../../base/json-value.ts';
import type { JsonObject } from '../../base/json.ts';
import { parseIsoTime, type EpochMs } from '../../base/time.ts';
import type { Severity } from '../../base/severity.ts';
import type { Observation } from '../../schema/index.ts';
import { distinctTexts, shorten } from '../texts.ts';

type Control = Omit<Observation<'control'>, 'Ref'>;

/** What is kept of a control until all profiles were read: an overlay and its base name the same controls. */
export interface Checked {
  readonly control: Control;
  readonly hasResults: boolean;
  readonly locator: string;
  readonly end: EpochMs | undefined;
}

type Verdict = Pick<Control, 'Result' | 'Reason'>;

/** A control with its results; undefined when it has no id. */
export function checkedOf(
  record: JsonObject,
  benchmark: string | undefined,
  locator: string,
): Checked | undefined {
  const id = asText(record['id']);
  if (id === undefined) return undefined;
  const results = asObjects(record['results']);
  const tags = asObject(record['tags']) ?? asObject(record['control_tags']);
  const impact = asNumber(record['impact']);
  const times = results.flatMap((result) => parseIsoTime(zoned(asText(result['start_time']))) ?? []);
  return {
    control: {
      ControlId: detached(id),
      Benchmark: benchmark,
      Title: kept(asText(record['title']), 300),
      Severity: severityOfImpact(impact),
      ...verdictOf(record, results, impact),
      FixText: kept(fixOf(record, tags), 400),
      References: referencesOf(tags),
    },
    hasResults: results.length > 0,
    locator,
    end: times.length === 0 ? undefined : Math.max(...times),
  };
}

/** Bands of the InSpec language reference: 0.01 low, 0.4 medium, 0.7 high, 0.9 critical. */
function severityOfImpact(impact: number | undefined): Severity {
  if (impact === undefined) return 'Unknown';
  if (impact >= 0.9) return 'Critical';
  if (impact >= 0.7) return 'High';
  if (impact >= 0.4) return 'Medium';
  return impact >= 0.01 ? 'Low' : 'None';
}

function verdictOf(record: JsonObject, results: readonly JsonObject[], impact: number | undefined): Verdict {
  const isError = (result: JsonObject): boolean =>
    asText(result['status']) === 'error' || asText(result['exception']) !== undefined;
  const of = (status: string): readonly JsonObject[] =>
    results.filter((result) => asText(result['status']) === status && !isError(result));
  const failures = of('failed');
  if (failures.length > 0) return { Result: 'fail', Reason: waived(record, said(failures)) };
  const errors = results.filter(isError);
  if (errors.length > 0)
    return { Result: 'unknown', Reason: because('the check ended with an error', said(errors)) };
  const skips = of('skipped');
  if (skips.length > 0) {
    const isWhole = skips.length === results.length;
    if (isWhole && impact !== undefined && impact < 0.01) {
      return { Result: 'notApplicable', Reason: said(skips) ?? 'the control does not apply to this system' };
    }
    const reason = isWhole ? 'skipped' : `skipped in part (${skips.length} of ${results.length} tests)`;
    return { Result: 'unknown', Reason: waived(record, because(reason, said(skips))) };
  }
  const passes = of('passed').length;
  if (passes > 0 && passes === results.length) return { Result: 'pass' };
  if (results.length === 0) return { Result: 'unknown', Reason: 'not checked: the control has no results' };
  return { Result: 'unknown', Reason: 'a test has a result that InSpec does not define' };
}

function waived(record: JsonObject, reason: string | undefined): string | undefined {
  const waiver = asObject(record['waiver_data']);
  if (waiver === undefined || Object.keys(waiver).length === 0) return reason;
  return because(because('waived', kept(asText(waiver['justification']), 200)), reason);
}

function because(reason: string, more: string | undefined): string {
  return more === undefined ? reason : `${reason}: ${more}`;
}

/** The words of the first three results. */
function said(results: readonly JsonObject[]): string | undefined {
  const texts = results
    .slice(0, 3)
    .map(
      (result) =>
        asText(result['skip_message']) ??
        asText(result['message']) ??
        asText(result['exception']) ??
        asText(result['code_desc']),
    );
  const text = distinctTexts(texts)?.join('; ');
  return text === undefined ? undefined : shorten(text.replace(/\s+/g, ' '), 400);
}

/** `descriptions` is a list of labels with data, or (in profiles of version 4) an object by label; older profiles tag it. */
function fixOf(record: JsonObject, tags: JsonObject | undefined): string | undefined {
  const list = asObjects(record['descriptions']).find((item) => asText(item['label']) === 'fix');
  return asText(list?.['data']) ?? asText(asObject(record['descriptions'])?.['fix']) ?? asText(tags?.['fix']);
}

/** Ids in catalogues: STIG, rule, CCI, NIST, CIS. */
function referencesOf(tags: JsonObject | undefined): readonly string[] {
  const names = ['stig_id', 'gid', 'rid', 'cci', 'nist', 'cis', 'cis_rid', 'legacy'];
  const texts = names.flatMap((name) => {
    const value = tags?.[name];
    return [asLabel(value), ...asArray(value).map(asLabel)];
  });
  return (
    distinctTexts(
      texts.filter((text) => text !== undefined && text.length <= 80).map((text) => detached(text ?? '')),
    ) ?? []
  );
}

function kept(text: string | undefined, characters: number): string | undefined {
  return text === undefined ? undefined : detached(shorten(text.replace(/\s+/g, ' '), characters));
}

/** InSpec 1 writes `2017-09-22 14:12:44 -0400`. */
function zoned(text: string | undefined): string | undefined {
  return text?.replace(/ ([+-]\d{4})$/, '$1');
}
