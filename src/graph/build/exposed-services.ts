import type { BuildContext } from './context.ts';
import { isPublicAddress } from './devices.ts';
import type { ServiceFact } from './facts.ts';

/**
 * Services that the internet reaches: of a device that faces it, those that answered on a public address; where no scan
 * looked from outside, all that are open.
 */
export function exposedServices({ facts }: BuildContext): readonly ServiceFact[] {
  const open = facts.services.filter(
    (service) => service.state === 'open' && facts.devices[service.device]!.isInternetFacing === true,
  );
  const isOutside = (service: ServiceFact): boolean =>
    service.address !== undefined && isPublicAddress(service.address);
  const lookedAt = new Set(open.filter(isOutside).map((service) => service.device));
  return open.filter((service) => isOutside(service) || !lookedAt.has(service.device));
}
