import type { Rel } from '../ir/index.ts';

/** Relational algebra as JSON; whole numbers as text, a shared relation in full where it is first used. */
export function irJson(rel: Rel): string {
  const seen = new Set<unknown>();
  return JSON.stringify(
    rel,
    (key, value: unknown) => {
      if (typeof value === 'bigint') return String(value);
      if (key === 'shared' && typeof value === 'object' && value !== null) {
        if (seen.has(value)) return (value as { name: string }).name;
        seen.add(value);
      }
      return value;
    },
    2,
  );
}
