import { detached } from '../../base/detached.ts';
import { severityOfCvss } from '../../base/severity.ts';
import { child, children, deepText, type XmlElement } from '../../base/xml.ts';
import type { Observation } from '../../schema/index.ts';
import { cveIds } from '../cve-ids.ts';
import { productOfTitle } from '../product-of-title.ts';
import { shorten } from '../texts.ts';

export type Finding = Omit<Observation<'vulnerability'>, 'Ref'>;
export type Definition = Omit<Finding, 'VulnerabilityId' | 'Status'>;

/** Characters of a remedy that are kept. */
const maxFix = 2000;

/** What the report says of a vulnerability as such; its findings only name it. */
export function definitionOf(element: XmlElement): Definition {
  const { title, severity, cvssScore, cvssVector } = element.attributes;
  const solution = child(element, 'solution');
  const fix = solution === undefined ? '' : shorten(deepText(solution), maxFix);
  const references = children(element, 'references').flatMap((list) => children(list, 'reference'));
  const score = scoreOf(cvssScore);
  const vector = cvssVector?.replace(/^\(|\)$/g, '');
  return {
    CveIds: cveIds(
      references
        .filter(({ attributes }) => attributes['source'] === 'CVE')
        .map((reference) => reference.text),
    ).map(detached),
    Title: title === undefined ? undefined : detached(title),
    // The level runs from 1 to 10 along CVSS.
    Severity:
      severity === undefined || scoreOf(severity) === undefined
        ? 'Unknown'
        : severityOfCvss(Number(severity)),
    CvssScore: score,
    CvssVector: score === undefined || vector === undefined ? undefined : detached(vector),
    SoftwareName: productOfTitle(title ?? ''),
    FixText: fix === '' ? undefined : detached(fix),
    ExploitMaturity: maturityOf(element),
  };
}

function maturityOf(element: XmlElement): Finding['ExploitMaturity'] {
  const exploits = children(element, 'exploits').flatMap((list) => children(list, 'exploit'));
  const malware = children(element, 'malware').flatMap((list) => list.children);
  if (malware.length > 0 || exploits.some(({ attributes }) => attributes['type'] === 'metasploit'))
    return 'weaponised';
  return exploits.length > 0 ? 'poc' : undefined;
}

function scoreOf(text: string | undefined): number | undefined {
  const score = Number(text ?? 'none');
  return score >= 0 && score <= 10 ? score : undefined;
}
