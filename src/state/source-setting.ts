/** What holds for the reports of one source unless an import is told otherwise. */
export interface SourceSetting {
  /** Id of the source. */
  readonly source: string;
  /** Complete reports that must miss a finding before it is closed; undefined: as for all sources. */
  readonly closeAfter?: number | undefined;
  /** Each report names all that was examined, also where its format cannot prove it; undefined: it proves it or does not. */
  readonly isComplete?: boolean | undefined;
  /** Days after which what the source no longer says lapses; undefined: as for all sources. */
  readonly lapseDays?: number | undefined;
}
