import { childText, type XmlElement } from '../../base/xml.ts';
import type { Observation } from '../../schema/index.ts';
import { parseCpe } from '../cpe-name.ts';

export type Software = Omit<Observation<'software'>, 'Ref'>;

/** What the inventory plugins list: 22869 (packages of Linux and others), 20811 (Windows), 45590 (CPEs). */
export function listedSoftware(item: XmlElement): readonly Software[] {
  const output = childText(item, 'plugin_output') ?? '';
  switch (item.attributes['pluginID']) {
    case '22869':
      return packages(output);
    case '20811':
      return windowsSoftware(output);
    case '45590':
      return output.split('\n').flatMap((line) => cpeSoftware(line));
    default:
      return [];
  }
}

/** A line or tag `cpe:/a:php:php:5.6.40 -> PHP PHP`; only applications with a version are software. */
export function cpeSoftware(line: string): readonly Software[] {
  const cpe = parseCpe(/(?:^|\s)(cpe:\/\S+)/.exec(line)?.[1]);
  if (cpe?.part !== 'a' || cpe.product === undefined || cpe.version === undefined) return [];
  return [
    { SoftwareName: cpe.product, SoftwareVersion: cpe.version, SoftwareVendor: cpe.vendor, Cpe: cpe.text },
  ];
}

/** The product of a finding that says its vendor no longer supports it (titles with SEoL or Unsupported). */
export function unsupportedSoftware(
  finding: Pick<
    Observation<'vulnerability'>,
    'Title' | 'SoftwareName' | 'SoftwareVersion' | 'SoftwareVendor' | 'Cpe'
  >,
): readonly Software[] {
  const { Title = '', SoftwareName, SoftwareVersion, SoftwareVendor, Cpe } = finding;
  if (SoftwareName === undefined || !/\bSEoL\b|\bUnsupported (?:Version|Installation)/i.test(Title))
    return [];
  return [{ SoftwareName, SoftwareVersion, SoftwareVendor, Cpe, EndOfSupportStatus: 'end of support' }];
}

const architecture = '(?:x86_64|noarch|i[3-6]86|aarch64|ppc64(?:le)?|s390x?|armv7hl|\\(none\\))';
const rpm = new RegExp(
  `^[ \\t]*([A-Za-z0-9][\\w.+-]*?)-([^-\\s|]+)-([^-\\s|]+?)(?:\\.${architecture})?(?:\\|(\\S+))?(?:[ \\t]|$)`,
);
const deb = /^[ \t]*(?:ii|hi)[ \t]+(\S+)[ \t]+(\S+)/;
const apk = /^[ \t]*([a-z0-9][\w.+-]*?)-(\d[^-\s]*-r\d+)(?:[ \t]|$)/;

/** Characters of a line; anything longer is no software. */
const maxLine = 500;

function packages(output: string): readonly Software[] {
  const lines = output.split('\n').filter((line) => line.length <= maxLine);
  const isAlpine = /\bAlpine\b/i.test(lines.slice(0, 5).join(' '));
  return lines.flatMap((line): readonly Software[] => {
    const [, debName, debVersion] = deb.exec(line) ?? [];
    if (debName !== undefined && debVersion !== undefined) {
      // `libc6:amd64`: the architecture is no part of the name.
      return [{ SoftwareName: debName.replace(/:.*$/, ''), SoftwareVersion: debVersion, Ecosystem: 'deb' }];
    }
    const [, apkName, apkVersion] = isAlpine ? (apk.exec(line) ?? []) : [];
    if (apkName !== undefined && apkVersion !== undefined) {
      return [{ SoftwareName: apkName, SoftwareVersion: apkVersion, Ecosystem: 'apk' }];
    }
    const [, name, version, release, epoch] = rpm.exec(line) ?? [];
    if (name === undefined || version === undefined || release === undefined || !/^\d/.test(version))
      return [];
    const hasEpoch = epoch !== undefined && /^\d+$/.test(epoch) && epoch !== '0';
    return [
      {
        SoftwareName: name,
        SoftwareVersion: `${hasEpoch ? `${epoch}:` : ''}${version}-${release}`,
        Ecosystem: 'rpm',
      },
    ];
  });
}

/** `7-Zip 19.00 (x64)  [version 19.00]  [installed on 2020/01/01]`; the updates that follow are no software. */
function windowsSoftware(output: string): readonly Software[] {
  const end = output.search(/^The following updates are installed/m);
  return (end < 0 ? output : output.slice(0, end)).split('\n').flatMap((line) => {
    const text = line.trim();
    if (text === '' || text.length > maxLine || /^The following software/.test(text)) return [];
    const name = text.replace(/\s*\[(?:version|installed on)\s[^\]]*\]/g, '').trim();
    const version = /\[version\s+([^\]]+)\]/.exec(text)?.[1]?.trim();
    return name === '' ? [] : [{ SoftwareName: name, SoftwareVersion: version, Ecosystem: 'windows' }];
  });
}
