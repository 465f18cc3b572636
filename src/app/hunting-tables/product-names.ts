import { productOf, type ProductNames } from '../../software/product.ts';

/** A product under the names of the published tables: lower case, words joined by underscores. */
export interface PublishedProduct {
  /** Equal for equal products. */
  readonly key: string;
  readonly title: string;
  readonly vendor?: string;
  readonly name: string;
}

/** The product behind names, CPE or package URL; undefined when nothing names it. Of a package the namespace is the vendor. */
export function publishedProduct(names: ProductNames): PublishedProduct | undefined {
  const product = productOf(names);
  if (product === undefined) return undefined;
  const { key, title } = product;
  const parts = key.startsWith('pkg:') ? key.slice('pkg:'.length).split('/').slice(1) : key.split(':');
  const vendor = parts.slice(0, -1).join('/');
  return {
    key,
    title,
    name: joined(parts.at(-1) ?? key),
    ...(vendor === '' ? {} : { vendor: joined(vendor) }),
  };
}

function joined(text: string): string {
  return text.trim().toLowerCase().replace(/\s+/g, '_');
}
