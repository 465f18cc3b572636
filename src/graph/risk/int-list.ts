/** A growing list of 32-bit integers (unsigned) in typed memory that can be used again and again. */
export class IntList {
  length = 0;
  #data = new Uint32Array(1024);

  clear(): this {
    this.length = 0;
    return this;
  }

  push(value: number): void {
    if (this.length === this.#data.length) {
      const larger = new Uint32Array(this.length * 2);
      larger.set(this.#data);
      this.#data = larger;
    }
    this.#data[this.length++] = value;
  }

  /** A view of the list, valid until the next `clear`. */
  values(): Uint32Array {
    return this.#data.subarray(0, this.length);
  }
}
