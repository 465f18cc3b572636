import type { Assessment, CumulativePoint, RankedAction } from '../app/index.ts';
import { affectedCell, effortCell, userImpactCell } from './action-cells.ts';
import { actionDetails } from './action-details.ts';
import { count, hours, interval, percent, short } from './figures.ts';
import { markup, type Fill, type Html } from './html.ts';
import { moreLine, table } from './listing.ts';
import { listedActions, plannedActions } from './planned-actions.ts';
import { riskBar } from './risk-bar.ts';

const columns = ['Rank', 'What to do', 'Risk removed', 'Gone in total', 'Effort', 'Users hit', 'On'];

/** Actions on one line of the plan: one, or a bundle whose gain cannot be split. */
interface Line {
  readonly point: CumulativePoint;
  readonly index: number;
  readonly actions: readonly RankedAction[];
}

/** The list of what to do, in order, with the stop line between its rows. */
export function actionsSection(assessment: Assessment): Html {
  const planned = plannedActions(assessment).size;
  return markup`<section id="actions" aria-labelledby="actions-title">
<h2 id="actions-title">The list</h2>
${
  planned === 0
    ? nothingToDo(assessment)
    : markup`<p class="intro">${introduction(assessment)}</p>
${list(assessment)}
${moreLine(Math.min(planned, listedActions), planned, 'actions')}`
}
</section>`;
}

/** Id of the row of an action, by its place in the list: for links on the page. */
export function actionAnchor(place: number): string {
  return `action-${place + 1}`;
}

function introduction({ cumulative, stopLine }: Assessment): string {
  const last = cumulative.at(-1);
  const order =
    'Each line shows what it removes once the lines above it are done. Lines with the same number cannot be told apart by the simulation.';
  const whole =
    last === undefined
      ? ''
      : ` The whole plan takes ${hours(last.hours)} and removes ${percent(last.share)} of what can be removed.`;
  return stopLine === undefined
    ? `${order}${whole} No stop line is reached.`
    : `${order}${whole} ${stopText(stopLine)}.`;
}

function stopText(stopLine: NonNullable<Assessment['stopLine']>): string {
  const name = stopLine.reason === 'budget' ? 'Budget' : 'Stop line';
  if (stopLine.actions === 0) return `${name}: no line of the plan fits into it`;
  return `${name}: ${count(stopLine.actions, 'action')}, ${hours(stopLine.hours)}, ${percent(stopLine.share)} of what can be removed`;
}

function list(assessment: Assessment): Html {
  const { stopLine } = assessment;
  const lines = linesOf(assessment);
  const most = Math.max(0, ...lines.map((line) => line.actions[0]?.riskRemoved.inPlan.interval[1] ?? 0));
  const stop = (after: number): Html | undefined =>
    stopLine?.after === after
      ? markup`<tbody class="stop"><tr><th colspan="${columns.length}" scope="rowgroup">${stopText(stopLine)}</th></tr></tbody>`
      : undefined;
  let place = 0;
  const rows = lines.map((line) => {
    const html = lineRows(line, place, most);
    place += line.actions.length;
    return [html, stop(line.index)];
  });
  return table('What to fix first', columns, [stop(-1), rows]);
}

/** The first lines of the plan; a bundle may be cut where the list ends. */
function linesOf(assessment: Assessment): readonly Line[] {
  const planned = plannedActions(assessment);
  const shown = assessment.actions.filter(({ id }) => planned.has(id)).slice(0, listedActions);
  return assessment.cumulative.flatMap((point, index) => {
    const actions = shown.filter(({ id }) => planned.get(id) === index);
    return actions.length === 0 ? [] : [{ point, index, actions }];
  });
}

/** Two rows an action: its figures, and folded below them the steps and reasons in the full width of the table. */
function lineRows({ point, actions }: Line, place: number, most: number): Html {
  const together = point.actions.length;
  const rows = actions.map((action, i) => {
    const isFirst = i === 0;
    const rank = markup`<td class="rank" rowspan="${2 * actions.length}">${rankCell(point.rank, together)}</td>`;
    return markup`<tr id="${actionAnchor(place + i)}" class="action">
${isFirst ? rank : undefined}<td class="what">${action.title}</td><td class="risk">${isFirst ? riskCell(action, together, most) : partnerCell()}</td><td class="gone">${isFirst ? goneCell(point) : undefined}</td>
<td>${effortCell(action)}</td><td>${userImpactCell(action)}</td><td class="on">${affectedCell(action)}</td>
</tr>
<tr class="how"><td colspan="${columns.length - 1}">${actionDetails(action)}</td></tr>`;
  });
  return markup`<tbody${together > 1 ? markup` class="bundle"` : undefined}>
${rows}
</tbody>`;
}

/** The bracket is drawn by the style; its meaning stands here as text. */
function rankCell(rank: number, together: number): Fill {
  if (together === 1) return rank;
  return markup`${rank}<span class="bracket">${count(together, 'action')}, only together</span>`;
}

function riskCell({ riskRemoved: { inPlan } }: RankedAction, together: number, most: number): Fill {
  return markup`${riskBar(inPlan, most)}<span class="figure">−${short(inPlan.value)}</span> <span class="quiet">(${interval(inPlan, short)})</span>${together > 1 ? markup` <span class="only">only together</span>` : undefined}`;
}

/** What a bundle removes stands once, with its first action. */
function partnerCell(): Html {
  return markup`<span class="quiet">with the line above</span>`;
}

function goneCell(point: CumulativePoint): Html {
  return markup`<span class="figure">${percent(point.share)}</span> <span class="quiet">after ${hours(point.hours)}</span>`;
}

function nothingToDo({ actions, totals }: Assessment): Html {
  const looked = `Looked at: ${count(totals.devices, 'device')}, ${count(totals.vulnerabilities, 'open vulnerability', 'open vulnerabilities')}, ${count(totals.controls.fail, 'failed control')}, ${count(totals.relations, 'relation')}, ${count(totals.criticalAssets, 'critical asset')}`;
  const rest =
    actions.length === 0
      ? undefined
      : markup` <a href="#further">${count(actions.length, 'action')} on no measurable attack path</a> stand below.`;
  return markup`<p class="empty">Here would stand what to fix first, but no action removes risk that can be measured. ${looked}.${rest} <a href="#not-seen">What could not be seen</a> says what to add.</p>`;
}
