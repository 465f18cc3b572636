/** The parts of a CPE that say what it is; parts the CPE leaves open are absent. */
export interface CpeName {
  /** `a` application, `o` operating system, `h` hardware. */
  readonly part: 'a' | 'o' | 'h';
  readonly vendor?: string;
  /** Product with blanks for underscores. */
  readonly product?: string;
  readonly version?: string;
  /** The CPE as written. */
  readonly text: string;
}

/** Reads a CPE 2.2 URI (`cpe:/a:php:php:5.6`) or 2.3 formatted string; undefined for any other text. */
export function parseCpe(text: string | undefined): CpeName | undefined {
  const cpe = text?.trim();
  const match = /^cpe:(?:\/|2\.3:)([aoh])(?::(.*))?$/i.exec(cpe ?? '');
  const part = match?.[1]?.toLowerCase();
  if (cpe === undefined || (part !== 'a' && part !== 'o' && part !== 'h')) return undefined;
  // In 2.3 a colon within a component is escaped by a backslash.
  const [vendor, product, version] = (match?.[2] ?? '').split(/(?<!\\):/).map(component);
  return {
    part,
    text: cpe,
    ...(vendor !== undefined && { vendor }),
    ...(product !== undefined && { product: product.replaceAll('_', ' ') }),
    ...(version !== undefined && { version }),
  };
}

/** Vendor and product as one name: `redhat enterprise linux`, `debian linux`; the vendor is left out where the product begins with it. */
export function cpeTitle({ vendor, product }: CpeName): string | undefined {
  if (product === undefined || vendor === undefined) return product;
  return product.toLowerCase().startsWith(vendor.toLowerCase()) ? product : `${vendor} ${product}`;
}

function component(text: string): string | undefined {
  const plain = decode(text).replace(/\\(.)/g, '$1');
  return ['', '-', '*'].includes(plain) ? undefined : plain;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
