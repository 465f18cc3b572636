import type { EpochMs } from '../base/time.ts';
import { usualIdentityPolicy, type IdentityPolicy } from '../ingest/index.ts';

/** Days after which the word of a source lapses when it says nothing of the asset any more. */
export const usualLapseDays = 90;

/** What decides how sightings and words become an estate, beside the facts. */
export interface EstatePolicy {
  readonly identity: IdentityPolicy;
  /** Days after which the word of a source lapses, where they are not the usual ones. */
  readonly lapseDays: ReadonlyMap<string, number>;
  /** Times of imports whose report states none. */
  readonly importTimes: ReadonlyMap<number, EpochMs>;
}

/** Nothing was decided or set by anybody. */
export const usualEstatePolicy: EstatePolicy = {
  identity: usualIdentityPolicy,
  lapseDays: new Map(),
  importTimes: new Map(),
};
