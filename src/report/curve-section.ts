import type { Assessment } from '../app/index.ts';
import { riskCurve, shownHours } from './curve.ts';
import { hours, interval, percent, short } from './figures.ts';
import { markup, type Html } from './html.ts';
import { moreLine, table } from './listing.ts';

const listedPoints = 100;

/** What the plan buys hour by hour: the drawing, and the same as a table. */
export function curveSection(assessment: Assessment): Html {
  const { cumulative } = assessment;
  return markup`<section id="curve" aria-labelledby="curve-title">
<h2 id="curve-title">What the hours buy</h2>
${
  cumulative.length === 0
    ? markup`<p class="empty">Here would stand the risk left over the hours spent, but no action removes risk that can be measured. <a href="#not-seen">What could not be seen</a> says what to add.</p>`
    : markup`<figure>
<div class="scroll" role="region" tabindex="0" aria-label="Curve">${riskCurve(assessment)}</div>
<figcaption>Risk left after each line of the list, if done in its order; the band is the 99 % interval.${tail(assessment)}</figcaption>
</figure>
${curveTable(assessment)}`
}
</section>`;
}

function tail(assessment: Assessment): string {
  const { cumulative } = assessment;
  const end = shownHours(assessment);
  const last = cumulative.at(-1);
  if (last === undefined || last.hours <= end) return '';
  const shown = cumulative.findLast((point) => point.hours <= end)?.share ?? 0;
  return ` Beyond the right edge, another ${hours(last.hours - end)} remove the last ${percent(last.share - shown)}.`;
}

function curveTable({ actions, cumulative, stopLine }: Assessment): Html {
  const titles = new Map(actions.map((action) => [action.id, action.title]));
  const rows = cumulative
    .slice(0, listedPoints)
    .map(
      (point, i) =>
        markup`<tr><td>${point.rank}</td><td class="what">${point.actions.map((id) => markup`<div>${titles.get(id) ?? id}</div>`)}</td><td>${hours(point.hours)}</td><td>${short(point.riskAfter.value)} <span class="quiet">(${interval(point.riskAfter, short)})</span></td><td>${percent(point.share)}${i === stopLine?.after ? (stopLine.reason === 'budget' ? ', budget' : ', stop line') : ''}</td></tr>`,
    );
  return markup`<details class="alternative"><summary>The curve as a table</summary>
${table('Risk left over hours spent', ['Rank', 'Done', 'Hours in total', 'Risk left', 'Removed of what can be'], markup`<tbody>${rows}</tbody>`)}
${moreLine(Math.min(cumulative.length, listedPoints), cumulative.length, 'lines')}
</details>`;
}
