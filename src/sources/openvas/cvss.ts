import { child, childText, children, type XmlElement } from '../../base/xml.ts';

export interface Cvss {
  readonly score: number;
  readonly vector?: string;
}

/** The newest CVSS of an NVT: from `severities` (GMP 20.8 and later), else `cvss_base` with the vector of the tags. */
export function cvssOf(nvt: XmlElement | undefined, tags: ReadonlyMap<string, string>): Cvss | undefined {
  if (nvt === undefined) return undefined;
  const base = inRange(childText(nvt, 'cvss_base') ?? tags.get('cvss_base'));
  const severities = child(nvt, 'severities');
  // `cvss_base_v4`, `cvss_base_v3`, `cvss_base_v2`: the names sort by version.
  const newest = (severities === undefined ? [] : children(severities, 'severity')).toSorted((a, b) =>
    (b.attributes['type'] ?? '').localeCompare(a.attributes['type'] ?? '', 'en'),
  )[0];
  const score = newest === undefined ? undefined : scoreOf(childText(newest, 'score'), base);
  const vector = newest === undefined ? undefined : childText(newest, 'value');
  if (score !== undefined) return { score, ...(vector !== undefined && { vector }) };
  if (base === undefined) return undefined;
  const tagged = tags.get('cvss_base_vector');
  return { score: base, ...(tagged !== undefined && tagged !== 'NONE' && { vector: tagged }) };
}

/** GMP 20.8 and 21.4 wrote whole numbers of 0 to 100: they are told apart by the base score beside them. */
function scoreOf(text: string | undefined, base: number | undefined): number | undefined {
  const score = Number(text ?? 'none');
  const isHundredth = score > 10 || (base !== undefined && score !== base && score / 10 === base);
  return inRange(String(isHundredth ? score / 10 : score));
}

function inRange(text: string | undefined): number | undefined {
  const score = Number(text ?? 'none');
  return score >= 0 && score <= 10 ? score : undefined;
}
