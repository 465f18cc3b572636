/**
 * Where an estate is written. `chunks` is lazy: the sink takes one after the other and keeps none, so that a file may be
 * larger than memory. Paths are relative, with `/`.
 */
export interface EstateSink {
  write(path: string, chunks: Iterable<string>): Promise<void>;
}
