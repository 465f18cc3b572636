import type { Result } from '../../base/fault.ts';
import type { KqlValue, ResultColumn } from '../../kql/index.ts';
import type { StoredFunction } from '../../state/index.ts';
import type { Asked } from '../hunt/facts.ts';

/** What the compiler found in a query. */
export interface CompiledInfo {
  readonly columns: readonly ResultColumn[];
  /** Tables it reads, by their catalogue name, each once. */
  readonly tables: readonly string[];
  /** Operators it uses, in lower case, as KQL names them: `where`, `join`, `union`, `externaldata`, … */
  readonly operators: readonly string[];
  readonly hasComments: boolean;
}

/** A span of event time in epoch milliseconds, `from` included, `to` not; applied where event tables are scanned. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

export interface RunOptions extends Window {
  readonly maxRows: number;
  /** Lines before the person's own text, which the place of a fault leaves out. */
  readonly linesBefore?: number;
}

export interface HuntingAnswer {
  readonly columns: readonly ResultColumn[];
  readonly rows: readonly (readonly KqlValue[])[];
  /** There were more rows. */
  readonly isTruncated: boolean;
}

/** Compiles and runs KQL over the facts. */
export interface Hunting {
  compile(kql: string): Promise<Result<CompiledInfo>>;
  /** Whether a text can be compiled, without reading any file. The place of a fault leaves out `linesBefore`. */
  check(kql: string, linesBefore: number): Promise<Result<void>>;
  /** Gives at most `maxRows` rows, and fewer when they are very large. */
  run(kql: string, options: RunOptions): Promise<Result<HuntingAnswer>>;
}

/** What the compiler needs of a stored function. */
export type CatalogueFunction = Pick<StoredFunction, 'name' | 'parameters' | 'body'>;

export interface HuntingOptions {
  /** Stored functions that queries may call. */
  readonly functions: readonly CatalogueFunction[];
  /** Files and folders whose facts are hunted in; none: the facts of the data directory, else the sample estate. */
  readonly from: readonly string[];
  /** Data directory as given with `--data`. */
  readonly data: string | undefined;
  /** Told what is asked when no files are given. */
  readonly onAsked?: ((asked: Asked) => void) | undefined;
  readonly signal: AbortSignal;
}

/** Opens the engine; its caller closes it. */
export type OpenHunting = (options: HuntingOptions) => Promise<Result<Hunting & { close(): Promise<void> }>>;
