/** The parts of a package URL that observations need. */
export interface PackageUrl {
  readonly type: string;
  readonly namespace?: string;
  readonly name: string;
  readonly version?: string;
}

/**
 * Reads a package URL (purl specification: `pkg:type/namespace/name@version?qualifiers#subpath`); undefined when it is
 * none. Rules of single types (which demand a namespace) are not checked, since scanners break them and mean well.
 */
export function parsePackageUrl(text: string | undefined): PackageUrl | undefined {
  // Blanks and control characters must be percent-encoded in any URL.
  if (text === undefined || !/^pkg:/i.test(text) || /[\s\u0000-\u001f\u007f]/.test(text)) return undefined;
  const body = text.slice('pkg:'.length).replace(/[?#].*$/, '');
  const [type = '', ...segments] = body.split('/').filter((segment) => segment !== '');
  const last = segments.pop() ?? '';
  // An `@` at the very start belongs to a scope that was not encoded.
  const at = last.lastIndexOf('@');
  const name = decode(at > 0 ? last.slice(0, at) : last);
  const version = at > 0 ? decode(last.slice(at + 1)) : '';
  const namespace = decode(segments.join('/'));
  if (!/^[a-z][a-z\d.+-]*$/i.test(type) || name === undefined || name === '') return undefined;
  if (version === undefined || namespace === undefined) return undefined;
  return {
    type: type.toLowerCase(),
    name,
    ...(namespace === '' ? {} : { namespace }),
    ...(version === '' ? {} : { version }),
  };
}

/** Writes a package URL; parts are percent-encoded, qualifiers sorted, empty ones left out. */
export function packageUrl(
  parts: PackageUrl,
  qualifiers: Readonly<Record<string, string | undefined>> = {},
): string {
  const namespace = (parts.namespace ?? '')
    .split('/')
    .filter((segment) => segment !== '')
    .map((segment) => `${encode(segment)}/`)
    .join('');
  const version = parts.version === undefined ? '' : `@${encode(parts.version)}`;
  const query = Object.entries(qualifiers)
    .filter((entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== '')
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key}=${encode(value)}`)
    .join('&');
  return `pkg:${parts.type}/${namespace}${encode(parts.name)}${version}${query === '' ? '' : `?${query}`}`;
}

/** The name with its group as the ecosystem's users write it: `org.apache:core`, `@scope/name`, `vendor/name`. */
export function qualifiedName(type: string, group: string | undefined, name: string): string {
  if (group === undefined || operatingSystemTypes.has(type)) return name;
  return `${group}${type === 'maven' ? ':' : '/'}${name}`;
}

/** Types whose namespace is the distribution, which is no part of the name. */
const operatingSystemTypes: ReadonlySet<string> = new Set(['deb', 'rpm', 'apk', 'alpm', 'generic', 'oci']);

function encode(text: string): string {
  // JSON can hold half of a character, which has no bytes; the specification keeps the colon as it is.
  return encodeURIComponent(text.toWellFormed()).replaceAll('%3A', ':');
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
