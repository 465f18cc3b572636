import { aggregateFunctions, scalarFunctions, windowFunctions } from './functions/index.ts';
import type { Supports } from './language/service.ts';
import { special } from './lower/special.ts';

/** What completion may offer: a function or aggregate that the compiler has; everything else is the binder's word. */
export const isSupported: Supports = (kind, name) => {
  if (kind === 'aggregate') return aggregateFunctions.has(name);
  if (kind !== 'function') return true;
  return (
    scalarFunctions.has(name) ||
    windowFunctions.has(name) ||
    aggregateFunctions.has(name) ||
    Object.hasOwn(special, name)
  );
};
