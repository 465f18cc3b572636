/** 12 345 with thin groups, as the rest of the output writes numbers. */
export function grouped(value: number): string {
  return String(value).replace(/(?<!\.\d*)\B(?=(\d{3})+(?!\d))/g, ' ');
}

/** A figure with as many digits as a reader can use: three significant ones, no exponent. */
export function short(value: number): string {
  if (value < 0) return `−${short(-value)}`;
  if (value === 0) return '0';
  if (value >= 100) return grouped(Math.round(value));
  if (value >= 10) return value.toFixed(1).replace(/\.0$/, '');
  if (value >= 1) return value.toFixed(1);
  return value >= 0.01 ? value.toFixed(2) : '<0.01';
}

/** A share as percent; what is nearly nothing or nearly all is not called so. */
export function percent(share: number): string {
  const value = share * 100;
  if (value > 0 && value < 0.1) return '<0.1 %';
  if (value < 100 && value >= 99.5) return '>99 %';
  return value < 10 && value > 0 ? `${value.toFixed(1).replace(/\.0$/, '')} %` : `${Math.round(value)} %`;
}
