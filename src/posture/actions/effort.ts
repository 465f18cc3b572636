import type { ActionKind } from './action.ts';

export type Level = 'Low' | 'Medium' | 'High';

/** Upper bounds of the sizes the table knows: number of things (devices, rights, accounts) the action touches. */
const sizes = [1, 10, 100, 1000, Number.POSITIVE_INFINITY] as const;

/**
 * Hours of work of one person by kind of action and size, planning and checking included. Own estimates, all of them defaults: an
 * organisation puts its own in their place.
 */
const hours: Readonly<Record<ActionKind, readonly [number, number, number, number, number]>> = {
  update: [1, 3, 8, 24, 60],
  mitigate: [3, 8, 24, 60, 120],
  rebuild: [2, 6, 20, 60, 120],
  setting: [1, 3, 6, 16, 40],
  right: [0.5, 1, 3, 8, 24],
  privilege: [8, 16, 40, 80, 160],
  logon: [1, 2, 6, 16, 40],
  account: [1, 3, 8, 24, 60],
  secret: [1, 3, 10, 30, 80],
  exposure: [1, 3, 8, 24, 60],
  certificate: [2, 4, 8, 16, 40],
  control: [4, 8, 24, 60, 120],
};

export interface Effort {
  readonly level: Level;
  readonly hours: number;
  /** Where the hours come from. */
  readonly source: string;
}

/** Effort of an action that touches `size` things. Low up to 4 h, Medium up to 24 h, High beyond. */
export function effortOf(kind: ActionKind, size: number): Effort {
  const band = sizes.findIndex((bound) => size <= bound);
  const value = hours[kind][band]!;
  const level = value <= 4 ? 'Low' : value <= 24 ? 'Medium' : 'High';
  return {
    level,
    hours: value,
    source: `default for "${kind}" on ${size} (table of hours by kind and size)`,
  };
}
