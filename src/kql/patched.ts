/** A text with parts put in by us, which knows where each place lies in the text that the person wrote. */
export class Patched {
  readonly text: string;
  readonly #written: string;
  /** In the order of the text: where a part starts in `text`, and its length. */
  readonly #parts: readonly { readonly at: number; readonly length: number }[];

  constructor(text: string, written = text, parts: Patched['parts'] = []) {
    this.text = text;
    this.#written = written;
    this.#parts = parts;
  }

  get parts(): readonly { readonly at: number; readonly length: number }[] {
    return this.#parts;
  }

  /** The text with one more part, at an offset of `text`. */
  with(at: number, part: string): Patched {
    const { length } = part;
    const moved = this.#parts.map((one) => (one.at >= at ? { ...one, at: one.at + length } : one));
    const parts = [...moved, { at, length }].sort((a, b) => a.at - b.at);
    return new Patched(this.text.slice(0, at) + part + this.text.slice(at), this.#written, parts);
  }

  /** Line and column, from 1, in the written text of an offset in `text`. */
  position(offset: number): { readonly line: number; readonly column: number } {
    let added = 0;
    for (const { at, length } of this.#parts) if (at < offset) added += Math.min(length, offset - at);
    const written = offset - added;
    const before = this.#written.slice(0, written);
    return { line: before.split('\n').length, column: written - (before.lastIndexOf('\n') + 1) + 1 };
  }
}
