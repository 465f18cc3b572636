/** A software product as several tools name it. */
export interface Product {
  /** Equal for equal products: `vendor:name`, lower case, or the name alone when no vendor is known. */
  readonly key: string;
  /** Name for people. */
  readonly title: string;
}

export interface ProductNames {
  readonly vendor?: string | undefined;
  readonly name?: string | undefined;
  readonly cpe?: string | undefined;
  readonly purl?: string | undefined;
}

/**
 * The product behind names, CPE or package URL. A CPE is the strongest (vendor and product are in one dictionary), then a package
 * URL, then the names. Undefined when nothing names it.
 */
export function productOf(names: ProductNames): Product | undefined {
  const cpe = names.cpe === undefined ? undefined : cpeProduct(names.cpe);
  const name = names.name?.trim();
  if (cpe !== undefined) {
    // A name without capitals is the dictionary's key, not what people call the product.
    const isWritten = name !== undefined && /\p{Lu}/u.test(name);
    return { key: cpe.key, title: isWritten ? cleanTitle(name) : cpe.title };
  }
  if (names.purl?.startsWith('pkg:') === true) {
    const match = /^pkg:([^/]+)\/(?:.*\/)?([^/@?#]+)/.exec(names.purl);
    // A scope is written %40, so the first @ begins the version.
    const scoped = names.purl.replace(/[@?#].*$/s, '');
    if (match !== null) {
      const title = name === undefined || name === '' ? decode(match[2] ?? '') : name;
      return { key: decode(scoped).toLowerCase(), title };
    }
  }
  if (name === undefined || name === '') return undefined;
  const vendor = slug(names.vendor ?? '').replace(
    /_(corporation|corp|inc|ltd|llc|gmbh|foundation|project|systems|software)$/,
    '',
  );
  const bare = slug(cleanTitle(name));
  const product = vendor !== '' && bare.startsWith(`${vendor}_`) ? bare.slice(vendor.length + 1) : bare;
  return {
    key: vendor === '' ? product : `${vendor}:${product}`,
    title: titleOf(names.vendor, cleanTitle(name)),
  };
}

function cpeProduct(cpe: string): Product | undefined {
  const match = /^cpe:(?:2\.3:|\/)[aoh]:([^:]+):([^:]+)/i.exec(cpe);
  if (match === null) return undefined;
  const [, vendor = '', product = ''] = match;
  return { key: `${vendor}:${product}`.toLowerCase(), title: titleOf(words(vendor), words(product)) };
}

/** Names as tools write them carry versions and architectures: `Mozilla Firefox 115.0 (x64 en-US)`. */
function cleanTitle(name: string): string {
  return (
    name
      // First, so that the patterns below meet single spaces and take linear time.
      .replace(/\s+/g, ' ')
      .replace(/ ?\((x64|x86|64-bit|32-bit|x64 [\w-]+|x86 [\w-]+)\)/gi, '')
      .replace(/ v?\d+(\.\d+)+\S*/g, '')
      .trim() || name.trim()
  );
}

function titleOf(vendor: string | undefined, name: string): string {
  const product = words(name);
  const maker = vendor === undefined ? '' : words(vendor);
  if (maker === '' || product.toLowerCase().startsWith(maker.toLowerCase())) return product;
  return `${maker} ${product}`;
}

/** `windows_server_2019` → `Windows Server 2019`; text that has capitals of its own stays. */
function words(text: string): string {
  const spaced = decode(text).replaceAll('_', ' ').trim();
  return /[A-Z]/.test(spaced) ? spaced : spaced.replace(/(^|\s)\p{Ll}/gu, (c) => c.toUpperCase());
}

function slug(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}+#.-]+/gu, '_')
    .replace(/^_+|_+$/g, '');
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
