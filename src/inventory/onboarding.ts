import type { Conclusion } from './clue.ts';
import type { DeviceCategory } from './device-kind.ts';

export type Onboarding = 'Onboarded' | 'Can be onboarded' | 'Unsupported' | 'Insufficient info';

/** The newest word of one source. */
export interface OnboardingWord {
  readonly source: string;
  readonly status: Onboarding;
}

/** Systems for which no sensor is made any more. */
const tooOld = /windows.{0,20}\b(xp|vista|2000|95|98|2003|2008(?! ?r2))\b/i;
const supported =
  /windows|mac ?os|\bos x\b|linux|ubuntu|debian|centos|red ?hat|rhel|suse|fedora|android|\bi(pad)?os\b/i;

/**
 * Whether a sensor runs on a device: a source that is one says so; else whether one could, by what kind of device it is and what
 * runs on it. `words`: the newest of each source.
 */
export function onboardingOf(
  words: readonly OnboardingWord[],
  category: DeviceCategory,
  system: string,
): Conclusion<Onboarding> {
  const said = words.find(({ status }) => status === 'Onboarded') ?? words[0];
  if (said !== undefined && said.status !== 'Insufficient info')
    return { value: said.status, basis: [`${said.source}: ${said.status}`] };
  if (category !== 'Computers and Mobile' && category !== 'Unknown')
    return { value: 'Unsupported', basis: [`no sensor runs on the category ${category}`] };
  const text = system.slice(0, 300);
  if (tooOld.test(text)) return { value: 'Unsupported', basis: [`no sensor is made for ${text}`] };
  return supported.test(text)
    ? { value: 'Can be onboarded', basis: [`no source is a sensor on it, and there are sensors for ${text}`] }
    : { value: 'Insufficient info', basis: ['no source names a system that is known here'] };
}
