import type { Assessment } from '../app/index.ts';
import { interval, percent, short } from './figures.ts';
import { markup, type Html } from './html.ts';
import { moreLine, table } from './listing.ts';

const listedAssets = 100;

/** Where many attack paths meet, and the critical assets with their chance to fall. */
export function assetsSection(assessment: Assessment): Html {
  return markup`<section id="choke-points" aria-labelledby="choke-points-title">
<h2 id="choke-points-title">Choke points</h2>
${chokePoints(assessment)}
</section>
<section id="critical-assets" aria-labelledby="critical-assets-title">
<h2 id="critical-assets-title">Critical assets</h2>
${criticalAssets(assessment)}
</section>`;
}

function chokePoints({ chokePoints: points }: Assessment): Html {
  if (points.length === 0)
    return markup`<p class="empty">Here would stand the places that many attack paths run through. None: no attack path to a critical asset can be seen in the input.</p>`;
  const rows = points.map(
    ({ name, kind, risk }) =>
      markup`<tr><td class="name">${name}</td><td>${kind}</td><td>${short(risk.value)} <span class="quiet">(${interval(risk, short)})</span></td></tr>`,
  );
  return markup`<p>Places that many attack paths run through: whoever holds one can cause this much of the loss.</p>
${table('Choke points', ['Name', 'Kind', 'Risk that runs through it'], markup`<tbody>${rows}</tbody>`)}`;
}

function criticalAssets({ criticalAssets: assets }: Assessment): Html {
  if (assets.length === 0)
    return markup`<p class="empty">Here would stand what must not fall. The input has no asset; name yours with <code>--assets</code>.</p>`;
  const rows = assets
    .slice(0, listedAssets)
    .map(
      ({ name, className, level, value, p }) =>
        markup`<tr><td class="name">${name}</td><td>${className}</td><td>${level}</td><td>${short(value)}</td><td>${percent(p.value)} <span class="quiet">(${interval(p, percent)})</span></td></tr>`,
    );
  return markup`${table('Critical assets', ['Name', 'Class', 'Criticality', 'Value, points', 'Chance to fall in 30 days'], markup`<tbody>${rows}</tbody>`)}
${moreLine(Math.min(assets.length, listedAssets), assets.length, 'critical assets')}`;
}
