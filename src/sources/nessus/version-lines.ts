/** Characters of an output that are looked at: reports of versions stand at its beginning. */
const maxOutput = 20_000;
/** Characters of a version; anything longer is a sentence. */
const maxVersion = 80;

export interface VersionLines {
  readonly installed?: string;
  readonly fixed?: string;
}

/**
 * Versions that an output states as `Installed version : 5.1.6` and `Fixed version : 5.2`. When it lists several
 * installations, the first is taken.
 */
export function versionLines(output: string): VersionLines {
  const lines = output.slice(0, maxOutput).split('\n');
  const installed = first(
    lines,
    /^[ \t-]*(?:Installed|Reported|Detected|Running|Current|Remote)(?: \w+)? (?:version|build)[ \t]*:[ \t]*(.+)$/i,
  );
  const fixed = first(
    lines,
    /^[ \t-]*(?:Fixed|Should be|Minimum supported|Latest)(?: \w+)?(?: (?:version|build))?[ \t]*:[ \t]*(.+)$/i,
  );
  return { ...(installed !== undefined && { installed }), ...(fixed !== undefined && { fixed }) };
}

/** A package of a distribution that an output says is installed too old. */
export interface InstalledPackage {
  readonly name: string;
  readonly version: string;
  readonly fixed?: string;
}

/**
 * The first package of a local check: `Remote package installed : openssl-1.0.2k-16.el7` with `Should be : …` (RPM),
 * `Installed package : openssl_1.1.1-1ubuntu2` with `Fixed package : …` (deb).
 */
export function installedPackage(output: string): InstalledPackage | undefined {
  const lines = output.slice(0, maxOutput).split('\n');
  const at = lines.findIndex((line) =>
    /^[ \t-]*(?:Remote package installed|Installed package)[ \t]*:/i.test(line),
  );
  const found = nameAndVersion(valueOf(lines[at]));
  if (at < 0 || found === undefined) return undefined;
  const next = lines
    .slice(at + 1, at + 3)
    .find((line) => /^[ \t-]*(?:Should be|Fixed package)[ \t]*:/i.test(line));
  const fixed = nameAndVersion(valueOf(next))?.version;
  return { ...found, ...(fixed !== undefined && { fixed }) };
}

function first(lines: readonly string[], pattern: RegExp): string | undefined {
  for (const line of lines) {
    const value = pattern.exec(line.trimEnd())?.[1]?.trim();
    if (value !== undefined && isVersion(value)) return value;
  }
  return undefined;
}

function isVersion(text: string): boolean {
  return (
    text.length <= maxVersion && /^[vV]?\d|^[A-Za-z]{1,12}[\d -]*\d/.test(text) && !/[.!] |\.$/.test(text)
  );
}

function valueOf(line: string | undefined): string {
  return line?.slice(line.indexOf(':') + 1).trim() ?? '';
}

function nameAndVersion(text: string): { readonly name: string; readonly version: string } | undefined {
  const deb = /^([a-z0-9][a-z0-9.+-]*)_(\d\S*)$/.exec(text);
  const rpm = /^([A-Za-z0-9][\w.+-]*?)-(\d[^-\s]*-[^-\s]+)$/.exec(text);
  const [, name, version] = deb ?? rpm ?? [];
  return name === undefined || version === undefined ? undefined : { name, version };
}
