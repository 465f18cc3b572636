/** A graph so small that all its worlds can be visited. Node 0 is held from the start. */
export interface SmallNetwork {
  /** Per node the edges into it; an edge is live when all its coins came up. */
  readonly incoming: { readonly from: number; readonly coins: readonly number[] }[][];
  /** 1 where a node needs all its edges. */
  readonly all: Uint8Array;
  readonly goal: number;
  /** Probability of each coin. */
  readonly chances: readonly number[];
}

/** Counts what exact answers cost, in edges looked at, so that a caller can stop in time. */
export interface Effort {
  spent: number;
}

/** The value of coin i (0..4) in 32 worlds at once: all combinations of five coins. */
const patterns = [0xaaaaaaaa | 0, 0xcccccccc | 0, 0xf0f0f0f0 | 0, 0xff00ff00 | 0, 0xffff0000 | 0];

/**
 * Probability that the goal falls, exactly: branches coin by coin, stops a branch as soon as the open coins no longer
 * matter, and takes the last five coins as 32 worlds in one word.
 */
export function enumerateFall(network: SmallNetwork, effort: Effort): number {
  const { chances } = network;
  const edgeCount = network.incoming.reduce((sum, edges) => sum + edges.length, 0);
  const coins = new Int32Array(chances.length);
  const words = new Int32Array(network.incoming.length);

  const branch = (decided: number): number => {
    effort.spent += 3 * edgeCount; // a spread takes two or three rounds
    const open = chances.length - decided;
    if (open <= patterns.length) {
      for (let i = 0; i < open; i++) coins[decided + i] = patterns[i]!;
      return weightOf(spread(network, coins, words), chances, decided);
    }
    // World 0: every open coin fails; world 1: every open coin succeeds.
    coins.fill(2, decided);
    const bounds = spread(network, coins, words);
    if ((bounds & 1) !== 0) return 1;
    if ((bounds & 2) === 0) return 0;
    const chance = chances[decided]!;
    coins[decided] = -1;
    const up = branch(decided + 1);
    coins[decided] = 0;
    return chance * up + (1 - chance) * branch(decided + 1);
  };
  return branch(0);
}

/** The worlds, one bit each, in which the goal falls. */
function spread(network: SmallNetwork, coins: Int32Array, words: Int32Array): number {
  words.fill(0);
  words[0] = -1;
  for (let changed = true; changed;) {
    changed = false;
    for (let node = 1; node < words.length; node++) {
      const needsAll = network.all[node] === 1;
      let word = needsAll ? -1 : words[node]!;
      for (const edge of network.incoming[node]!) {
        let live = words[edge.from]!;
        for (const coin of edge.coins) live &= coins[coin]!;
        word = needsAll ? word & live : word | live;
      }
      if (word === words[node]) continue;
      words[node] = word;
      changed = true;
    }
  }
  return words[network.goal]!;
}

/** Probability of the worlds set in `word`, whose bits run over all outcomes of the coins from `first` on. */
function weightOf(word: number, chances: readonly number[], first: number): number {
  const open = chances.length - first;
  let sum = 0;
  for (let world = 0; world < 1 << open; world++) {
    if (((word >>> world) & 1) === 0) continue;
    let weight = 1;
    for (let i = 0; i < open; i++) {
      const chance = chances[first + i]!;
      weight *= ((world >>> i) & 1) === 1 ? chance : 1 - chance;
    }
    sum += weight;
  }
  return sum;
}
