import type { EpochMs } from '../base/time.ts';
import type { Conclusion } from './clue.ts';

export type SensorHealth =
  'Active' | 'Inactive' | 'No sensor data' | 'Impaired communications' | 'Misconfigured';

/** Days of silence after which a sensor is inactive. */
const silentDays = 7;
const dayMs = 24 * 3600 * 1000;

/** How Defender spells the states. */
const spellings: readonly (readonly [RegExp, SensorHealth])[] = [
  [/^active$/i, 'Active'],
  [/^inactive$/i, 'Inactive'],
  [/^no ?sensor ?data(impaired ?communications?)?$/i, 'No sensor data'],
  [/^impaired ?communications?$/i, 'Impaired communications'],
  [/^misconfigured$/i, 'Misconfigured'],
];

/**
 * Health of the sensor of an onboarded device: as its source says, but inactive when it was silent for more than 7 days at `asOf`;
 * undefined for a device without one, and where no time is known and nothing said.
 */
export function sensorHealth(
  said: string | undefined,
  lastWord: EpochMs | undefined,
  asOf: EpochMs | undefined,
): Conclusion<SensorHealth> | undefined {
  if (lastWord !== undefined && asOf !== undefined && asOf - lastWord > silentDays * dayMs)
    return {
      value: 'Inactive',
      basis: [
        `last word ${new Date(lastWord).toISOString()}, more than ${silentDays} days before the newest report`,
      ],
    };
  const stated = said === undefined ? undefined : spellings.find(([pattern]) => pattern.test(said))?.[1];
  if (stated !== undefined) return { value: stated, basis: [`the sensor's console says ${said}`] };
  return lastWord === undefined
    ? undefined
    : { value: 'Active', basis: [`last word ${new Date(lastWord).toISOString()}`] };
}
