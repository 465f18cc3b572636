/** The version stands in the namespace: `http://cyclonedx.org/schema/bom/1.4`. */
export function namespaceVersion(namespaces: readonly string[]): string | undefined {
  for (const namespace of namespaces) {
    const match = /cyclonedx\.org\/schema\/bom\/(\d+\.\d+)/.exec(namespace);
    if (match !== null) return match[1];
  }
  return undefined;
}
