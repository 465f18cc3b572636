import { ownValue } from '../../base/own-value.ts';
import { parseIsoTime, type EpochMs } from '../../base/time.ts';
import type { Finding } from './definitions.ts';

/** How sure a verdict is, as our percentages. */
const confidences = { exploited: 95, version: 80, potential: 40 } as const;

const codes: Readonly<Record<string, keyof typeof confidences>> = {
  VE: 'exploited',
  EE: 'exploited',
  VV: 'version',
  EV: 'version',
  VP: 'potential',
  EP: 'potential',
};

/**
 * The words of the full report (`vulnerable-exploited`, `vulnerable-version`, `vulnerable-potential`, the same with an exception)
 * and the codes of the simple one (VE, VV, VP; with an exception EE, EV, EP); every other word is no finding.
 */
export function verdictOf(
  word: string | undefined,
): Pick<Finding, 'Confidence' | 'Status' | 'Reason'> | undefined {
  const text = word?.trim() ?? '';
  const [, before, kind, after] =
    /^(exception-|excluded-)?(?:vulnerable-)?(exploited|version|potential)(-exception|-excluded)?$/.exec(
      text,
    ) ?? [];
  const found =
    ownValue(codes, text) ?? (kind !== undefined && /vuln|potential/.test(text) ? kind : undefined);
  if (found === undefined) return undefined;
  const isExcepted = before !== undefined || after !== undefined || /^E[EVP]$/.test(text);
  return {
    Confidence: confidences[found as keyof typeof confidences],
    ...(isExcepted
      ? { Status: 'will_not_fix', Reason: 'an exception is set in Nexpose' }
      : { Status: 'affected' }),
  };
}

/** `20210228T225351463`: year to milliseconds, without a zone, taken as UTC. */
export function timeOf(text: string | undefined): EpochMs | undefined {
  const [, year, month, day, hour, minute, second, ms = '0'] =
    /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})(\d{3})?$/.exec(text?.trim() ?? '') ?? [];
  return year === undefined
    ? undefined
    : parseIsoTime(`${year}-${month}-${day}T${hour}:${minute}:${second}.${ms}Z`);
}
