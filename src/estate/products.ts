import { productFacts } from './facts/product-facts.ts';
import { weakness, type Weakness } from './weaknesses.ts';

export interface Product {
  readonly key: string;
  readonly vendor: string;
  /** Name as an inventory writes it. */
  readonly name: string;
  readonly title: string;
  /** CPE 2.2 without version. */
  readonly cpe: string;
  /** Oldest first. */
  readonly releases: readonly Release[];
}

export interface Release {
  readonly version: string;
  /** Weaknesses of all older releases that this one fixes. */
  readonly fixes: readonly Weakness[];
}

/** A product on a device; `release` counts from the oldest one. */
export interface Installed {
  readonly product: Product;
  readonly release: number;
}

const products: ReadonlyMap<string, Product> = new Map(parse().map((product) => [product.key, product]));

/** The product with this key. */
export function product(key: string): Product {
  const found = products.get(key);
  if (found === undefined) throw new RangeError(`no product ${key}`);
  return found;
}

export function allProducts(): readonly Product[] {
  return [...products.values()];
}

/** A release that lies `lag` releases behind the newest one, or the oldest. */
export function installed(key: string, lag: number): Installed {
  const found = product(key);
  return { product: found, release: Math.max(0, found.releases.length - 1 - lag) };
}

export function versionOf(software: Installed): string {
  return software.product.releases[software.release]?.version ?? '';
}

/** Releases that are newer than the one that is there and fix something, oldest first. */
export function missingReleases(software: Installed): readonly Release[] {
  return software.product.releases.slice(software.release + 1).filter((release) => release.fixes.length > 0);
}

function parse(): Product[] {
  const found: { product: Omit<Product, 'releases'>; releases: Release[] }[] = [];
  for (const line of productFacts.split('\n')) {
    if (line.startsWith('  ')) {
      const [version = '', fixes = ''] = line.trim().split(': ');
      found.at(-1)?.releases.push({
        version,
        fixes: fixes === '' ? [] : fixes.split(' ').map(weakness),
      });
    } else if (line !== '') {
      const [key = '', vendor = '', name = '', title = '', cpe = ''] = line.split('|');
      found.push({ product: { key, vendor, name, title, cpe }, releases: [] });
    }
  }
  return found.map((entry) => ({ ...entry.product, releases: entry.releases }));
}
