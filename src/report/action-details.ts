import type { RankedAction } from '../app/index.ts';
import { grouped, interval, percent, short } from './figures.ts';
import { markup, type Fill, type Html } from './html.ts';
import { names, paragraphs } from './listing.ts';

const listedNames = 40;
const listedEvidence = 5;

/** How to do an action and what its figures rest on: folded on screen, unfolded in print. */
export function actionDetails(action: RankedAction): Html {
  const { alone } = action.riskRemoved;
  const { devices, identities, resources, findings } = action.affected;
  return markup`<details><summary>How, and why</summary>
<div class="fix">${action.fix.trim() === '' ? markup`<p>The sources state no steps.</p>` : paragraphs(action.fix)}</div>
<dl>
${entry('Alone', `removes ${short(alone.value)} (${interval(alone, short)}); decides ${percent(action.decisive)} of the simulated campaigns`)}
${entry('Effort', action.effort.source)}
${entry('Users', action.userImpact.source)}
${devices.length > 0 ? entry('Devices', names(devices, listedNames)) : undefined}
${identities.length > 0 ? entry('Accounts', names(identities, listedNames)) : undefined}
${resources.length > 0 ? entry('Assets', names(resources, listedNames)) : undefined}
${entry('Evidence', evidence(action))}
${findings > 0 ? entry('Findings', grouped(findings)) : undefined}
</dl>
</details>`;
}

function entry(term: string, description: Fill): Html {
  return markup`<div><dt>${term}</dt><dd>${description}</dd></div>`;
}

function evidence({ evidence: all }: RankedAction): Fill {
  if (all.length === 0) return 'follows from the way the estate is built';
  return names(
    all.map(({ file, locator }) => `${file} ${locator}`),
    listedEvidence,
  );
}
