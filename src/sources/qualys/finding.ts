import { ownValue } from '../../base/own-value.ts';
import type { Severity } from '../../base/severity.ts';
import { parseIsoTime, type EpochMs } from '../../base/time.ts';
import type { Observation } from '../../schema/index.ts';
import { parseMonthNameTime } from '../month-name-time.ts';
import { productOfTitle } from '../product-of-title.ts';
import { shorten } from '../texts.ts';

export type Finding = Omit<Observation<'vulnerability'>, 'Ref'>;

/** Qualys counts severities from 1 (minimal) to 5 (urgent). */
const severities: Readonly<Record<string, Severity>> = {
  '1': 'Low',
  '2': 'Low',
  '3': 'Medium',
  '4': 'High',
  '5': 'Critical',
};

export function severityOfLevel(level: string | undefined): Severity {
  return ownValue(severities, level) ?? 'Unknown';
}

/** Kind of a detection by the words of the reports; information is no finding. */
export function kindOf(type: string | undefined): 'confirmed' | 'potential' | 'information' {
  if (/^(?:ig|info\w*)$/i.test(type ?? '')) return 'information';
  return /^(?:practice|potential)/i.test(type ?? '') ? 'potential' : 'confirmed';
}

/** How sure Qualys is, as our percentages: confirmed 95, potential 40. */
export function confidenceOf(kind: 'confirmed' | 'potential'): number {
  return kind === 'confirmed' ? 95 : 40;
}

/** What a person or a scan says of the detection: fixed, or left as it is. */
export function statusOf(status: string | undefined, isIgnored: boolean): Pick<Finding, 'Status' | 'Reason'> {
  if (/^fixed$/i.test(status ?? '')) return { Status: 'fixed' };
  return isIgnored ? { Status: 'will_not_fix', Reason: 'ignored in Qualys' } : { Status: 'affected' };
}

/** The first text that begins with a score from 0 to 10, with the vector in brackets behind it: `8.1 (AV:N/…)`. */
export function cvssOf(...texts: readonly (string | undefined)[]): Pick<Finding, 'CvssScore' | 'CvssVector'> {
  for (const text of texts) {
    const [, number, vector] =
      /^(\d{1,2}(?:\.\d{1,2})?)(?:\s*\(([^()\s]{1,200})\))?$/.exec(text?.trim() ?? '') ?? [];
    const score = Number(number ?? 'none');
    if (score >= 0 && score <= 10) return { CvssScore: score, CvssVector: vector };
  }
  return { CvssScore: undefined, CvssVector: undefined };
}

/** The package a result table names (package, installed, required version), else the product in the title. */
export function productOf(
  title: string | undefined,
  result: string | undefined,
): Pick<Finding, 'SoftwareName' | 'SoftwareVersion' | 'FixedVersion'> {
  const [header = '', first = ''] = (result ?? '').slice(0, 20_000).split('\n');
  const names = header.split('\t').map((name) => name.trim().toLowerCase());
  const cells = first.split('\t').map((cell) => cell.trim());
  const cell = (name: string): string | undefined => cells[names.indexOf(name)] || undefined;
  if (names.includes('package') && names.includes('installed version')) {
    return {
      SoftwareName: cell('package'),
      SoftwareVersion: cell('installed version'),
      FixedVersion: cell('required version'),
    };
  }
  const obsolete = /^EOL\/Obsolete Software:\s*(.{1,120}?)(?:\s+Detected)?$/.exec(title ?? '')?.[1];
  return { SoftwareName: obsolete ?? productOfTitle(title ?? '') };
}

/** Remedies are HTML; only their text is kept. */
export function plainText(html: string | undefined): string | undefined {
  const text = (html ?? '')
    .replace(/<\/?[a-z][^<>]{0,500}>/gi, ' ')
    .replace(/[ \t]+/g, ' ')
    .trim();
  return text === '' || /^(?:n\/?a|not\s+applicable\.?)$/i.test(text) ? undefined : shorten(text, 4000);
}

/** `05/25/2021 07:36:58` (month first), `Feb 03, 2026 07:00 AM` and ISO; the first two are in the zone of the account. */
export function timeOf(text: string | undefined, offsetMs = 0): EpochMs | undefined {
  const [, month = '', day = '', year = '', clock = '00:00:00'] =
    /^(\d{1,2})\/(\d{1,2})\/(\d{4})(?: (\d{2}:\d{2}(?::\d{2})?))?$/.exec(text?.trim() ?? '') ?? [];
  if (year !== '') {
    const time = parseIsoTime(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}T${clock}`);
    return time === undefined ? undefined : time - offsetMs;
  }
  return parseIsoTime(text) ?? parseMonthNameTime(text, offsetMs);
}

/** What Qualys knows of exploits: a toolkit, malware, or a published one. */
export function maturityOf(sources: string, hasMalware: boolean): Finding['ExploitMaturity'] {
  if (hasMalware || /metasploit|core security|immunity|canvas/i.test(sources)) return 'weaponised';
  return sources.trim() === '' ? undefined : 'poc';
}
