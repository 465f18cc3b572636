import type { EpochMs } from '../base/time.ts';
import { words as wordsOf, type Clue, type Conclusion } from './clue.ts';
import { deviceKind, type DeviceKind } from './device-kind.ts';
import { onboardingOf, type Onboarding, type OnboardingWord } from './onboarding.ts';
import { sensorHealth, type SensorHealth } from './sensor-health.ts';

/** What sources said of one device, the newest first. */
export interface DeviceWords {
  readonly clues: readonly Clue[];
  /** Its operating system with version; empty: nobody says. */
  readonly system: string;
  readonly onboarding: readonly OnboardingWord[];
  /** Health that the console of a sensor shows. */
  readonly health?: string | undefined;
  /** When a source that is a sensor on it saw it last. */
  readonly lastSensorWord?: EpochMs | undefined;
}

/** Attributes of the inventory, each with its basis. */
export interface Attributes extends DeviceKind {
  readonly vendor?: Conclusion<string>;
  readonly model?: Conclusion<string>;
  readonly onboarding: Conclusion<Onboarding>;
  readonly health?: Conclusion<SensorHealth>;
}

/** Concludes the attributes of a device. `asOf`: time of the newest report, undefined when none tells one. */
export function conclude(words: DeviceWords, asOf: EpochMs | undefined): Attributes {
  const kind = deviceKind(words.clues);
  const onboarding = onboardingOf(words.onboarding, kind.category.value, words.system);
  const health =
    onboarding.value === 'Onboarded' ? sensorHealth(words.health, words.lastSensorWord, asOf) : undefined;
  const vendor = newest(words.clues, 'vendor');
  const model = newest(words.clues, 'model');
  return {
    ...kind,
    onboarding,
    ...(vendor === undefined ? {} : { vendor }),
    ...(model === undefined ? {} : { model }),
    ...(health === undefined ? {} : { health }),
  };
}

function newest(clues: readonly Clue[], kind: Clue['kind']): Conclusion<string> | undefined {
  const clue = clues.find((one) => one.kind === kind);
  return clue === undefined ? undefined : { value: clue.text, basis: [wordsOf(clue)] };
}
