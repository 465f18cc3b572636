export { openFactsProcess } from './open-facts-process.ts';
export type { ProcessLimits } from './protocol.ts';
