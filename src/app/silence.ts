import type { EpochMs } from '../base/time.ts';
import { observationTables } from '../schema/index.ts';
import type { QueryRunner } from '../store/index.ts';
import { usualLapseDays, type EstatePolicy } from './estate-policy.ts';
import type { ImportFacts } from './import-facts.ts';
import { readRows } from './read-rows.ts';

const dayMs = 24 * 3600 * 1000;

/** What one source says of one asset. */
interface Word {
  /** Newest report that names the asset; undefined: none of them tells a time. */
  newest: EpochMs | undefined;
  readonly examined: Set<string>;
}

/** An asset of the estate, by its number among the devices or the resources. */
export type AssetNumber = { readonly device: number } | { readonly resource: number };

/**
 * Whose word has lapsed: a source that has not reported an asset for the days of its policy. Its word stays and is shown as stale,
 * but it holds nothing open against a source that did report, looked at the same asset for the same, and did not find it.
 */
export class Silence {
  readonly #words = new Map<string, Map<string, Word>>();
  readonly #asOf: EpochMs;
  readonly #lapseDays: EstatePolicy['lapseDays'];

  private constructor(asOf: EpochMs, lapseDays: EstatePolicy['lapseDays']) {
    this.#asOf = asOf;
    this.#lapseDays = lapseDays;
  }

  /** Reads which source reported which asset when. */
  static async read(
    store: QueryRunner,
    imports: ImportFacts,
    assets: {
      readonly deviceOfRef: ReadonlyMap<string, number>;
      readonly resourceOfRef: ReadonlyMap<string, number>;
    },
    asOf: EpochMs,
    lapseDays: EstatePolicy['lapseDays'],
  ): Promise<Silence> {
    const silence = new Silence(asOf, lapseDays);
    for (const [table, kind, ofRef] of [
      [observationTables.device, 'device', assets.deviceOfRef],
      [observationTables.resource, 'resource', assets.resourceOfRef],
    ] as const)
      for await (const rows of readRows(store, table, ['ImportId', 'Ref', 'Examined'])) {
        for (const { ImportId, Ref, Examined } of rows) {
          const asset = ofRef.get(Ref);
          if (asset !== undefined) silence.#note(`${kind} ${asset}`, ImportId, Examined, imports);
        }
      }
    return silence;
  }

  #note(asset: string, importId: number, examined: unknown, imports: ImportFacts): void {
    const words = this.#words.get(asset) ?? new Map<string, Word>();
    this.#words.set(asset, words);
    const source = imports.sourceOf(importId);
    const word: Word = words.get(source) ?? { newest: undefined, examined: new Set() };
    words.set(source, word);
    const time = imports.timeOf(importId);
    if (time !== undefined) word.newest = Math.max(word.newest ?? time, time);
    if (Array.isArray(examined)) for (const family of examined) word.examined.add(String(family));
  }

  /** Whether the source has been silent about the asset for too long; false when no report tells a time. */
  isStale(asset: AssetNumber, source: string): boolean {
    const newest = this.#words.get(nameOf(asset))?.get(source)?.newest;
    return newest !== undefined && this.#isOld(newest, source);
  }

  /** Whether a finding that the source says no more is held open by nothing: another one looked, and its word has not lapsed. */
  isRefuted(asset: AssetNumber, source: string, family: string): boolean {
    if (!this.isStale(asset, source)) return false;
    for (const [other, { newest, examined }] of this.#words.get(nameOf(asset)) ?? [])
      if (other !== source && newest !== undefined && examined.has(family) && !this.#isOld(newest, other))
        return true;
    return false;
  }

  #isOld(newest: EpochMs, source: string): boolean {
    return this.#asOf - newest > (this.#lapseDays.get(source) ?? usualLapseDays) * dayMs;
  }
}

function nameOf(asset: AssetNumber): string {
  return 'device' in asset ? `device ${asset.device}` : `resource ${asset.resource}`;
}
