import type { ObservationKind } from './index.ts';

/** How observations of one kind are remembered from import to import. */
export interface Memory {
  /** What a report must have examined on an asset to speak for all of this kind there; absent: never closed by absence. */
  readonly family?: string;
  /** Columns that say which thing of the asset a row is about: rows of equal ones are the same thing at other times. */
  readonly thing: readonly string[];
  /** When a thing was last seen: no part of what is said of it, the newest is kept. Other changes keep the row that said them. */
  readonly times: readonly string[];
  /** Rows that are findings, and in which state they are open; absent: rows of this kind are no findings. */
  readonly finding?: {
    readonly kind: 'vulnerability' | 'misconfiguration' | 'secret';
    readonly id: string;
    readonly open: { readonly column: string; readonly values: readonly string[] } | 'always';
  };
}

/** The memory of each kind of observation (docs/decisions/0023). */
export const memories: Readonly<Record<ObservationKind, Memory>> = {
  // What looked at something else says something else of it.
  device: { thing: ['Examined'], times: ['LastSeen'] },
  resource: { thing: ['Examined'], times: [] },
  endpoint: { family: 'ports', thing: ['IPAddress', 'Port', 'Protocol'], times: [] },
  software: {
    family: 'software',
    thing: ['SoftwareVendor', 'SoftwareName', 'SoftwareVersion', 'InstallPath'],
    times: [],
  },
  vulnerability: {
    family: 'vulnerabilities',
    // Without the version: an update that does not mend it is no new finding.
    thing: ['VulnerabilityId', 'SoftwareVendor', 'SoftwareName', 'Port', 'Protocol'],
    times: ['LastSeen'],
    finding: {
      kind: 'vulnerability',
      id: 'VulnerabilityId',
      open: { column: 'Status', values: ['affected', 'will_not_fix', 'end_of_life', 'under_investigation'] },
    },
  },
  control: {
    family: 'configuration',
    thing: ['ControlId', 'Benchmark', 'Place'],
    times: [],
    finding: {
      kind: 'misconfiguration',
      id: 'ControlId',
      open: { column: 'Result', values: ['fail'] },
    },
  },
  secret: {
    family: 'secrets',
    // Without the line: text above it moves it.
    thing: ['RuleId', 'Place', 'Commit', 'Fingerprint'],
    times: [],
    finding: { kind: 'secret', id: 'RuleId', open: 'always' },
  },
  identity: { family: 'identity', thing: ['Ref', 'IsDescribed'], times: [] },
  relation: { family: 'identity', thing: ['Relation', 'FromRef', 'ToRef'], times: ['LastSeen'] },
  event: { thing: ['Timestamp', 'ActionType', 'AdditionalFields'], times: [] },
};
