import type { EpochMs } from '../base/time.ts';
import type { Attributes } from './attributes.ts';
import type { Conclusion } from './clue.ts';

/** From when to when reports of one source named a device. */
export interface Span {
  readonly source: string;
  readonly first: EpochMs;
  readonly last: EpochMs;
}

/** When a device is there. */
export interface Presence {
  readonly firstSeen?: Conclusion<EpochMs>;
  /** Seen first in the last 7 days before the newest report. */
  readonly isNew: boolean;
  readonly isTransient: Conclusion<boolean>;
}

const dayMs = 24 * 3600 * 1000;
const newDays = 7;
/** Days with later reports of its sources after which a device that was there within one day only is transient. */
const absentDays = 3;
/** Types that stay where they are. */
const settled: ReadonlySet<string> = new Set([
  'Server',
  'NetworkDevice',
  'Printer',
  'Industrial',
  'Surveillance',
  'SmartFacility',
  'SmartAppliance',
]);

/**
 * Concludes from all reports when a device was seen first and whether it only passes by: without a sensor, of no settled type,
 * named within one day only, while its sources reported on 3 later days. `reports`: times of a source's reports; `asOf`: that of the
 * newest of all.
 */
export function presenceOf(
  spans: readonly Span[],
  reports: (source: string) => readonly EpochMs[],
  asOf: EpochMs,
  { onboarding, type }: Pick<Attributes, 'onboarding' | 'type'>,
): Presence {
  const [earliest] = [...spans].sort((a, b) => a.first - b.first || (a.source < b.source ? -1 : 1));
  if (earliest === undefined) return { isNew: false, isTransient: { value: false, basis: [] } };
  const last = spans.reduce((newest, span) => Math.max(newest, span.last), earliest.last);
  const later = new Set(
    spans
      .flatMap(({ source }) => reports(source))
      .map((time) => Math.floor(time / dayMs))
      .filter((day) => day > Math.floor(last / dayMs)),
  );
  const isSettled = onboarding.value === 'Onboarded' || (type !== undefined && settled.has(type.value));
  const isTransient = !isSettled && last - earliest.first < dayMs && later.size >= absentDays;
  return {
    firstSeen: {
      value: earliest.first,
      basis: [`the oldest report that names it is of ${earliest.source}`],
    },
    isNew: asOf - earliest.first <= newDays * dayMs,
    isTransient: {
      value: isTransient,
      basis: isTransient
        ? [`named within one day, and not on ${later.size} later days on which its sources reported`]
        : [],
    },
  };
}
