import { parentPort, workerData } from 'node:worker_threads';
import type { Catalog } from '../catalog/catalog.ts';
import { createGlobals, type Globals } from '../catalog/global-state.ts';
import { reason } from './library.ts';
import type { Message, Request } from './protocol.ts';
import { createService, type LanguageService, type Supports } from './service.ts';

/** Turns a query into what runs; its options and its answer cross threads, so both are plain data. */
export type Compile<Options, Compiled> = (text: string, globals: Globals, options: Options) => Compiled;

interface Parts<Options, Compiled> {
  /** Answers requests of kind `compile`; without it they fail. */
  readonly compile?: Compile<Options, Compiled>;
  /** What completion may offer. */
  readonly supports?: Supports;
}

/**
 * Serves the language from this worker thread: the entry of a thread calls it once, with the compiler. It warms up on a
 * small query before it says that it is ready.
 */
export function serve<Options = never, Compiled = never>(parts: Parts<Options, Compiled> = {}): void {
  const port = parentPort;
  if (port === null) throw new Error('serve runs in a worker thread');
  const say = (message: Message) => port.postMessage(message);
  let state = stateOf((workerData as { readonly catalog: Catalog }).catalog, parts.supports);

  const answer = (request: Request): unknown => {
    switch (request.kind) {
      case 'catalog':
        state = stateOf(request.catalog, parts.supports);
        return undefined;
      case 'service': {
        const method = state.service[request.method] as (...given: readonly unknown[]) => unknown;
        return method(...request.given);
      }
      case 'compile':
        if (parts.compile === undefined) throw new Error('this thread has no compiler');
        return parts.compile(request.text, state.globals, request.options as Options);
    }
  };

  warm(state.service);
  port.on('message', (request: Request) => {
    try {
      say({ kind: 'answer', id: request.id, value: answer(request) });
    } catch (error) {
      say({ kind: 'failed', id: request.id, message: reason(error) });
    }
  });
  say({ kind: 'ready' });
}

interface State {
  readonly globals: Globals;
  readonly service: LanguageService;
}

function stateOf(catalog: Catalog, supports: Supports | undefined): State {
  const globals = createGlobals(catalog);
  return { globals, service: createService(globals, supports) };
}

/** The first query and the first completion take up to 2 s, the next ones milliseconds. */
function warm(service: LanguageService): void {
  const text = 'datatable(a:string)["x"] | where a has "x" | summarize count() by a';
  service.diagnostics(text);
  service.completion(text, text.length);
}
