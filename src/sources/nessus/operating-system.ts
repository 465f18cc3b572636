/** Name and version of an operating system. */
export interface OperatingSystem {
  readonly platform?: string;
  readonly version?: string;
}

/**
 * Reads the tag `operating-system`. Several lines are guesses of equal weight: then only the words that all begin with
 * are taken, so `Microsoft Windows 10` and `Microsoft Windows 11` are `Microsoft Windows`.
 */
export function readOperatingSystem(text: string | undefined): OperatingSystem {
  const lines = (text ?? '')
    .split('\n')
    .map((line) => line.trim().slice(0, 200))
    .filter((line) => line !== '');
  const [line] = lines;
  if (line === undefined) return {};
  if (lines.length === 1) return single(line);
  const words = lines.map((each) => each.split(/\s+/));
  const shared = (words[0] ?? []).findIndex((word, i) => words.some((each) => each[i] !== word));
  const platform = (words[0] ?? []).slice(0, shared < 0 ? undefined : shared).join(' ');
  return platform === '' ? {} : single(platform);
}

function single(line: string): OperatingSystem {
  // `Linux Kernel 3.10.0-957.el7.x86_64 on CentOS Linux release 7.6.1810 (Core)`: the distribution is the system.
  const distribution = /^Linux Kernel \S+ on (.+)$/.exec(line)?.[1] ?? line;
  if (/\bWindows\b/.test(distribution)) return windows(distribution);
  const [, platform, version] =
    /^(.*?\D)\s+(?:release\s+|version\s+)?v?(\d[\w.()-]*)(?:\s.*)?$/.exec(distribution) ?? [];
  return platform === undefined || version === undefined ? { platform: distribution } : { platform, version };
}

/** The year or number of a Windows is part of its name; a build number is its version. */
function windows(line: string): OperatingSystem {
  const [, platform, version] = /^(.+?)\s+(?:Build\s+|Version\s+)(\d[\d.]*)\b/.exec(line) ?? [];
  return platform === undefined || version === undefined ? { platform: line } : { platform, version };
}
