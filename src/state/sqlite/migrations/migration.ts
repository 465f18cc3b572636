/** One step forward: the statements that turn a file of the version before into one of this version. */
export interface Migration {
  readonly version: number;
  readonly sql: string;
}
