import { feeds } from '../intel/index.ts';
import { sources } from '../sources/registry.ts';
import type { Manifest } from '../sources/source.ts';

/** What can be read: tools' formats and intelligence. */
export function sourceManifests(): {
  readonly sources: readonly Manifest[];
  readonly intelligence: readonly { readonly id: string; readonly title: string }[];
} {
  return {
    sources: sources.map((source) => source.manifest),
    intelligence: feeds.map(({ id, title }) => ({ id, title })),
  };
}
