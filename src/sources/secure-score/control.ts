import { asBoolean, asNumber, asObjects, asText } from '../../base/json-value.ts';
import type { JsonObject } from '../../base/json.ts';
import type { Severity } from '../../base/severity.ts';
import type { Observation } from '../../schema/index.ts';
import { distinctTexts, shorten } from '../texts.ts';

type Verdict = Pick<Observation<'control'>, 'Result' | 'Reason'>;

/** A control of the score, with what its profile says of it; undefined when it has no name. */
export function controlOf(
  score: JsonObject,
  profile: JsonObject | undefined,
  ref: string,
): Observation<'control'> | undefined {
  const name = asText(score['controlName']);
  if (name === undefined) return undefined;
  return {
    Ref: ref,
    ControlId: name,
    Benchmark: ['Secure Score', asText(score['controlCategory'])].filter(Boolean).join(' '),
    Title: asText(profile?.['title']) ?? plain(asText(score['description']), 120) ?? name,
    Severity: severityOf(asNumber(profile?.['maxScore'])),
    ...verdictOf(score, profile),
    FixText: plain(asText(profile?.['remediation']), 400),
    References: distinctTexts([asText(profile?.['service']), asText(profile?.['actionUrl'])]) ?? [],
  };
}

/** The points that a control can give are what Microsoft holds it to be worth: 1 to 10. */
function severityOf(maxScore: number | undefined): Severity {
  if (maxScore === undefined) return 'Unknown';
  if (maxScore >= 8) return 'High';
  return maxScore >= 4 ? 'Medium' : 'Low';
}

function verdictOf(score: JsonObject, profile: JsonObject | undefined): Verdict {
  const status = plain(asText(score['implementationStatus']), 400);
  const state = asText(asObjects(profile?.['controlStateUpdates']).at(-1)?.['state']);
  const because = (reason: string): string => (status === undefined ? reason : `${reason}: ${status}`);
  if (asBoolean(profile?.['deprecated']) === true)
    return { Result: 'unknown', Reason: because('the control is deprecated') };
  if (state === 'Ignored' || state === 'ThirdParty')
    return { Result: 'unknown', Reason: because(`set to ${state} by a person`) };
  const share = shareOf(score, profile);
  if (share === undefined) return { Result: 'unknown', Reason: because('the score tells no share') };
  if (share >= 1) return { Result: 'pass', Reason: status };
  return { Result: 'fail', Reason: because(`${Math.floor(share * 100)} % done`) };
}

/** How much of the control is done, 0 to 1. A score may exceed its maximum. */
function shareOf(score: JsonObject, profile: JsonObject | undefined): number | undefined {
  const percent = asNumber(score['scoreInPercentage']);
  if (percent !== undefined && percent >= 0) return percent / 100;
  const points = asNumber(score['score']);
  const maximum = asNumber(profile?.['maxScore']);
  if (points !== undefined && maximum !== undefined && maximum > 0) return points / maximum;
  const on = asBoolean(score['on']);
  return on === undefined ? undefined : on ? 1 : 0;
}

function plain(html: string | undefined, characters: number): string | undefined {
  const text = (html ?? '')
    .replace(/<[^<>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return text === '' ? undefined : shorten(text, characters);
}
