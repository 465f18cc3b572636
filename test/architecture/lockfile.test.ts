import { describe, expect, test } from 'vitest';
import { text } from './tree.ts';

interface Locked {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly link?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const lock = JSON.parse(text('package-lock.json')) as { readonly packages: Readonly<Record<string, Locked>> };
const manifest = JSON.parse(text('package.json')) as {
  readonly version: string;
  readonly engines: { readonly node: string };
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
};

/** Where npm looks for a package that another one needs: beside it, then in every folder above. */
function places(from: string, name: string): readonly string[] {
  const found: string[] = [];
  for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
    found.push(`${at === '' ? '' : `${at}/`}node_modules/${name}`);
    if (!at.includes('/node_modules/')) break;
  }
  return [...found, `node_modules/${name}`];
}

describe('package-lock.json', () => {
  // npm writes such a lockfile when a release lacks platform packages, and `npm ci` then refuses it on other machines.
  test('has an entry for every optional platform package that any package names', () => {
    const missing = Object.entries(lock.packages).flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies)
        .filter((name) => !places(path, name).some((place) => Object.hasOwn(lock.packages, place)))
        .map((name) => `${path} → ${name}`),
    );
    expect(missing).toEqual([]);
  });

  test('every package has its version and the hash of its content', () => {
    const bare = Object.entries(lock.packages)
      .filter(([path, entry]) => path !== '' && entry.link !== true)
      .filter(([, { version, integrity }]) => version === undefined || integrity === undefined)
      .map(([path]) => path);
    expect(bare).toEqual([]);
  });

  test('states the versions that package.json pins', () => {
    const pinned = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
    const locked = pinned.map(([name]) => [name, lock.packages[`node_modules/${name}`]?.version]);
    expect(locked).toEqual(pinned);
    expect(lock.packages['']?.version).toBe(manifest.version);
  });
});
