import { queriesAndDetections } from './0001-queries-and-detections.ts';
import { identityAndSources } from './0002-identity-and-sources.ts';
import type { Migration } from './migration.ts';

export type { Migration } from './migration.ts';

/** Every step there ever was, numbered from 1 without a gap. A step that was released is never edited. */
export const migrations: readonly Migration[] = [queriesAndDetections, identityAndSources];
