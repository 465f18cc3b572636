import { detached } from '../base/detached.ts';
import { local } from './source.ts';

/** Gives each asset of a report a ref of its own, also when two of them carry one name. */
export class UniqueRefs {
  readonly #used = new Map<string, number>();

  /** The ref of a new asset: the first `10.0.0.5` is `local('10.0.0.5')`, a second one `local('10.0.0.5#2')`. */
  next(name: string): string {
    const count = (this.#used.get(name) ?? 0) + 1;
    this.#used.set(detached(name), count);
    return count === 1 ? local(name) : this.next(`${name}#${count}`);
  }
}
