import { childText, children, type XmlElement } from '../../base/xml.ts';
import type { Observation } from '../../schema/index.ts';
import { parseCpe } from '../cpe-name.ts';
import { productOfTitle } from '../product-of-title.ts';
import { distinctTexts } from '../texts.ts';
import { installedPackage, versionLines } from './version-lines.ts';

type Product = Pick<
  Observation<'vulnerability'>,
  'SoftwareVendor' | 'SoftwareName' | 'SoftwareVersion' | 'Cpe' | 'FixedVersion'
>;

/** Most updates that one rollup line names. */
const maxUpdates = 5;

/** The vulnerable product: a package the output names, else the CPE of the item, else the product in the title. */
export function affectedProduct(item: XmlElement): Product {
  const output = childText(item, 'plugin_output') ?? '';
  const names = children(item, 'cpe').flatMap((cpe) => cpe.text.split(/\s+/));
  const cpes = names.flatMap((name) => parseCpe(name) ?? []);
  const cpe = cpes.find(({ part }) => part === 'a') ?? cpes[0];
  const found = installedPackage(output);
  if (found !== undefined) {
    return { SoftwareName: found.name, SoftwareVersion: found.version, FixedVersion: found.fixed };
  }
  const { installed, fixed } = versionLines(output);
  const distribution = distributionPackage(names);
  const title = item.attributes['pluginName'] ?? '';
  return {
    SoftwareVendor: distribution === undefined ? cpe?.vendor : undefined,
    SoftwareName: distribution ?? cpe?.product ?? productOfTitle(title),
    SoftwareVersion: installed ?? (cpe?.part === 'a' ? cpe.version : undefined),
    Cpe: distribution === undefined ? cpe?.text : undefined,
    FixedVersion: fixed ?? updates(item, output),
  };
}

/** `p-cpe:/a:centos:centos:openssl` is Tenable's own form for the package of a distribution. */
function distributionPackage(names: readonly string[]): string | undefined {
  const packages = distinctTexts(names.map((name) => /^p-cpe:\/a:[^:]+:[^:]+:([^:]+)/.exec(name)?.[1])) ?? [];
  // Items of a distribution list every binary package of a source; the shortest name is nearest to the source's.
  return packages.toSorted((a, b) => a.length - b.length)[0];
}

/** Windows findings are fixed by updates: the one the output misses, else those the item lists. */
function updates(item: XmlElement, output: string): string | undefined {
  const missing = /^[ \t-]*(?:Missing )?KBs?[ \t]*:[ \t]*(?:KB)?(\d{6,7})\b/im.exec(output)?.[1];
  if (missing !== undefined) return `KB${missing}`;
  const listed = distinctTexts(children(item, 'mskb').map((c) => c.text.replace(/^KB/i, ''))) ?? [];
  return listed.length === 0 || listed.length > maxUpdates
    ? undefined
    : listed.map((kb) => `KB${kb}`).join(', ');
}
