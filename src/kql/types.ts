/** The ten scalar types of KQL. */
export type KqlType =
  'string' | 'long' | 'int' | 'real' | 'bool' | 'datetime' | 'timespan' | 'dynamic' | 'guid' | 'decimal';

/** A column of a result as a person sees it. */
export interface ResultColumn {
  readonly name: string;
  readonly type: KqlType;
}

/**
 * A value as it leaves the engine. `string`, `guid`: text; `int`, `real`: number (NaN and infinities included); `long`:
 * bigint; `bool`: boolean; `datetime`: 100-ns ticks since 0001-01-01 UTC as bigint; `timespan`: 100-ns ticks as bigint;
 * `dynamic`: its JSON text; `decimal`: its text. A string is never null.
 */
export type KqlValue = string | number | bigint | boolean | null;

/** What a `render` operator asks the client to draw. */
export interface RenderHint {
  readonly kind: string;
  readonly properties: Readonly<Record<string, string>>;
}

/** A query that is ready to run on one engine. */
export interface CompiledQuery {
  /** One SELECT of the engine; its columns are those of `columns`, in order, under the given ids. */
  readonly sql: string;
  readonly columns: readonly (ResultColumn & { readonly id: string })[];
  /** Tables it reads, by their catalogue name. */
  readonly tables: readonly string[];
  readonly render?: RenderHint;
}
