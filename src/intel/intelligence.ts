import type { EpochMs } from '../base/time.ts';

/** What the world knows about vulnerabilities, by CVE id; a CVE that is missing is unknown, not harmless. */
export interface Intelligence {
  readonly kev: ReadonlyMap<string, KnownExploited>;
  readonly epss: ReadonlyMap<string, number>;
  readonly cves: ReadonlyMap<string, CveRecord>;
  /** Feeds that were loaded, in the order of their ids; one that the user added stands beside the shipped one. */
  readonly feeds: readonly LoadedFeed[];
}

/** Entry of the known exploited vulnerabilities catalogue. */
export interface KnownExploited {
  readonly dateAdded?: EpochMs;
  readonly dueDate?: EpochMs;
  readonly isRansomwareUse: boolean;
  readonly name?: string;
}

/** What a CVE record with its CISA container says. */
export interface CveRecord {
  readonly isRejected: boolean;
  /** When the record was first published. */
  readonly published?: EpochMs;
  readonly title?: string;
  readonly cvssScore?: number;
  readonly cvssVector?: string;
  /** SSVC decision points of the coordinator. */
  readonly ssvc?: {
    readonly exploitation?: 'none' | 'poc' | 'active';
    readonly isAutomatable?: boolean;
    readonly technicalImpact?: 'partial' | 'total';
  };
}

export interface LoadedFeed {
  readonly id: string;
  readonly entries: number;
  /** Date the data is of, the newest when several files were loaded; undefined when no file says. */
  readonly date?: EpochMs;
  /** user: from a file the user gave; shipped: the snapshot that comes with fixfirst. */
  readonly origin: 'user' | 'shipped';
}

/** Collects what files say; what the user's files say wins over the shipped snapshot. */
export class IntelligenceBuilder {
  /** Where the next files come from. */
  origin: LoadedFeed['origin'] = 'shipped';
  /** Entries taken so far. */
  entries = 0;
  readonly #kev = new Map<string, KnownExploited>();
  readonly #epss = new Map<string, number>();
  readonly #cves = new Map<string, CveRecord>();
  readonly #feeds = new Map<string, LoadedFeed>();

  addKnownExploited(cve: string, entry: KnownExploited): void {
    this.entries++;
    this.#kev.set(cve, entry);
  }

  addEpss(cve: string, probability: number): void {
    this.entries++;
    this.#epss.set(cve, probability);
  }

  addCve(cve: string, record: CveRecord): void {
    this.entries++;
    this.#cves.set(cve, record);
  }

  /** Notes that a file of a feed was read; one without a usable entry changes nothing. */
  loaded(id: string, entries: number, date: EpochMs | undefined): void {
    if (entries === 0) return;
    // What ships stays in use beside the user's own files, so both are told.
    const key = `${id} ${this.origin}`;
    const before = this.#feeds.get(key);
    const newest = date === undefined || (before?.date ?? 0) > date ? before?.date : date;
    this.#feeds.set(key, {
      id,
      entries: (before?.entries ?? 0) + entries,
      ...(newest === undefined ? {} : { date: newest }),
      origin: this.origin,
    });
  }

  build(): Intelligence {
    const feeds = [...this.#feeds].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, feed]) => feed);
    return { kev: this.#kev, epss: this.#epss, cves: this.#cves, feeds };
  }
}
