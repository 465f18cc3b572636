import type { EstateSink } from '../sink.ts';

/**
 * Writes records into as many files as are needed for none to grow much beyond a size: `name.ext`, `name-2.ext`, … Each
 * gets `head` and `tail` around its records; `tail` is told whether another file follows.
 */
export async function writeInParts(
  sink: EstateSink,
  name: string,
  extension: string,
  limits: { readonly characters?: number; readonly records?: number },
  records: Iterable<string>,
  head: string,
  tail: (next: string | undefined) => string,
  separator = '',
): Promise<void> {
  const iterator = records[Symbol.iterator]();
  let pending = iterator.next();
  const path = (part: number): string => `${name}${part === 1 ? '' : `-${part}`}.${extension}`;
  for (let part = 1; part === 1 || pending.done !== true; part++) {
    const onePart = function* (): Generator<string> {
      yield head;
      let characters = head.length;
      let count = 0;
      while (pending.done !== true) {
        if (characters >= (limits.characters ?? Infinity) || count >= (limits.records ?? Infinity)) break;
        const text = (count === 0 ? '' : separator) + pending.value;
        characters += text.length;
        count++;
        yield text;
        pending = iterator.next();
      }
      yield tail(pending.done === true ? undefined : path(part + 1));
    };
    await sink.write(path(part), onePart());
  }
}
