import type { Severity } from '../../base/severity.ts';
import type { Evidence } from '../../graph/index.ts';

/** What ends findings of a kind: all that one update, rebuild or setting takes care of. */
export interface Remedy {
  readonly key: string;
  readonly kind: 'update' | 'mitigate' | 'rebuild' | 'setting';
  /** Product, image or check as people call it. */
  readonly subject: string;
  /** Versions or updates the sources name as fixes. */
  readonly fixes: ReadonlySet<string>;
  /** Remedy in the words of a source. */
  readonly fixText?: string;
  readonly devices: ReadonlySet<number>;
  readonly resources: ReadonlySet<number>;
  readonly cves: ReadonlySet<string>;
  readonly knownExploited: number;
  readonly findings: number;
  readonly worst: Severity;
  readonly evidence: readonly Evidence[];
}
