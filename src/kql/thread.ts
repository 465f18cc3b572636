import type { Catalog } from './catalog/catalog.ts';
import type { CompiledReply, ReplyOptions } from './reply.ts';
import { entryBeside, startLanguage, type Language } from './language/client.ts';

/** The compiler and the language service in a thread of their own. */
export type KqlThread = Language<ReplyOptions, CompiledReply>;

/** Starts the thread at once, so that it is warm when it is asked. */
export function startKql(catalog: Catalog): KqlThread {
  return startLanguage<ReplyOptions, CompiledReply>({
    catalog,
    entry: entryBeside(import.meta.url, 'thread-entry'),
  });
}
