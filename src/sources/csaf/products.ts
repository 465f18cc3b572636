import { asArray, asObject, asObjects, asText } from '../../base/json-value.ts';
import type { JsonObject, JsonValue } from '../../base/json.ts';
import { parseCpe } from '../cpe-name.ts';
import { parsePackageUrl, qualifiedName } from '../package-url.ts';

/** A product of the product tree, with what its branches say of it. */
export interface Product {
  readonly id: string;
  /** Full name, as people read it. */
  readonly name: string;
  readonly vendor: string | undefined;
  readonly software: string | undefined;
  readonly version: string | undefined;
  readonly purl: string | undefined;
  readonly cpe: string | undefined;
  /** What it is a component of, or runs on: the product ids of a relationship. */
  readonly parts: { readonly component: string; readonly platform: string } | undefined;
}

/** What the branches above a product have said. */
interface Branch {
  readonly vendor?: string | undefined;
  readonly software?: string | undefined;
  readonly version?: string | undefined;
}

/** All products of a product tree by their id, in the order of the tree. */
export function productsOf(tree: JsonObject | undefined): ReadonlyMap<string, Product> {
  const products = new Map<string, Product>();
  const put = (value: JsonValue | undefined, branch: Branch, parts?: Product['parts']): void => {
    const product = productOf(asObject(value), branch, parts);
    if (product !== undefined && !products.has(product.id)) products.set(product.id, product);
  };
  const walk = (branches: JsonValue | undefined, above: Branch): void => {
    for (const item of asObjects(branches)) {
      const branch = below(above, asText(item['category']), asText(item['name']));
      put(item['product'], branch);
      walk(item['branches'], branch);
    }
  };
  walk(tree?.['branches'], {});
  for (const product of asArray(tree?.['full_product_names'])) put(product, {});
  for (const relationship of asObjects(tree?.['relationships'])) {
    const component = asText(relationship['product_reference']);
    const platform = asText(relationship['relates_to_product_reference']);
    const parts = component === undefined || platform === undefined ? undefined : { component, platform };
    const { vendor, software, version } = products.get(component ?? '') ?? {};
    put(relationship['full_product_name'], { vendor, software, version }, parts);
  }
  return products;
}

function below(above: Branch, category: string | undefined, name: string | undefined): Branch {
  switch (category) {
    case 'vendor':
      return { ...above, vendor: name };
    case 'product_name':
      return { ...above, software: name };
    // A service pack or patch level is the more precise version.
    case 'product_version':
    case 'service_pack':
    case 'patch_level':
      return { ...above, version: isRange(name) ? undefined : name };
    default:
      return above;
  }
}

/** A range names versions that no one has seen (`vers:all/*`, `< 4.7`): it stays in the product's full name. */
function isRange(name: string | undefined): boolean {
  return /^(vers:|[<>=*≤≥]|all\b)/i.test(name ?? '');
}

function productOf(
  value: JsonObject | undefined,
  branch: Branch,
  parts: Product['parts'],
): Product | undefined {
  const id = asText(value?.['product_id']);
  if (id === undefined) return undefined;
  const helper = asObject(value?.['product_identification_helper']);
  // CSAF 2.1 has a list of package URLs.
  const purlText = asText(helper?.['purl']) ?? asText(asArray(helper?.['purls'])[0]);
  const purl = parsePackageUrl(purlText);
  const cpe = parseCpe(asText(helper?.['cpe']));
  const name = asText(value?.['name']) ?? id;
  return {
    id,
    name,
    vendor: branch.vendor,
    // A package URL names the package itself, where the branch is often the name of a whole release.
    software:
      purl === undefined
        ? (branch.software ?? (branch.version === undefined ? name : undefined))
        : qualifiedName(purl.type, purl.namespace, purl.name),
    version: purl?.version ?? branch.version,
    purl: purl === undefined ? undefined : purlText,
    cpe: cpe?.text,
    parts,
  };
}

/** Product ids of product groups, for remediations, threats and flags that name groups. */
export function groupsOf(tree: JsonObject | undefined): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, readonly string[]>();
  for (const group of asObjects(tree?.['product_groups'])) {
    const id = asText(group['group_id']);
    if (id !== undefined)
      groups.set(
        id,
        asArray(group['product_ids']).flatMap((item) => asText(item) ?? []),
      );
  }
  return groups;
}
