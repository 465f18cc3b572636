import { ownValue } from './own-value.ts';
/** Severity words of the published tables. `None` is a verdict (informational), `Unknown` the lack of one. */
export const severities = ['None', 'Low', 'Medium', 'High', 'Critical', 'Unknown'] as const;
export type Severity = (typeof severities)[number];

/** Band of a CVSS v3/v4 base score 0..10 (FIRST, qualitative severity rating scale). */
export function severityOfCvss(score: number): Severity {
  if (score >= 9) return 'Critical';
  if (score >= 7) return 'High';
  if (score >= 4) return 'Medium';
  return score > 0 ? 'Low' : 'None';
}

const words: Readonly<Record<string, Severity>> = {
  critical: 'Critical',
  important: 'High',
  high: 'High',
  moderate: 'Medium',
  medium: 'Medium',
  low: 'Low',
  minimal: 'Low',
  negligible: 'Low',
  minor: 'Low',
  unimportant: 'Low',
  none: 'None',
  info: 'None',
  informational: 'None',
  information: 'None',
  log: 'None',
};

/** Severity of a vendor's word (Critical, Important, Moderate, Negligible, Info …), `Unknown` for any other. */
export function severityOfWord(word: string | undefined): Severity {
  const key = word?.trim().toLowerCase() ?? '';
  return ownValue(words, key) ?? 'Unknown';
}
