import type { Assessment, AttackPathView, RankedAction } from '../app/index.ts';
import { actionAnchor } from './actions-section.ts';
import { count, grouped, percent } from './figures.ts';
import { markup, type Fill, type Html } from './html.ts';
import { names } from './listing.ts';
import { pathDrawing } from './path-drawing.ts';
import { listedActions, plannedActions } from './planned-actions.ts';

const drawnPaths = 5;
const listedEvidence = 3;
const listedRemovers = 3;

type Hop = AttackPathView['hops'][number];

interface Drawn {
  readonly path: AttackPathView;
  /** Actions that break it, each with its place in the list. */
  readonly brokenBy: { readonly action: RankedAction; readonly place: number }[];
}

/** The likeliest attack path of each of the top actions, drawn and told hop by hop; a path that several break stands once. */
export function pathsSection(assessment: Assessment): Html {
  const drawn = topPaths(assessment);
  return markup`<section id="paths" aria-labelledby="paths-title">
<h2 id="paths-title">Attack paths that the top actions break</h2>
${drawn.length === 0 ? noPath(assessment) : markup`<p class="intro">For each of the first actions the likeliest path it breaks. Percentages are the chance of a step within 30 days, once the step before has succeeded.</p>`}
${drawn.map((entry, i) => pathArticle(entry, i + 1, assessment))}
</section>`;
}

function topPaths(assessment: Assessment): readonly Drawn[] {
  const drawn = new Map<string, Drawn>();
  for (const [place, action] of listed(assessment).entries()) {
    const path = action.paths.find(({ hops }) => hops.length > 0);
    if (path === undefined) continue;
    const key = JSON.stringify([path.target, ...path.hops.map(({ from, to, kind }) => [from, to, kind])]);
    const known = drawn.get(key);
    if (known !== undefined) known.brokenBy.push({ action, place });
    else if (drawn.size < drawnPaths) drawn.set(key, { path, brokenBy: [{ action, place }] });
    else break;
  }
  return [...drawn.values()];
}

/** Actions that have a row to link to. */
function listed(assessment: Assessment): readonly RankedAction[] {
  const planned = plannedActions(assessment);
  return assessment.actions.filter(({ id }) => planned.has(id)).slice(0, listedActions);
}

function pathArticle({ path, brokenBy }: Drawn, number: number, assessment: Assessment): Html {
  const places = new Map(assessment.actions.map(({ id }, place) => [id, place]));
  const planned = plannedActions(assessment);
  const cut = (hop: Hop): string | undefined => {
    const ranks = brokenBy.flatMap(({ action }) => (hop.brokenBy.includes(action.id) ? [action.rank] : []));
    return ranks.length === 0 ? undefined : `cut by ${[...new Set(ranks)].join(', ')}`;
  };
  return markup`<article class="attack-path" aria-labelledby="path-${number}">
<h3 id="path-${number}">${number}. To <span class="name">${path.target}</span>, ${percent(path.p)} in 30 days</h3>
<p class="broken">Broken by ${brokenBy.map(({ action, place }, i) => markup`${i === 0 ? '' : '; '}<a href="#${actionAnchor(place)}">${action.rank}: ${action.title}</a>`)}</p>
<div class="beside">
<div class="scroll" role="region" tabindex="0" aria-label="Drawing of path ${number}">${pathDrawing(path, `drawing-${number}`, cut)}</div>
<ol>
${path.hops.map((hop) => hopItem(hop, removers(hop, places, assessment), planned))}
</ol>
</div>
</article>`;
}

/** Actions that take the hop away or weaken it, in the order of the list. */
function removers(
  hop: Hop,
  places: ReadonlyMap<string, number>,
  { actions }: Assessment,
): readonly RankedAction[] {
  return hop.brokenBy
    .flatMap((id) => places.get(id) ?? [])
    .sort((a, b) => a - b)
    .flatMap((place) => actions[place] ?? []);
}

function hopItem(hop: Hop, removedBy: readonly RankedAction[], planned: ReadonlyMap<string, number>): Html {
  const facts: Fill[] = [
    markup`<span class="verb">${hop.kind}</span>`,
    percent(hop.p),
    ...(hop.technique === undefined ? [] : [`ATT&CK ${hop.technique}`]),
    ...(hop.factors.length === 0 ? [] : [markup`rests on ${names(hop.factors, 4)}`]),
  ];
  return markup`<li><p class="step"><span class="name">${hop.from}</span> → <span class="name">${hop.to}</span></p>
<p class="quiet">${facts.map((fact, i) => markup`${i === 0 ? '' : ' · '}${fact}`)}</p>
<p>${hop.meaning}${hop.note === undefined ? undefined : `. ${hop.note}`}</p>
<p class="quiet">${seenIn(hop)}</p>${removedBy.length === 0 ? undefined : markup`<p class="removed-by">Taken away or weakened by ${removedText(removedBy, planned)}</p>`}</li>`;
}

/** Actions of the plan with their rank; the others have none that the page shows. */
function removedText(actions: readonly RankedAction[], planned: ReadonlyMap<string, number>): string {
  const shown = actions
    .slice(0, listedRemovers)
    .map(({ id, rank, title }) => (planned.has(id) ? `${rank}: ${title}` : title));
  const more = actions.length - shown.length;
  return `${shown.join('; ')}${more > 0 ? `; and ${grouped(more)} more` : ''}`;
}

function seenIn({ evidence }: Hop): Fill {
  if (evidence.length === 0) return 'Assumed: follows from the way estates are built, not from a file';
  const places = evidence.map(({ file, locator }) => `${file} ${locator}`);
  return markup`Seen in ${names(places, listedEvidence)}`;
}

function noPath({ totals, risk }: Assessment): Html {
  const looked = `Looked at: ${count(totals.devices, 'device')}, ${count(totals.identities, 'identity', 'identities')}, ${count(totals.relations, 'relation')}, ${count(totals.services, 'service')}, ${count(totals.criticalAssets, 'critical asset')}`;
  const why =
    risk.reachable === 0
      ? 'no path to a critical asset can be seen in the input'
      : 'no action of the list breaks one of the paths that were found';
  return markup`<p class="empty">Here would stand the attack paths, but ${why}. ${looked}. Not looked at: <a href="#not-seen">what could not be seen</a>.</p>`;
}
