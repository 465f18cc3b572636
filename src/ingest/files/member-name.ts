import { printable } from '../../base/text.ts';
import { unsafe } from './limits.ts';

/** Names that lead out of the folder they would be unpacked to, also on Windows. */
const leadsOut = /^[\\/]|^[a-z]:|(?:^|[\\/])\.\.(?:[\\/]|$)/i;
/** Names that Windows takes for devices, with any ending and in any folder. */
const device = /(?:^|[\\/])(?:con|prn|aux|nul|com\d|lpt\d)(?:\.[^\\/]*)?(?:[\\/]|$)/i;

/**
 * Refuses a member by its name. Nothing is unpacked to disk here, but names are shown, stored and exported, and who unpacks
 * such an archive by hand is in danger. Throws `UnreadableFile` with `archive-unsafe`.
 */
export function refuseName(archive: string, name: string): void {
  if (leadsOut.test(name)) throw unsafe(`${archive} holds a name that leads out of it: ${printable(name)}`);
  if (device.test(name)) throw unsafe(`${archive} holds the name of a device: ${printable(name)}`);
  if (/[\u0000-\u001f\u007f]/.test(name))
    throw unsafe(`${archive} holds a name with control characters: ${printable(name)}`);
}
