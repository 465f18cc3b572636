import { detached } from '../../base/detached.ts';
import { childText, child, children, deepText, type XmlElement } from '../../base/xml.ts';
import { distinctTexts, shorten } from '../texts.ts';

/** What is kept of a rule of the benchmark until its result comes. */
export interface Rule {
  readonly title: string | undefined;
  readonly severity: string | undefined;
  readonly fix: string | undefined;
  readonly references: readonly string[];
}

/** Characters kept: a benchmark has thousands of rules, and all are kept. */
const maxTitle = 300;
const maxFix = 400;

export function ruleOf(element: XmlElement): Rule {
  const title = child(element, 'title');
  return {
    title: title === undefined ? undefined : detached(shorten(deepText(title), maxTitle)),
    severity: element.attributes['severity'],
    fix: fixOf(element),
    references: [...references(element), childText(element, 'version') ?? '']
      .filter((id) => id !== '')
      .map(detached),
  };
}

/** Ids of a rule or result: CCE, CCI, STIG and others, and the numbers of CIS among the references. */
export function references(element: XmlElement): readonly string[] {
  const idents = children(element, 'ident').map((ident) => ident.text.trim());
  const cis = children(element, 'reference')
    .filter((reference) => reference.attributes['href']?.includes('cisecurity.org') === true)
    .map((reference) => `CIS ${reference.text.trim()}`);
  return distinctTexts([...idents, ...cis].filter((text) => text.length <= 80)) ?? [];
}

/** The words of the benchmark; its scripts only when it has no words. */
function fixOf(element: XmlElement): string | undefined {
  const description = child(element, 'description');
  const texts = [
    ...children(element, 'fixtext').map(deepText),
    description === undefined ? '' : deepText(description),
    ...children(element, 'fix').map(deepText),
  ];
  // DISA packs tags as text into the description; it tells the weakness, not the remedy.
  const fix = texts.find((text) => text !== '' && !text.startsWith('<'));
  return fix === undefined ? undefined : detached(shorten(fix, maxFix));
}
