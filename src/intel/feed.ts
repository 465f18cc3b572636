import type { Fault } from '../base/fault.ts';
import type { Head, ReportFile } from '../sources/source.ts';
import type { IntelligenceBuilder } from './intelligence.ts';

/** A publisher of what the world knows about vulnerabilities, read from its own file format. */
export interface Feed {
  readonly id: string;
  readonly title: string;
  /** The format with its version when the content is this feed's, else undefined. */
  readonly detect: (head: Head) => string | undefined;
  /** Adds the file's entries; a fault means that the rest of the file could not be read. */
  readonly read: (file: ReportFile, into: IntelligenceBuilder) => Promise<FeedResult>;
}

export interface FeedResult {
  readonly entries: number;
  readonly fault?: Fault;
}

/** A CVE id in its canonical spelling, or undefined. */
export function cveId(text: string | undefined): string | undefined {
  const id = text?.trim().toUpperCase();
  return id !== undefined && /^CVE-\d{4}-\d{4,19}$/.test(id) ? id : undefined;
}
