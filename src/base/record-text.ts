const quote = 0x22;
const backslash = 0x5c;

/**
 * The text of one JSON array or object, gathered from the chunks of a stream up to the bracket that closes it. Only strings and
 * brackets are looked at; whether it is JSON is for `JSON.parse` to say.
 */
export class RecordText {
  /** Values so far or a few more: commas, arrays and objects. */
  values = 0;
  /** Characters so far. */
  length = 0;
  /** The most levels of brackets that were open at once, itself too. */
  deepest = 0;
  readonly #parts: string[] = [];
  #depth = 0;
  #isInString = false;
  /** The chunk before ended within a string and with a backslash that escapes what comes. */
  #isEscaped = false;

  get text(): string {
    return this.#parts.join('');
  }

  /** Takes a chunk from `start` on; answers where the record ended in it, -1 while it goes on. */
  take(chunk: string, start: number): number {
    const end = this.#end(chunk, start);
    const part = chunk.slice(start, end < 0 ? undefined : end);
    this.#parts.push(part);
    this.length += part.length;
    return end;
  }

  #end(chunk: string, start: number): number {
    let at = start;
    while (at < chunk.length) {
      if (this.#isInString) {
        at = this.#endOfString(chunk, at);
        continue;
      }
      switch (chunk.charCodeAt(at++)) {
        case quote:
          this.#isInString = true;
          break;
        case 0x5b:
        case 0x7b:
          if (++this.#depth > this.deepest) this.deepest = this.#depth;
          this.values++;
          break;
        case 0x2c:
          this.values++;
          break;
        case 0x5d:
        case 0x7d:
          if (--this.#depth === 0) return at;
      }
    }
    return -1;
  }

  /** Where what follows the string begins; the end of the chunk when the string goes on. */
  #endOfString(chunk: string, start: number): number {
    let at = start;
    if (this.#isEscaped) {
      this.#isEscaped = false;
      at++;
    }
    for (;;) {
      const found = chunk.indexOf('"', at);
      const stop = found < 0 ? chunk.length : found;
      let slash = stop;
      while (slash > at && chunk.charCodeAt(slash - 1) === backslash) slash--;
      const isEscaped = (stop - slash) % 2 === 1;
      if (found < 0) {
        this.#isEscaped = isEscaped;
        return chunk.length;
      }
      at = found + 1;
      if (!isEscaped) {
        this.#isInString = false;
        return at;
      }
    }
  }
}
