import type { Scalar } from '../ir/index.ts';
import { textOf } from './shared.ts';

/** Forms that other engines have and KQL's (and ours) has not. */
const foreign: readonly (readonly [form: RegExp, name: string])[] = [
  [/\(\?(?:=|!)/, 'looking ahead (?=…)'],
  [/\(\?<(?:=|!)/, 'looking behind (?<=…)'],
  [/\(\?>/, 'atomic groups (?>…)'],
  [/\\[1-9]/, 'references to groups (\\1)'],
  [/\\G/, 'the anchor \\G'],
  [/[*+?}]\+/, 'possessive repetition (a++)'],
];

/** A pattern without what stands in character classes and without escaped backslashes. */
function outsideClasses(pattern: string): string {
  return pattern
    .replace(/\\\\/g, '')
    .replace(/(\\.)|\[\^?\]?(?:\\.|\[:\w+:\]|[^\]\\])*\]/g, (all, escape: string | undefined) =>
      escape === undefined ? 'C' : /\d|G/.test(escape[1] ?? '') ? escape : 'E',
    );
}

/** Why a constant regular expression cannot be taken, as a sentence; undefined when it can, or is no constant. */
export function refusePattern(pattern: Scalar | undefined): string | undefined {
  const known = textOf(pattern);
  if (known === undefined) return undefined;
  const plain = outsideClasses(known);
  const found = foreign.find(([form]) => form.test(plain));
  return found === undefined ? undefined : `KQL's regular expressions have no ${found[1]}`;
}

/** How many groups a regular expression captures. */
export function groupCount(pattern: string): number {
  const plain = outsideClasses(pattern);
  return [...plain.matchAll(/\((\?P?<(?![=!])|(?!\?))/g)].length;
}

/** Names of the groups in their order; a group without a name has an empty one. */
export function groupNames(pattern: string): readonly string[] {
  return [...outsideClasses(pattern).matchAll(/\((?:\?P?<(\w+)>|(?!\?))/g)].map((match) => match[1] ?? '');
}
