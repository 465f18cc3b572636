import type { Table } from '../schema/index.ts';
import type { LastingStore, OpenedFacts, TemporaryStore } from '../store/index.ts';

/** What use cases need from outside. */
export interface Ports {
  /** Makes an empty folder that the caller may fill and that is deleted at the end of the run. */
  temporaryFolder(): Promise<{ readonly path: string; remove(): Promise<void> }>;
  /** Folder with the intelligence that ships with fixfirst. */
  readonly shippedIntelligence: string;
  /** Makes facts in a folder that will be thrown away with it. */
  openStore(folder: string): Promise<LastingStore>;
  /** Opens a throw-away store that has the published tables too, and more. */
  openHuntingStore(folder: string, more: readonly Table[]): Promise<TemporaryStore>;
  /** Opens a file of facts in a process of its own, for queries only; it starts while the file is still made. */
  openFactsProcess(file: Promise<string>): Promise<OpenedFacts>;
  /** Tells a person what is going on; each call replaces the one before. */
  readonly progress: (text: string) => void;
}
