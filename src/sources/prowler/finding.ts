import type { EpochMs } from '../../base/time.ts';

/** A finding of any of Prowler's forms, as texts of the form. */
export interface Finding {
  readonly checkId: string | undefined;
  readonly title: string | undefined;
  readonly severity: string | undefined;
  /** PASS, FAIL, MANUAL …, as written. */
  readonly status: string | undefined;
  readonly detail: string | undefined;
  readonly isMuted: boolean;
  readonly remedy: string | undefined;
  /** Requirements as `CIS-3.0: 1.20`. */
  readonly requirements: readonly string[];
  readonly provider: string | undefined;
  readonly accountId: string | undefined;
  readonly accountName: string | undefined;
  readonly region: string | undefined;
  readonly resource: string | undefined;
  readonly version: string | undefined;
  readonly time: EpochMs | undefined;
}
