import { isIP } from 'node:net';
import type { Observation } from '../../schema/index.ts';
import { distinctTexts, isFqdn, knownProperties } from '../texts.ts';

/** What a checklist says of its asset; people type it, so that fields may hold several values, or nonsense. */
export interface Asset {
  readonly name: string | undefined;
  readonly fqdn: string | undefined;
  readonly addresses: string | undefined;
  readonly macs: string | undefined;
  readonly role: string | undefined;
  readonly area: string | undefined;
  readonly site: string | undefined;
}

type Device = Omit<Observation<'device'>, 'Ref' | 'Examined'>;

export function deviceOf(
  asset: Asset,
  fileName: string,
): { readonly device: Device; readonly isNamed: boolean } {
  const names = distinctTexts(
    [...parts(asset.fqdn), ...parts(asset.name)].filter(
      (name) => /^[a-z0-9][\w.-]*$/i.test(name) && isIP(name) === 0,
    ),
  );
  const addresses = distinctTexts(
    [...parts(asset.addresses), ...parts(asset.name)].filter(
      (text) => isIP(text) > 0 && !/^(127\.|::1$|0\.0\.0\.0$)/.test(text),
    ),
  );
  const macs = distinctTexts(
    parts(asset.macs).filter(
      (text) => /^([0-9a-f]{2}[:-]?){5}[0-9a-f]{2}$/i.test(text) && !/^[0:.-]+$/.test(text),
    ),
  );
  const shown = names?.find(isFqdn) ?? names?.[0] ?? addresses?.[0];
  return {
    isNamed: shown !== undefined || macs !== undefined,
    device: {
      DeviceName: shown ?? asset.name ?? fileName.replace(/^.*[\\/]/, ''),
      HostNames: names,
      IPAddresses: addresses,
      MacAddresses: macs,
      DeviceType: asset.role,
      Properties: knownProperties({ TechnologyArea: asset.area, Site: asset.site }),
    },
  };
}

function parts(text: string | undefined): readonly string[] {
  return (text ?? '').split(/[\s,;]+/).filter((part) => part !== '');
}
