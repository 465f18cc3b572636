/** Round figures from 0 up to at most `end`, about `wanted` of them, in steps of 1, 2 or 5 times a power of ten. */
export function ticks(end: number, wanted: number): readonly number[] {
  if (end <= 0) return [0];
  const rough = end / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  const decimals = Math.max(0, -Math.floor(Math.log10(step)));
  const all: number[] = [];
  for (let i = 0; i * step <= end * (1 + 1e-9); i++) all.push(Number((i * step).toFixed(decimals)));
  return all;
}
