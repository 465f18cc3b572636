import { detached } from '../../base/detached.ts';
import { failed, invariant, type Fault } from '../../base/fault.ts';
import { parseIsoTime } from '../../base/time.ts';
import { childText, children, readXml, type XmlElement, type XmlOpen } from '../../base/xml.ts';
import { parseCpe } from '../cpe-name.ts';
import type { Output, Read, ReadOutcome } from '../source.ts';
import { Tally } from '../tally.ts';
import { UniqueRefs } from '../unique-refs.ts';
import { Assessment, vulnerabilityOf } from './assessment.ts';
import { ruleOf, type Rule } from './rules.ts';
import { assetOf, type Target } from './target.ts';

/** Reads XCCDF results or an ARF: rules of the benchmark in short, then the results of each test run. */
export const read: Read = async (report, out) => {
  const [file] = report.files;
  invariant(file !== undefined, 'a report has a file');
  const reader = new Reader(out);
  const within =
    (parent: string, take: (element: XmlElement) => void) =>
    (element: XmlElement, ancestors: readonly XmlOpen[]): void => {
      if (ancestors.at(-1)?.name === parent) take(element);
    };
  const inTestResult = (take: (assessment: Assessment, element: XmlElement) => void) =>
    within('TestResult', (element) => {
      if (reader.current !== undefined) take(reader.current, element);
    });
  const result = await readXml(file.text(), {
    open: {
      Benchmark: (element) => {
        reader.benchmark = element.attributes['id'];
      },
      TestResult: (element, ancestors) => {
        reader.beginTest(element, ancestors);
      },
      // The check definitions that an ARF carries along.
      definition: () => {
        out.native('oval_definitions');
      },
    },
    close: {
      TestResult: () => {
        reader.endTest();
      },
    },
    records: {
      Rule: (element) => {
        reader.rule(element);
      },
      title: within('Benchmark', (element) => {
        reader.nameBenchmark(element);
      }),
      asset: (element) => {
        reader.asset(element);
      },
      relationship: (element) => {
        reader.relationship(element);
      },
      benchmark: inTestResult((assessment, element) => {
        assessment.benchmark = reader.titleOf(element);
      }),
      profile: inTestResult((_, element) => {
        reader.profile(element.attributes['idref']);
      }),
      target: inTestResult((assessment, element) => {
        reader.target(element.text.trim());
        assessment.target.add('target', element.text);
      }),
      'target-address': inTestResult((assessment, element) => {
        assessment.target.add('target-address', element.text);
      }),
      platform: inTestResult((assessment, element) => {
        assessment.target.addPlatform(element.attributes['idref']);
      }),
      fact: within('target-facts', (element) => {
        reader.current?.target.addFact(element);
      }),
      'rule-result': inTestResult((assessment, element) => {
        reader.ruleResult(assessment, element);
      }),
    },
    pressure: () => out.pressure(),
  });
  return reader.end(result.ok ? undefined : result.fault);
};

class Reader {
  /** Id of the benchmark whose rules are being read. */
  benchmark: string | undefined;
  /** The test run that is being read. */
  current: Assessment | undefined;
  readonly #out: Output;
  readonly #refs = new UniqueRefs();
  readonly #rules = new Map<string, Rule>();
  readonly #titles = new Map<string, string>();
  readonly #assets = new Map<string, Target>();
  /** Assets that a report of an ARF is about. */
  readonly #about = new Map<string, readonly string[]>();
  readonly #results = new Tally();
  readonly #targets: string[] = [];
  readonly #profiles = new Set<string>();
  readonly #benchmarks = new Set<string>();
  /** Test runs over the target read last; runs over one target stand together. */
  #pending: { readonly name: string; readonly assessment: Assessment } | undefined;
  /** Each target has a name, so that a later report can speak of the same one. */
  #isNamed = true;
  #tests = 0;
  #count = 0;
  #decided = 0;
  #notApplicable = 0;

  constructor(out: Output) {
    this.#out = out;
    for (const name of ['testresults', 'rules', 'oval_definitions']) out.native(name, 0);
  }

  rule(element: XmlElement): void {
    this.#out.native('rules');
    const id = element.attributes['id'];
    if (id !== undefined) this.#rules.set(detached(id), ruleOf(element));
  }

  nameBenchmark(title: XmlElement): void {
    if (this.benchmark !== undefined) this.#titles.set(this.benchmark, title.text.trim());
  }

