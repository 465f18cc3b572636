/**
 * A copy of the text that shares no memory with the one it was cut from. The engine cuts a string out of a chunk by
 * reference, so a short text that is kept for long keeps its whole chunk alive: a million host names, the whole file.
 */
export function detached(text: string): string {
  // Shorter strings are copied by the engine itself.
  return text.length < 13 ? text : Buffer.from(text, 'utf16le').toString('utf16le');
}
