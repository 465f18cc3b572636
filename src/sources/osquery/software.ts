import { ownValue } from '../../base/own-value.ts';
import type { Observation } from '../../schema/index.ts';
import { packageUrl } from '../package-url.ts';
import type { Host } from './host.ts';
import type { Row } from './row.ts';

type Software = Omit<Observation<'software'>, 'Ref'>;

/** A row of a package table as software; undefined for what is not installed or has no name. */
export function softwareOf(table: string, row: Row, host: Host): Software | undefined {
  const name = row('name');
  if (name === undefined) return undefined;
  const version = row('version');
  const path = row('path') ?? row('directory');
  switch (table) {
    case 'deb_packages':
      return debOf(name, version, row, host);
    case 'rpm_packages':
      return rpmOf(name, version, row, host);
    case 'programs':
      return {
        SoftwareName: name,
        SoftwareVersion: version,
        SoftwareVendor: row('publisher'),
        Ecosystem: 'windows',
        InstallPath: row('install_location'),
      };
    case 'apps':
      return {
        SoftwareName: name.replace(/\.app$/i, ''),
        SoftwareVersion: row('bundle_short_version') ?? row('bundle_version') ?? version,
        Ecosystem: 'macos',
        InstallPath: path,
      };
    case 'npm_packages': {
      const scope = /^(@[^/]+)\/(.+)$/.exec(name);
      const parts = scope === null ? { name } : { namespace: scope[1] ?? '', name: scope[2] ?? name };
      return {
        SoftwareName: name,
        SoftwareVersion: version,
        Ecosystem: 'npm',
        Purl: packageUrl({ type: 'npm', ...parts, ...(version === undefined ? {} : { version }) }),
        InstallPath: path,
      };
    }
    case 'python_packages':
      return {
        SoftwareName: name,
        SoftwareVersion: version,
        Ecosystem: 'pypi',
        // PEP 503: names are compared without case, runs of - _ . are one hyphen.
        Purl: packageUrl({
          type: 'pypi',
          name: name.toLowerCase().replaceAll(/[-_.]+/g, '-'),
          ...(version === undefined ? {} : { version }),
        }),
        InstallPath: path,
      };
    case 'homebrew_packages':
      return { SoftwareName: name, SoftwareVersion: version, Ecosystem: 'homebrew', InstallPath: path };
    case 'chocolatey_packages':
      return { SoftwareName: name, SoftwareVersion: version, Ecosystem: 'chocolatey', InstallPath: path };
    case 'chrome_extensions':
      return {
        SoftwareName: name,
        SoftwareVersion: version,
        SoftwareVendor: row('author'),
        Ecosystem: row('browser_type') ?? 'chrome',
        InstallPath: path,
      };
    case 'firefox_addons':
    case 'safari_extensions':
    case 'vscode_extensions':
      return {
        SoftwareName: name,
        SoftwareVersion: version,
        SoftwareVendor: row('creator') ?? row('author') ?? row('publisher'),
        Ecosystem: table.replace(/_.*$/, ''),
        InstallPath: path,
      };
    case 'software': {
      // The inventory query of fleet managers joins the package tables; `source` names the table.
      const source = row('source') ?? '';
      return source !== 'software' &&
        /^(deb_packages|rpm_packages|programs|apps|npm_packages|python_packages|homebrew_packages|chocolatey_packages|chrome_extensions|firefox_addons|safari_extensions|vscode_extensions)$/.test(
          source,
        )
        ? softwareOf(source, row, host)
        : { SoftwareName: name, SoftwareVersion: version, SoftwareVendor: row('vendor') };
    }
    default:
      return undefined;
  }
}

/** `deinstall ok config-files` is what dpkg keeps of a removed package. */
function debOf(name: string, version: string | undefined, row: Row, host: Host): Software | undefined {
  const status = row('status');
  if (status !== undefined && !/\binstalled$/.test(status)) return undefined;
  const namespace = host.platform;
  return {
    SoftwareName: name,
    SoftwareVersion: version,
    SoftwareVendor: row('maintainer'),
    Ecosystem: 'deb',
    // The distribution is part of the URL; without os_version of the same host in the file it is not known.
    Purl:
      namespace === undefined
        ? undefined
        : packageUrl(
            { type: 'deb', namespace, name, ...(version === undefined ? {} : { version }) },
            { arch: row('arch') },
          ),
  };
}

/** Namespaces of rpm package URLs that differ from osquery's platform word. */
const rpmNamespaces: Readonly<Record<string, string>> = {
  rhel: 'redhat',
  amzn: 'amazon',
  sles: 'suse',
  ol: 'oracle',
  'opensuse-leap': 'opensuse',
};

function rpmOf(name: string, bare: string | undefined, row: Row, host: Host): Software {
  const release = row('release');
  const epoch = /^[1-9]\d*$/.exec(row('epoch') ?? '')?.[0];
  const version = bare === undefined || release === undefined ? bare : `${bare}-${release}`;
  const { platform } = host;
  const namespace = ownValue(rpmNamespaces, platform) ?? platform;
  return {
    SoftwareName: name,
    SoftwareVersion: version === undefined || epoch === undefined ? version : `${epoch}:${version}`,
    SoftwareVendor: row('vendor'),
    Ecosystem: 'rpm',
    Purl:
      namespace === undefined
        ? undefined
        : packageUrl(
            { type: 'rpm', namespace, name, ...(version === undefined ? {} : { version }) },
            { arch: row('arch'), epoch },
          ),
  };
}
