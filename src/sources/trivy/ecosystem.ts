import { ownValue } from '../../base/own-value.ts';
import { parsePackageUrl } from '../package-url.ts';

/** Package ecosystem of a result's `Type` (Trivy's `TargetType`), for packages without a package URL. */
const byType: Readonly<Record<string, string>> = {
  alpine: 'apk',
  wolfi: 'apk',
  chainguard: 'apk',
  minimos: 'apk',
  debian: 'deb',
  ubuntu: 'deb',
  echo: 'deb',
  alma: 'rpm',
  amazon: 'rpm',
  azurelinux: 'rpm',
  'cbl-mariner': 'rpm',
  centos: 'rpm',
  fedora: 'rpm',
  'opensuse-leap': 'rpm',
  'opensuse-tumbleweed': 'rpm',
  opensuse: 'rpm',
  oracle: 'rpm',
  photon: 'rpm',
  redhat: 'rpm',
  rocky: 'rpm',
  slem: 'rpm',
  'suse linux enterprise server': 'rpm',
  bundler: 'gem',
  gemspec: 'gem',
  cargo: 'cargo',
  rustbinary: 'cargo',
  composer: 'composer',
  'composer-vendor': 'composer',
  npm: 'npm',
  'node-pkg': 'npm',
  yarn: 'npm',
  pnpm: 'npm',
  bun: 'npm',
  nuget: 'nuget',
  'dotnet-core': 'nuget',
  'packages-props': 'nuget',
  pip: 'pypi',
  pipenv: 'pypi',
  poetry: 'pypi',
  uv: 'pypi',
  pylock: 'pypi',
  'python-pkg': 'pypi',
  'conda-pkg': 'conda',
  'conda-environment': 'conda',
  gobinary: 'golang',
  gomod: 'golang',
  jar: 'maven',
  pom: 'maven',
  gradle: 'maven',
  sbt: 'maven',
  conan: 'conan',
  cocoapods: 'cocoapods',
  swift: 'swift',
  pub: 'pub',
  hex: 'hex',
  julia: 'julia',
  kubernetes: 'k8s',
  bitnami: 'bitnami',
};

/** Ecosystem of a package: the type of its package URL, else what the result's type says. */
export function ecosystemOf(purl: string | undefined, resultType: string | undefined): string | undefined {
  const fromUrl = parsePackageUrl(purl)?.type;
  if (fromUrl !== undefined) return fromUrl;
  const key = resultType?.toLowerCase() ?? '';
  return ownValue(byType, key);
}
