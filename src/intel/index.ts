import { cve5 } from './cve5/feed.ts';
import { epss } from './epss/feed.ts';
import type { Feed } from './feed.ts';
import { kev } from './kev/feed.ts';

export type { Feed, FeedResult } from './feed.ts';
export {
  IntelligenceBuilder,
  type CveRecord,
  type Intelligence,
  type KnownExploited,
  type LoadedFeed,
} from './intelligence.ts';

/** Intelligence that can be loaded from files. */
export const feeds: readonly Feed[] = [kev, epss, cve5];
