import type { Assessment, RankedAction } from '../app/index.ts';
import { actionDetails } from './action-details.ts';
import { affectedCell, effortCell, userImpactCell } from './action-cells.ts';
import { count, short } from './figures.ts';
import { markup, type Fill, type Html } from './html.ts';
import { moreLine, table } from './listing.ts';
import { listedActions, plannedActions } from './planned-actions.ts';

/** Actions beyond the plan: they remove nothing that can be measured, and come in the order of known exploitation. */
export function furtherSection(assessment: Assessment): Html | undefined {
  const planned = plannedActions(assessment);
  const further = assessment.actions.filter((action) => !planned.has(action.id));
  if (further.length === 0) return undefined;
  const shown = further.slice(0, Math.max(0, listedActions - planned.size));
  return markup`<section id="further" aria-labelledby="further-title">
<h2 id="further-title">On no attack path that can be measured</h2>
<p class="intro">${count(further.length, 'further action')}, known exploited first. They still end findings; the input shows no way from them to a critical asset that the list above does not close already.</p>
${
  shown.length === 0
    ? undefined
    : table(
        'Actions on no attack path that can be measured',
        ['What to do', 'Risk removed', 'Effort', 'Users hit', 'On'],
        markup`<tbody>${shown.map(row)}</tbody>`,
      )
}
${moreLine(shown.length, further.length, 'further actions')}
</section>`;
}

function row(action: RankedAction): Html {
  return markup`<tr class="action"><td class="what">${action.title}</td><td>${removed(action)}</td><td>${effortCell(action)}</td><td>${userImpactCell(action)}</td><td class="on">${affectedCell(action)}</td></tr>
<tr class="how"><td colspan="5">${actionDetails(action)}</td></tr>`;
}

function removed({ riskRemoved: { alone } }: RankedAction): Fill {
  return alone.value > 0
    ? `${short(alone.value)} if done alone, nothing more after the list above`
    : 'not measurable';
}
