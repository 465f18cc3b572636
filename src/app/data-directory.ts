import { posix, win32 } from 'node:path';

/**
 * The directory of facts and state: as given with `--data`, else `FIXFIRST_DATA`, else where the platform keeps what a program
 * stores for a user: `%LOCALAPPDATA%`, `~/Library/Application Support`, or `XDG_DATA_HOME` (XDG Base Directory
 * Specification 0.8; a relative path there counts as none) with its default `~/.local/share`.
 */
export function dataDirectory(place: {
  readonly given: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: string;
  readonly home: string;
}): string {
  const { given, env, platform, home } = place;
  const named = [given, env['FIXFIRST_DATA']].find((path) => path !== undefined && path !== '');
  if (named !== undefined) return named;
  if (platform === 'win32') {
    const local = env['LOCALAPPDATA'] ?? '';
    return win32.join(local === '' ? win32.join(home, 'AppData', 'Local') : local, 'fixfirst');
  }
  if (platform === 'darwin') return posix.join(home, 'Library', 'Application Support', 'fixfirst');
  const xdg = env['XDG_DATA_HOME'] ?? '';
  return posix.join(posix.isAbsolute(xdg) ? xdg : posix.join(home, '.local', 'share'), 'fixfirst');
}
