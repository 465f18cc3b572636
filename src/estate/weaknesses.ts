import { exploitedFacts } from './facts/exploited-facts.ts';
import { weaknessFacts } from './facts/weakness-facts.ts';
import { Dice } from './dice.ts';

export interface Weakness {
  readonly cve: string;
  /** CVSS 3 base score. */
  readonly cvss: number;
  readonly vector: string;
  /** Date of publication, `2024-02-13`. */
  readonly published: string;
  readonly title: string;
  readonly epss: number;
  readonly percentile: number;
  /** The score is no real one: the facts know none. */
  readonly isStandIn: boolean;
  readonly severity: 'Critical' | 'High' | 'Medium' | 'Low';
  readonly exploited?: Exploited;
}

/** What the catalogue of known exploited vulnerabilities says. */
interface Exploited {
  readonly vendor: string;
  readonly product: string;
  readonly added: string;
  readonly due: string;
  readonly ransomware: string;
  readonly cwes: readonly string[];
  readonly name: string;
  readonly description: string;
}

const exploited = new Map(
  lines(exploitedFacts).map(
    ([
      cve = '',
      vendor = '',
      product = '',
      added = '',
      due = '',
      ransomware = '',
      cwes = '',
      name = '',
      ...rest
    ]) => [
      cve,
      {
        vendor,
        product,
        added,
        due,
        ransomware,
        cwes: cwes === '' ? [] : cwes.split(' '),
        name,
        description: rest.join('|'),
      } satisfies Exploited,
    ],
  ),
);

/** All weaknesses of the sample estate by CVE id, in the order of their ids. */
export const weaknesses: ReadonlyMap<string, Weakness> = new Map(
  lines(weaknessFacts).map(
    ([cve = '', score, vector = '', published = '', epss = '', percentile = '', title = '']) => {
      const cvss = Number(score);
      const known = exploited.get(cve);
      const weakness: Weakness = {
        cve,
        cvss,
        vector,
        published,
        title,
        ...(epss === ''
          ? standIn(cve)
          : { epss: Number(epss), percentile: Number(percentile), isStandIn: false }),
        severity: cvss >= 9 ? 'Critical' : cvss >= 7 ? 'High' : cvss >= 4 ? 'Medium' : 'Low',
        ...(known === undefined ? {} : { exploited: known }),
      };
      return [cve, weakness];
    },
  ),
);

/** The weakness with this id; the catalogue of products names none that is not there. */
export function weakness(cve: string): Weakness {
  const found = weaknesses.get(cve);
  if (found === undefined) throw new RangeError(`no facts about ${cve}`);
  return found;
}

/** Low scores, as nearly all weaknesses have that nobody exploits. */
function standIn(cve: string): Pick<Weakness, 'epss' | 'percentile' | 'isStandIn'> {
  const step = new Dice(1).below(60, cve);
  return { epss: (5 + step) / 10_000, percentile: (1500 + step * 100) / 10_000, isStandIn: true };
}

function lines(facts: string): string[][] {
  return facts
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split('|'));
}
