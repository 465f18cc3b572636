import type { Severity } from '../../base/severity.ts';
import type { XmlElement } from '../../base/xml.ts';
import type { Observation } from '../../schema/index.ts';
import { distinctTexts, shorten } from '../texts.ts';

export type Control = Omit<Observation<'control'>, 'Ref'>;

/** Characters of the value found that are kept. */
const maxReason = 400;

/** Items of the compliance plugins carry `cm:compliance-…` elements; their severity is the verdict, not a risk. */
export function isCompliance(item: XmlElement): boolean {
  return item.children.some(
    (c) => c.name.startsWith('compliance-') || (c.name === 'compliance' && c.text.trim() === 'true'),
  );
}

/** One check of an audit file on the host. */
export function controlOf(item: XmlElement): Control {
  const { pluginID = '', pluginName } = item.attributes;
  const title = field(item, 'check-name') ?? pluginName;
  const benchmark = [field(item, 'benchmark-name'), field(item, 'benchmark-version')].join(' ').trim();
  const references = distinctTexts((field(item, 'reference') ?? '').split(','));
  return {
    ControlId: field(item, 'check-id') ?? `${pluginID}: ${title ?? 'check'}`,
    Benchmark: benchmark === '' ? field(item, 'audit-file') : benchmark,
    Title: title,
    Severity: severityOf(references ?? []),
    ...verdict(item),
    FixText: field(item, 'solution'),
    References: references,
  };
}

function verdict(item: XmlElement): Pick<Control, 'Result' | 'Reason'> {
  const word = (field(item, 'result') ?? '').toUpperCase();
  const found = field(item, 'error') ?? field(item, 'actual-value');
  const reason = found === undefined ? undefined : shorten(withoutHashes(found), maxReason);
  switch (word) {
    case 'PASSED':
      return { Result: 'pass' };
    case 'FAILED':
      return { Result: 'fail', Reason: reason };
    case 'SKIPPED':
      return { Result: 'notApplicable', Reason: reason ?? 'skipped' };
    case 'WARNING':
      return { Result: 'unknown', Reason: reason ?? 'a person has to look at it (WARNING)' };
    case 'ERROR':
      return { Result: 'unknown', Reason: reason ?? 'the check ended with an error' };
    default:
      return {
        Result: 'unknown',
        Reason: word === '' ? 'no result is given' : `result ${shorten(word, 40)}`,
      };
  }
}

/** Values found may be lines of /etc/shadow: a password hash is no reason to be kept. */
function withoutHashes(text: string): string {
  return text.replace(/\$\w{1,6}\$[^\s:]+/g, '…');
}

/** STIG audits name the category of a check; other audits rate nothing. */
function severityOf(references: readonly string[]): Severity {
  const category = references.flatMap((text) => /^CAT\|(I{1,3})$/.exec(text)?.[1] ?? [])[0];
  return category === 'I' ? 'High' : category === 'II' ? 'Medium' : category === 'III' ? 'Low' : 'Unknown';
}

function field(item: XmlElement, name: string): string | undefined {
  const text = item.children.find((c) => c.name === `compliance-${name}`)?.text.trim();
  return text === '' ? undefined : text;
}
