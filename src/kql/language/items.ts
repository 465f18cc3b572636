/** A list of the library: a plain array, or an object with a count and an item by index. */
export type Items<T> =
  readonly T[] | { readonly Count: number; readonly getItem: (index: number) => T } | null | undefined;

/** The items of a list of the library as an array. */
export function items<T>(list: Items<T>): readonly T[] {
  if (list === null || list === undefined) return [];
  if ('getItem' in list) return Array.from({ length: list.Count }, (_, index) => list.getItem(index));
  return list;
}

/** How many items a list of the library has. */
export function count(list: Items<unknown>): number {
  if (list === null || list === undefined) return 0;
  return 'getItem' in list ? list.Count : list.length;
}
