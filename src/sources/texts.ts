/** The texts that are not blank, trimmed, each once (case does not count), in the order given; undefined when there are none. */
export function distinctTexts(texts: Iterable<string | undefined>): readonly string[] | undefined {
  const found = new Map<string, string>();
  for (const text of texts) {
    const trimmed = text?.trim() ?? '';
    const key = trimmed.toLowerCase();
    if (trimmed !== '' && !found.has(key)) found.set(key, trimmed);
  }
  return found.size === 0 ? undefined : [...found.values()];
}

/** The properties that have a value; undefined when none has. */
export function knownProperties(
  properties: Readonly<Record<string, string | number | boolean | undefined>>,
): Readonly<Record<string, string | number | boolean>> | undefined {
  const known: Record<string, string | number | boolean> = {};
  for (const [name, value] of Object.entries(properties)) {
    if (value !== undefined && value !== '') known[name] = value;
  }
  return Object.keys(known).length === 0 ? undefined : known;
}

/** The text cut to a number of characters, with an ellipsis when it was longer. */
export function shorten(text: string, characters: number): string {
  return text.length <= characters ? text : `${text.slice(0, characters - 1)}…`;
}

/** A name with a domain: no address, no bare host name. */
export function isFqdn(name: string): boolean {
  return name.includes('.') && !/^[\d.]+$/.test(name) && !name.includes(':');
}
