import { daysBefore, type Company } from '../company.ts';
import { installed, missingReleases, versionOf, type Installed } from '../products.ts';
import type { Weakness } from '../weaknesses.ts';

/** A container image of the company's own software. */
export interface Image {
  readonly name: string;
  readonly tag: string;
  /** Packages of the Debian base. */
  readonly system: readonly Installed[];
  /** Libraries that the application brings, with their package URL type and group. */
  readonly libraries: readonly { readonly installed: Installed; readonly group: string }[];
}

const own = [
  'shop-frontend',
  'billing-api',
  'order-import',
  'report-builder',
  'label-printer',
  'stock-sync',
] as const;

/** Devices for each further image beyond the first three. */
const devicesPerImage = 2000;

export function images(company: Company): Image[] {
  const { counts, dice } = company;
  const devices = counts.workstations + counts.servers;
  const count = Math.min(own.length, 3 + Math.floor(devices / devicesPerImage));
  return own.slice(0, count).map((name) => {
    const isOld = name === 'billing-api';
    const lag = (key: string): number => (isOld ? 1 : dice.below(2, 'image', name, key));
    return {
      name: `registry.${company.dns}/${name}`,
      tag: `${1 + dice.below(4, 'major', name)}.${dice.below(20, 'minor', name)}.0`,
      system: ['glibc_deb', 'openssl_deb', 'curl_deb'].map((key) => installed(key, lag(key))),
      libraries:
        name === 'shop-frontend'
          ? []
          : [
              { installed: installed('log4j', isOld ? 1 : 0), group: 'org.apache.logging.log4j' },
              { installed: installed('spring', isOld ? 1 : 0), group: 'org.springframework' },
            ],
    };
  });
}

export function mavenUrl(group: string, one: Installed): string {
  return `pkg:maven/${group}/${one.product.name}@${versionOf(one)}`;
}

export function debianUrl(one: Installed): string {
  return `pkg:deb/debian/${one.product.name}@${versionOf(one)}?arch=amd64&distro=debian-12.7`;
}

/** Weaknesses of a package with the version that fixes each. */
export function openWeaknesses(one: Installed): { fix: Weakness; fixedVersion: string }[] {
  return missingReleases(one).flatMap((release) =>
    release.fixes.map((fix) => ({ fix, fixedVersion: release.version })),
  );
}

export function scanTime(company: Company): number {
  return daysBefore(company, 2.2);
}