  titleOf(benchmark: XmlElement): string | undefined {
    const { id, href } = benchmark.attributes;
    const known = id ?? this.benchmark;
    return (known === undefined ? undefined : this.#titles.get(known)) ?? id ?? href;
  }

  asset(element: XmlElement): void {
    const id = element.attributes['id'];
    if (id !== undefined) this.#assets.set(detached(id), assetOf(element));
  }

  relationship(element: XmlElement): void {
    const { type = '', subject } = element.attributes;
    if (subject === undefined || !/(?:^|:)isAbout$/.test(type)) return;
    this.#about.set(
      detached(subject),
      children(element, 'ref').map((ref) => detached(ref.text.trim())),
    );
  }

  beginTest(element: XmlOpen, ancestors: readonly XmlOpen[]): void {
    this.#out.native('testresults');
    this.#tests++;
    const { 'start-time': start, 'end-time': end, 'test-system': system } = element.attributes;
    const time = parseIsoTime(end) ?? parseIsoTime(start);
    this.#out.observedAt(time);
    const tool = parseCpe(system);
    if (tool?.product !== undefined) this.#out.tool(tool.product, tool.version);
    this.current = new Assessment(element.line, time);
    this.current.benchmark =
      this.benchmark === undefined ? undefined : (this.#titles.get(this.benchmark) ?? this.benchmark);
    const report = ancestors.findLast(({ name }) => name === 'report')?.attributes['id'];
    for (const asset of this.#assetsOf(report)) this.current.target.addAll(asset);
  }

  profile(id: string | undefined): void {
    if (id !== undefined) this.#profiles.add(id);
  }

  target(name: string): void {
    this.#targets.push(detached(name));
  }

  ruleResult(assessment: Assessment, element: XmlElement): void {
    this.#count++;
    const place = `line ${element.line}, result ${this.#count}`;
    const { idref } = element.attributes;
    const word = childText(element, 'result');
    if (word !== undefined) this.#results.add(word);
    if (idref === undefined || word === undefined) {
      this.#out.quarantine(place, 'the rule-result names no rule or has no result');
      return;
    }
    assessment.add(element, this.#rules.get(idref), place);
  }

  endTest(): void {
    const assessment = this.current;
    this.current = undefined;
    if (assessment === undefined) return;
    if (assessment.benchmark !== undefined) this.#benchmarks.add(assessment.benchmark);
    if (assessment.target.name === undefined) this.#isNamed = false;
    const name = assessment.target.name ?? `test result ${this.#tests}`;
    if (this.#pending?.name === name) {
      this.#pending.assessment.merge(assessment);
    } else {
      this.#flush();
      this.#pending = { name, assessment };
    }
  }

  end(fault: Fault | undefined): ReadOutcome {
    this.endTest();
    this.#flush();
    this.#out.nativeValue('rule_results', this.#results.counts);
    this.#out.nativeValue('targets', this.#targets);
    this.#out.scope({
      kind: 'hosts',
      checks: ['configuration'],
      benchmarks: [...this.#benchmarks],
      profiles: [...this.#profiles],
      assessed: this.#decided,
      notApplicable: this.#notApplicable,
    });
    const checks = [...[...this.#benchmarks].sort(), ...[...this.#profiles].sort()].join(', ');
    if (checks !== '') this.#out.checkSet(checks);
    if (fault !== undefined) {
      const { message } = fault;
      return failed(
        this.#count === 0
          ? fault
          : { ...fault, message: `${message}; read before that: ${this.#count} rule results` },
      );
    }
    if (this.#tests > 0) {
      // The document element is closed, and each target stands in it with what was decided on it.
      if (checks !== '' && this.#isNamed) this.#out.provesScope();
      return { ok: true };
    }
    return failed({
      code: 'wrong-content',
      message: 'the file holds rules but no test result',
      remedy: 'export results: oscap xccdf eval --results (or --results-arf)',
    });
  }

  /** An ARF of one host may leave the relation out. */
  #assetsOf(report: string | undefined): readonly Target[] {
    const ids = report === undefined ? undefined : this.#about.get(report);
    if (ids !== undefined) return ids.flatMap((id) => this.#assets.get(id) ?? []);
    return this.#assets.size === 1 ? [...this.#assets.values()] : [];
  }

  #flush(): void {
    const pending = this.#pending;
    this.#pending = undefined;
    if (pending === undefined) return;
    const { name, assessment } = pending;
    const ref = this.#refs.next(name);
    this.#decided += assessment.decided;
    this.#notApplicable += assessment.notApplicable;
    this.#out.add('device', { Ref: ref, ...assessment.device() }, `line ${assessment.line}`);
    for (const { control, place } of assessment.controls()) {
      this.#out.add('control', { Ref: ref, ...control }, place);
      const vulnerability = vulnerabilityOf(control);
      if (vulnerability !== undefined) this.#out.add('vulnerability', { Ref: ref, ...vulnerability }, place);
    }
  }
}
