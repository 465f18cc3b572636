const units = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

/** A span of milliseconds in its largest whole unit: `3 days`. */
export function ageText(ms: number): string {
  for (const [name, length] of units) {
    const count = Math.floor(ms / length);
    if (count > 0) return `${count} ${name}${count === 1 ? '' : 's'}`;
  }
  return 'less than a minute';
}
