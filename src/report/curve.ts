import type { Assessment, CumulativePoint, Measured } from '../app/index.ts';
import { ticks } from './axis.ts';
import { count, grouped, hours, percent, short } from './figures.ts';
import { markup, type Html } from './html.ts';

const width = 760;
const height = 330;
const plot = { left: 60, right: 660, top: 30, bottom: 280 } as const;

/** Points that get a dot; more would be a band. */
const mostDots = 60;

/** The curve shows this many times the hours of the stop line; a long tail would press the part that matters to the left edge. */
const tailFactor = 4;

/** Two points closer than this on both axes are one (units of the drawing). */
const resolution = 0.75;

/**
 * Risk left over hours spent, as a step curve with its 99 % band, the stop line, and what stays with everything done. The
 * plan must have at least one line.
 */
export function riskCurve(assessment: Assessment): Html {
  const { risk, cumulative, stopLine } = assessment;
  const end = shownHours(assessment);
  const yTicks = ticks(Math.max(risk.total.interval[1], risk.total.value), 5);
  const top = Math.max(risk.total.interval[1], risk.total.value, yTicks.at(-1) ?? 0);
  const x = (value: number): number => scale(value, end, plot.left, plot.right);
  const y = (value: number): number => scale(value, top, plot.bottom, plot.top);
  const shown = cumulative.filter((point) => point.hours <= end);
  const steps = (figure: (risk: Measured) => number): readonly Step[] =>
    thinned([
      { x: x(0), y: y(figure(risk.total)) },
      ...shown.map((point) => ({ x: x(point.hours), y: y(figure(point.riskAfter)) })),
    ]);
  const upper = steps((measured) => measured.interval[1]);
  const lower = steps((measured) => measured.interval[0]);
  const floor = y(risk.withEverythingDone.value);
  return markup`<svg class="curve" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="curve-name" aria-describedby="curve-text" focusable="false">
<title id="curve-name">Risk left over hours spent</title>
<desc id="curve-text">${curveText(assessment)}</desc>
${yTicks.map((value) => markup`<path class="grid" d="M${plot.left} ${y(value)}H${plot.right}"/><text class="tick" x="${plot.left - 8}" y="${y(value) + 4}" text-anchor="end">${grouped(value)}</text>`)}
${ticks(end, 8).map((value) => markup`<path class="axis" d="M${x(value)} ${plot.bottom}v5"/><text class="tick" x="${x(value)}" y="${plot.bottom + 19}" text-anchor="middle">${grouped(value)}</text>`)}
<path class="axis" d="M${plot.left} ${plot.top}V${plot.bottom}H${plot.right}"/>
<path class="band" d="${stepPath(upper, plot.right)}${backPath(lower, plot.right)}Z"/>
<path class="floor" d="M${plot.left} ${floor}H${plot.right}"/>
<text class="note" x="${plot.right + 8}" y="${floor - 2}">${short(risk.withEverythingDone.value)} stays</text>
<text class="note" x="${plot.right + 8}" y="${floor + 12}">at the least</text>
<path class="risk" d="${stepPath(
    steps((measured) => measured.value),
    plot.right,
  )}"/>
${shown.length <= mostDots ? shown.map((point) => dot(point, x(point.hours), y(point.riskAfter.value))) : undefined}
${stopLine === undefined ? undefined : stopMark(stopLine, x(Math.min(stopLine.hours, end)))}
<text class="label" x="${(plot.left + plot.right) / 2}" y="${height - 10}" text-anchor="middle">hours of work spent</text>
<text class="label" transform="translate(15 ${(plot.top + plot.bottom) / 2}) rotate(-90)" text-anchor="middle">risk left, points</text>
</svg>`;
}

/** The curve in words. */
function curveText({ risk, cumulative, stopLine }: Assessment): string {
  const last = cumulative.at(-1);
  const start = `Risk is ${short(risk.total.value)} points now`;
  const stop = stopLine === undefined ? undefined : cumulative[stopLine.after];
  const middle =
    stop === undefined
      ? ''
      : `, ${short(stop.riskAfter.value)} after ${hours(stop.hours)} at the ${stopName(stopLine)} (${percent(stop.share)} of what can be removed)`;
  const whole =
    last === undefined || last === stop
      ? ''
      : `, ${short(last.riskAfter.value)} after the whole plan of ${hours(last.hours)}`;
  return `${start}${middle}${whole}; ${short(risk.withEverythingDone.value)} stay with every action done.`;
}

/** Hours that the curve reaches to. */
export function shownHours({ cumulative, stopLine }: Assessment): number {
  const all = cumulative.at(-1)?.hours ?? 0;
  return stopLine !== undefined && stopLine.hours > 0 ? Math.min(all, stopLine.hours * tailFactor) : all;
}

interface Step {
  readonly x: number;
  readonly y: number;
}

function scale(value: number, end: number, from: number, to: number): number {
  const share = end <= 0 ? 0 : Math.min(1, Math.max(0, value / end));
  return Math.round((from + share * (to - from)) * 10) / 10;
}

/** Drops points that cannot be told from the one before, for plans of thousands of lines. */
function thinned(steps: readonly Step[]): readonly Step[] {
  const kept: Step[] = [];
  for (const [i, step] of steps.entries()) {
    const last = kept.at(-1);
    const isNear =
      last !== undefined && step.x - last.x < resolution && Math.abs(step.y - last.y) < resolution;
    if (!isNear || i === steps.length - 1) kept.push(step);
  }
  return kept;
}

function stepPath([first, ...rest]: readonly Step[], end: number): string {
  if (first === undefined) return '';
  return `M${first.x} ${first.y}${rest.map((step) => `H${step.x}V${step.y}`).join('')}H${end}`;
}

/** The same steps from right to left, joined to a path that stands at the right end. */
function backPath(steps: readonly Step[], end: number): string {
  const [last, ...before] = [...steps].reverse();
  if (last === undefined) return '';
  let path = `L${end} ${last.y}H${last.x}`;
  for (const step of before) path += `V${step.y}H${step.x}`;
  return path;
}

function dot(point: CumulativePoint, x: number, y: number): Html {
  const what = `Rank ${point.rank}, ${count(point.actions.length, 'action')}: ${short(point.riskAfter.value)} points left after ${hours(point.hours)}`;
  return markup`<circle class="dot" cx="${x}" cy="${y}" r="3"><title>${what}</title></circle>`;
}

function stopName(stopLine: Assessment['stopLine']): string {
  return stopLine?.reason === 'budget' ? 'budget' : 'stop line';
}

function stopMark(stopLine: NonNullable<Assessment['stopLine']>, x: number): Html {
  const isRight = x > (plot.left + plot.right) / 2;
  const text = `${stopName(stopLine)}: ${count(stopLine.actions, 'action')}, ${hours(stopLine.hours)}, ${percent(stopLine.share)}`;
  return markup`<g class="stop-mark"><path d="M${x} ${plot.top - 18}V${plot.bottom}"/><text x="${isRight ? x - 6 : x + 6}" y="${plot.top - 9}" text-anchor="${isRight ? 'end' : 'start'}">${text}</text></g>`;
}
