/** Calls of users' functions inside each other, and nested expressions, that are still followed. */
export const limits = { calls: 40, columns: 20_000, depth: 150, steps: 300 } as const;
