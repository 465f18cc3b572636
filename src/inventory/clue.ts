/** Something a source said of a device from which follows what it is. */
export interface Clue {
  readonly kind: 'type' | 'category' | 'system' | 'service' | 'product' | 'model' | 'vendor';
  readonly text: string;
  /** Source that says it. */
  readonly source: string;
}

/** What follows from clues, and from which; no basis: nothing was said. */
export interface Conclusion<T> {
  readonly value: T;
  /** In words, one for each clue. */
  readonly basis: readonly string[];
}

/** A clue in words: `nmap: service jetdirect 9100/tcp`. */
export function words({ source, kind, text }: Clue): string {
  return `${source}: ${kind} ${text}`;
}
