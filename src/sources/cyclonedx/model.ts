/** What JSON and XML have in common; the readers turn both into this. */
export interface Component {
  readonly type: string | undefined;
  readonly bomRef: string | undefined;
  readonly group: string | undefined;
  readonly name: string | undefined;
  readonly version: string | undefined;
  readonly purl: string | undefined;
  readonly cpe: string | undefined;
  /** Supplier, else publisher, else manufacturer. */
  readonly vendor: string | undefined;
  readonly path: string | undefined;
  readonly components: readonly Component[];
  /** Vulnerabilities written inside the component (extension for 1.0–1.3). */
  readonly vulnerabilities: readonly Vulnerability[];
}

export interface Service {
  readonly bomRef: string | undefined;
  readonly group: string | undefined;
  readonly name: string | undefined;
  readonly version: string | undefined;
  readonly provider: string | undefined;
  readonly endpoints: readonly string[];
  readonly isAuthenticated: boolean | undefined;
  readonly crossesTrustBoundary: boolean | undefined;
  readonly services: readonly Service[];
}

export interface Rating {
  readonly source: string | undefined;
  readonly method: string | undefined;
  readonly severity: string | undefined;
  readonly score: number | undefined;
  readonly vector: string | undefined;
}

export interface Affected {
  readonly ref: string;
  readonly versions: readonly { readonly version: string | undefined; readonly status: string | undefined }[];
}

export interface Vulnerability {
  readonly id: string | undefined;
  readonly source: string | undefined;
  /** Ids of the same vulnerability elsewhere. */
  readonly references: readonly string[];
  readonly ratings: readonly Rating[];
  readonly description: string | undefined;
  readonly recommendation: string | undefined;
  readonly state: string | undefined;
  readonly justification: string | undefined;
  readonly responses: readonly string[];
  readonly detail: string | undefined;
  readonly firstIssued: string | undefined;
  readonly lastUpdated: string | undefined;
  readonly fixedVersion: string | undefined;
  readonly affects: readonly Affected[];
}

export interface Tool {
  readonly name: string | undefined;
  readonly version: string | undefined;
}
