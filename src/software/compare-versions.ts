/**
 * Compares versions of an unknown scheme by their runs of digits and letters: digits as numbers, letters as text, a missing run
 * before any other but after a letter run (`1.0-rc` < `1.0`). Only for choosing the highest of several fixes; matching against
 * advisories uses each ecosystem's own rules.
 */
export function compareVersions(a: string, b: string): number {
  const x = runs(a);
  const y = runs(b);
  for (let i = 0; i < Math.max(x.length, y.length); i++) {
    const p = x[i];
    const q = y[i];
    if (p === undefined) return isLetters(q) ? 1 : -1;
    if (q === undefined) return isLetters(p) ? -1 : 1;
    if (p === q) continue;
    const m = Number(p);
    const n = Number(q);
    if (!Number.isNaN(m) && !Number.isNaN(n)) {
      if (m !== n) return m < n ? -1 : 1;
    } else if (Number.isNaN(m) !== Number.isNaN(n)) {
      return Number.isNaN(m) ? -1 : 1;
    } else return p < q ? -1 : 1;
  }
  return 0;
}

function runs(version: string): readonly string[] {
  return version.toLowerCase().match(/\d+|[a-z]+/g) ?? [];
}

function isLetters(run: string | undefined): boolean {
  return run !== undefined && /^[a-z]/.test(run);
}
