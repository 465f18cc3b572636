import type { EpochMs } from '../../base/time.ts';
import { childText, children, type XmlElement } from '../../base/xml.ts';
import { severityOfWord } from '../../base/severity.ts';
import type { Observation } from '../../schema/index.ts';
import { cveIds } from '../cve-ids.ts';
import { distinctTexts } from '../texts.ts';
import { references, type Rule } from './rules.ts';
import { Target } from './target.ts';
import { rank, verdictOf } from './verdict.ts';

type Control = Omit<Observation<'control'>, 'Ref'>;

interface Checked {
  readonly control: Control;
  readonly place: string;
  /** End of the test run it comes from. */
  readonly end: EpochMs | undefined;
}

/** One test run over one target: who the target is and the results of the selected rules, each rule once. */
export class Assessment {
  readonly target = new Target();
  readonly line: number;
  benchmark: string | undefined;
  readonly #controls = new Map<string, Checked>();
  #end: EpochMs | undefined;

  constructor(line: number, end: EpochMs | undefined) {
    this.line = line;
    this.#end = end;
  }

  /** Takes a rule-result with what its benchmark says of the rule. */
  add(ruleResult: XmlElement, rule: Rule | undefined, place: string): void {
    const verdict = verdictOf(ruleResult);
    const { idref = '', severity } = ruleResult.attributes;
    if (verdict === undefined) return;
    const instances = distinctTexts(children(ruleResult, 'instance').map((instance) => instance.text));
    this.#keep({
      control: {
        ControlId: idref,
        Benchmark: this.benchmark,
        Title: rule?.title,
        Severity: severityOfWord(
          severity === undefined || severity === 'unknown' ? rule?.severity : severity,
        ),
        ...verdict,
        FixText: rule?.fix ?? childText(ruleResult, 'fix')?.slice(0, 400),
        References: distinctTexts([
          ...references(ruleResult),
          ruleResult.attributes['version'],
          ...(rule?.references ?? []),
        ]),
        Place: instances?.join(', '),
      },
      place,
      end: this.#end,
    });
  }

  /** Takes another test run over the same target. */
  merge(other: Assessment): void {
    this.target.addAll(other.target);
    if ((other.#end ?? 0) > (this.#end ?? 0)) this.#end = other.#end;
    for (const checked of other.#controls.values()) this.#keep(checked);
  }

  /** Rules that were decided: neither inapplicable nor left open. */
  get decided(): number {
    return this.#count('pass') + this.#count('fail');
  }

  get notApplicable(): number {
    return this.#count('notApplicable');
  }

  device(): Omit<Observation<'device'>, 'Ref'> {
    const isForCves = [...this.#controls.values()].some(({ control }) => cvesOf(control).length > 0);
    const examined = this.decided === 0 ? [] : ['configuration', ...(isForCves ? ['vulnerabilities'] : [])];
    return { ...this.target.device(this.#end), Examined: examined };
  }

  controls(): Iterable<Checked> {
    return this.#controls.values();
  }

  /** The newer run wins; within one run, where a rule is checked in several places, the worst result. */
  #keep(checked: Checked): void {
    const { control, end } = checked;
    const before = this.#controls.get(control.ControlId);
    const age = before === undefined ? 1 : (end ?? 0) - (before.end ?? 0);
    const isWorse = before === undefined || rank(control.Result) > rank(before.control.Result);
    if (age > 0 || (age === 0 && isWorse)) this.#controls.set(control.ControlId, checked);
  }

  #count(result: Control['Result']): number {
    return [...this.#controls.values()].filter(({ control }) => control.Result === result).length;
  }
}

/** A failed rule that was made from an advisory (OVAL of Red Hat, SUSE, Ubuntu) says that its CVEs are open. */
export function vulnerabilityOf(control: Control): Omit<Observation<'vulnerability'>, 'Ref'> | undefined {
  const cves = cvesOf(control);
  if (control.Result !== 'fail' || cves.length === 0) return undefined;
  const [, advisory, name] =
    /^([A-Z]{2,}-\d{4}[:-]\d+)\S*\s+(\S+) (?:security|bug fix)/.exec(control.Title ?? '') ?? [];
  return {
    VulnerabilityId: control.ControlId,
    CveIds: cves,
    Title: control.Title,
    Severity: control.Severity,
    SoftwareName: name,
    FixedVersion: advisory,
    FixText: control.FixText,
    Status: 'affected',
  };
}

function cvesOf(control: Control): readonly string[] {
  return Array.isArray(control.References) ? cveIds(control.References.map(String)) : [];
}
