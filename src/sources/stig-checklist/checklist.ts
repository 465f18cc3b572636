import type { Output } from '../source.ts';
import { local } from '../source.ts';
import { Tally } from '../tally.ts';
import { deviceOf, type Asset } from './asset.ts';
import { controlOf, type Rule } from './rule.ts';

/** Gathers one checklist: the rules as they come, the asset at the end. */
export class Checklist {
  /** The asset as far as it was read. */
  asset: Asset | undefined;
  readonly #out: Output;
  readonly #fileName: string;
  readonly #ref = local('asset');
  readonly #statuses = new Tally();
  readonly #stigs = new Set<string>();
  #isReviewed = false;

  constructor(out: Output, fileName: string) {
    this.#out = out;
    this.#fileName = fileName;
    out.native('vulns', 0);
    out.native('istigs', 0);
  }

  /** A STIG of the checklist by its id (or title) and release; returns the name that its rules carry. */
  stig(id: string | undefined, version: string | undefined, release: string | undefined): string | undefined {
    const name = [
      id,
      version === undefined ? undefined : `V${version}`,
      /Release: *(\S+)/.exec(release ?? '')?.[1]?.replace(/^/, 'R'),
    ]
      .filter((part) => part !== undefined)
      .join(' ');
    if (name !== '') this.#stigs.add(name);
    return name === '' ? undefined : name;
  }

  rule(rule: Rule, benchmark: string | undefined, locator: string): void {
    this.#out.native('vulns');
    if (rule.status !== undefined) this.#statuses.add(rule.status);
    const control = controlOf(rule, benchmark, this.#ref);
    if (control === undefined) {
      this.#out.quarantine(locator, 'the rule has no id or no status');
      return;
    }
    if (control.Result === 'pass' || control.Result === 'fail') this.#isReviewed = true;
    this.#out.add('control', control, locator);
  }

  /** Hands the asset over; `isWhole` when the end of the checklist was seen. */
  end(isWhole: boolean): void {
    const out = this.#out;
    out.nativeValue('status', this.#statuses.counts);
    const { device, isNamed } = deviceOf(this.asset ?? noAsset, this.#fileName);
    out.add(
      'device',
      { Ref: this.#ref, ...device, Examined: this.#isReviewed ? ['configuration'] : [] },
      'asset',
    );
    const stigs = [...this.#stigs].sort();
    out.scope({ kind: 'hosts', checks: ['configuration'], stigs });
    if (stigs.length > 0) out.checkSet(stigs.join(', '));
    // Checklists of unnamed assets cannot be told apart: such a one closes nothing.
    if (isWhole && isNamed && stigs.length > 0) out.provesScope();
  }
}

const noAsset: Asset = {
  name: undefined,
  fqdn: undefined,
  addresses: undefined,
  macs: undefined,
  role: undefined,
  area: undefined,
  site: undefined,
};
