import { stoppedFault, type QueryFault } from '../query-fault.ts';
import { Stopped, type StopReason } from '../stop.ts';
import { NoSelect, UnexpectedResult } from './select.ts';

/**
 * Turns an error of the engine into a fault. The engine's own text is kept only where it cannot hold data of the facts:
 * where it comes from binding, and of that the first line, since the others quote the SQL.
 */
export function engineFault(error: unknown, stopped?: StopReason): QueryFault {
  const text = error instanceof Error ? error.message : String(error);
  const kind = /^(?:Failed[^:]*: )?(.*?) ?Error: /.exec(text)?.[1] ?? '';
  if (error instanceof Stopped || kind === 'INTERRUPT') return stoppedFault(stopped ?? 'cancelled');
  if (error instanceof NoSelect) {
    return { code: 'query-refused', message: 'what was to run is not one statement that only reads' };
  }
  if (error instanceof UnexpectedResult) return internal(text);
  const limit = /kql-limit: ([^\n]*)/.exec(text)?.[1];
  if (limit !== undefined) return { ...tooMuch, message: limit };
  if (kind === 'Out of Memory' || /bad_alloc|could not allocate|failed to allocate/i.test(text))
    return memory;
  if (unusableKinds.has(kind)) return { ...unusable, message: `the facts cannot be read (${kind} error)` };
  if (bindingKinds.has(kind)) return internal(text.split('\n')[0]!.slice(0, 200));
  return internal(kind === '' ? 'unknown trouble' : `${kind} error`);
}

const memory: QueryFault = {
  code: 'query-memory',
  message: 'the query needs more memory than it may use',
  remedy: 'filter or aggregate earlier, or keep fewer columns',
};

/** Our own functions and the printed SQL raise it, with a sentence that holds no data. */
const tooMuch = {
  code: 'query-limit',
  remedy: 'filter earlier, or make shorter texts and lists',
} as const;

const unusable = {
  code: 'store-unusable',
  remedy: 'look whether the disk is full or failing, and run the command again',
} as const;

const unusableKinds = new Set(['IO', 'FATAL', 'INTERNAL', 'Serialization', 'Connection']);
const bindingKinds = new Set(['Binder', 'Catalog', 'Parser', 'Not implemented']);

function internal(what: string): QueryFault {
  return {
    code: 'query-internal',
    message: `the engine could not run the compiled query: ${what}`,
    remedy: 'this is a bug of fixfirst; please report it with the query',
  };
}
