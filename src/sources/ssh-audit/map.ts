import { asLabel, asNumber, asObject, asObjects, asText, asTexts } from '../../base/json-value.ts';
import type { JsonObject } from '../../base/json.ts';
import { severityOfCvss } from '../../base/severity.ts';
import type { Observation } from '../../schema/index.ts';
import { cveIds } from '../cve-ids.ts';

type Control = Omit<Observation<'control'>, 'Ref'>;
type Vulnerability = Omit<Observation<'vulnerability'>, 'Ref'>;

const lists = { kex: 'key exchange', key: 'host key', enc: 'cipher', mac: 'message authentication' } as const;

/** Each algorithm offered: its notes say what is wrong with it. Versions without notes give none. */
export function controlsOf(audit: JsonObject, place: string): readonly Control[] {
  const found = new Map<string, Control>();
  for (const [list, title] of Object.entries(lists)) {
    for (const entry of asObjects(audit[list])) {
      const algorithm = asText(entry['algorithm']);
      const notes = asObject(entry['notes']);
      if (algorithm === undefined || notes === undefined) continue;
      const [fail, warn] = [asTexts(notes['fail']), asTexts(notes['warn'])];
      const isBad = fail.length + warn.length > 0;
      const bits = asLabel(entry['keysize']);
      const id = `${list}:${algorithm}`;
      found.set(id, {
        ControlId: id,
        Benchmark: 'ssh-audit',
        Title: `${title} ${algorithm}${bits === undefined ? '' : ` (${bits} bit)`}`,
        Severity: fail.length > 0 ? 'High' : isBad ? 'Medium' : 'Unknown',
        Result: isBad ? 'fail' : 'pass',
        Reason: isBad ? [...fail, ...warn].join('; ').slice(0, 400) : undefined,
        Place: place,
      });
    }
  }
  return [...found.values()];
}

/** CVEs that ssh-audit looks up by the version in the banner. */
export function vulnerabilitiesOf(
  audit: JsonObject,
  software: Software | undefined,
): readonly Vulnerability[] {
  return asObjects(audit['cves']).flatMap((entry) => {
    const name = asText(entry['name']);
    if (name === undefined) return [];
    const score = asNumber(entry['cvssv2']);
    const isScore = score !== undefined && score >= 0 && score <= 10;
    return [
      {
        VulnerabilityId: name,
        CveIds: cveIds([name]),
        Title: asText(entry['description']),
        Severity: isScore ? severityOfCvss(score) : 'Unknown',
        CvssScore: isScore ? score : undefined,
        SoftwareName: software?.name,
        SoftwareVersion: software?.version,
        // Distributions fix without a new version, which a banner does not tell.
        Confidence: 30,
        Status: 'affected',
      } satisfies Vulnerability,
    ];
  });
}

export interface Software {
  readonly name: string;
  readonly version: string;
}

/** `OpenSSH_7.9p1`, `dropbear_2019.78`. */
export function softwareOf(audit: JsonObject): Software | undefined {
  const text = asText(asObject(audit['banner'])?.['software']) ?? '';
  const [, name, version] = /^([A-Za-z][\w. -]{0,60}?)[_-](\d[\w.]{0,40})$/.exec(text) ?? [];
  return name === undefined || version === undefined ? undefined : { name, version };
}
