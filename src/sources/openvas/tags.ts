/**
 * Reads `nvt/tags`: `cvss_base_vector=AV:N/…|summary=…|solution=…`. A value may hold a bar of its own: a part without
 * a key belongs to the one before.
 */
export function tagsOf(text: string | undefined): ReadonlyMap<string, string> {
  const tags = new Map<string, string>();
  let last: string | undefined;
  for (const part of (text ?? '').split('|')) {
    const [, key, value = ''] = /^\s*([a-z_A-Z]+)=([\s\S]*)$/.exec(part) ?? [];
    if (key !== undefined) {
      last = key;
      if (value.trim() !== '') tags.set(key, value.trim());
    } else if (last !== undefined && tags.has(last)) {
      tags.set(last, `${tags.get(last) ?? ''}|${part.trimEnd()}`);
    }
  }
  return tags;
}
