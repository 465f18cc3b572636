/** Names and values of a query; a name that comes again has its last value. Nothing is decoded. */
function pairsOf(query: string): Readonly<Record<string, string>> {
  const pairs = query
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair): readonly [string, string] => {
      const at = pair.indexOf('=');
      return at === -1 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)];
    });
  return Object.fromEntries(pairs);
}

const shape =
  /^(?:(?<scheme>[A-Za-z][A-Za-z0-9+.-]*):\/\/)?(?:(?<user>[^/?#@:]*)(?::(?<password>[^/?#@]*))?@)?(?<host>\[[^\]]*\]|[^/?#:]*)(?::(?<port>\d*))?(?<path>[^?#]*)(?:\?(?<query>[^#]*))?(?:#(?<fragment>.*))?$/s;

/** Parts of an absolute URL; parts that it lacks are empty. */
export function parseUrl(url: string): unknown {
  const groups = shape.exec(url.trim())?.groups ?? {};
  return {
    Scheme: groups['scheme'] ?? '',
    Host: groups['host'] ?? '',
    Port: groups['port'] ?? '',
    Path: groups['path'] ?? '',
    Username: groups['user'] ?? '',
    Password: groups['password'] ?? '',
    'Query Parameters': pairsOf(groups['query'] ?? ''),
    Fragment: groups['fragment'] ?? '',
  };
}

/** Names and values of a query, with or without the question mark before it. */
export function parseUrlQuery(query: string): unknown {
  return { 'Query Parameters': pairsOf(query.replace(/^\?/, '')) };
}
