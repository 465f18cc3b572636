/** What follows the product in the titles of version checks. */
const afterProduct =
  /^(.+?)\s+(?:<=?\s*v?\d|(?:prior to|before)\s+v?\d|Multiple Vulnerabilit|Security Updates?\b|Unsupported\b|SEoL\b|End [Oo]f Life\b|v?\d+(?:\.[\dx*]+)+\b|v?\d[\dx.]*\s*(?:<|\/|Multiple))/;

/** Characters of a title that can hold the product. */
const maxTitle = 200;

/** Words that begin the title of a check of a protocol or setting, not of a product. */
const noProduct =
  /^(?:SSL|TLS|SSH|SMB|HTTP|HTTPS|FTP|SNMP|DNS|NTP|TCP|ICMP|KB\d+|MS\d+-\d+|Web Server|Security Updates?|Multiple|The|Host|Unsupported)\b/i;

/**
 * Product in the title of a version check: `Mozilla Firefox` of `Mozilla Firefox < 102.0`, `PHP` of `PHP 5.x < 5.2
 * Multiple Vulnerabilities`. Undefined when the title does not have that form.
 */
export function productOfTitle(title: string): string | undefined {
  const product = afterProduct.exec(title.trim().slice(0, maxTitle))?.[1]?.trim();
  if (product === undefined || noProduct.test(product)) return undefined;
  const isName = /^[A-Za-z0-9][\w.+#/ -]*$/.test(product) && product.split(/\s+/).length <= 5;
  return isName ? product : undefined;
}
