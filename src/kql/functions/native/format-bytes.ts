const units = ['Bytes', 'KB', 'MB', 'GB', 'TB', 'PB', 'EB'];

/** A number of bytes in the largest unit in which it is at least 1, or in the wanted one, with so many digits at most. */
export function formatBytes(value: number | null, precision: bigint | null, wanted: string): string | null {
  if (value === null || !Number.isFinite(value)) return null;
  const asked = units.findIndex((unit) => unit.toLowerCase() === wanted.toLowerCase());
  const size = Math.abs(value);
  const fitting = units.findLastIndex((_, power) => size >= 1024 ** power);
  const power = asked === -1 ? Math.max(fitting, 0) : asked;
  const digits = Math.min(Math.max(Number(precision ?? 0n), 0), 15);
  const number = (value / 1024 ** power).toFixed(digits);
  return `${digits === 0 ? number : number.replace(/\.?0+$/, '')} ${units[power]!}`;
}
