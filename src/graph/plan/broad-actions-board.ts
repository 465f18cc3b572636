import { broadActions, type Control, type Worlds } from '../risk/index.ts';
import { gainsBySpreading, type Gain } from './broad-gains.ts';

/** Steps for which a gain is still taken as known; judging a broad action anew costs a pass through all worlds. */
const stepsKnown = 3;

/** Keeps what the broad actions would save, judged anew only when one of them is about to be the best step. */
export class BroadActionsBoard {
  readonly actions: readonly number[];
  readonly #worlds: Worlds;
  readonly #control: Control;
  readonly #gains = new Map<number, Gain & { readonly atStep: number }>();

  constructor(worlds: Worlds, control: Control) {
    this.#worlds = worlds;
    this.#control = control;
    this.actions = broadActions(worlds.table);
  }

  /** What an action was found to save when last judged; undefined before that. */
  known(action: number): Gain | undefined {
    return this.#gains.get(action);
  }

  isFresh(action: number, step: number): boolean {
    return step - (this.#gains.get(action)?.atStep ?? -Infinity) < stepsKnown;
  }

  /** Judges these actions after those in `done`, of which there were `step` steps. */
  async judge(actions: readonly number[], done: Uint8Array, step: number): Promise<void> {
    if (actions.length === 0) return;
    const gains = await gainsBySpreading(this.#worlds, done, actions, this.#control);
    for (const [action, gain] of gains) this.#gains.set(action, { ...gain, atStep: step });
  }
}
