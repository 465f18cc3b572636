import type { Assessment } from '../app/index.ts';
import { count, day, finePercent, grouped, hours, interval, minute, percent, short } from './figures.ts';
import { markup, type Fill, type Html } from './html.ts';

/** What this page is, from when, from what, and the risk in a few figures. */
export function headSection(assessment: Assessment, version: string): Html {
  const { files, seed, worlds } = assessment;
  const read = files.filter((file) => file.status !== 'rejected').length;
  return markup`<header>
<p class="tool">fixfirst ${version}</p>
<h1>What to fix first</h1>
<dl class="facts">
${fact('As of', asOfText(assessment))}
${fact('Read', `${count(read, 'file')}${read < files.length ? ` (${grouped(files.length - read)} refused)` : ''}`)}
${fact('Intelligence', intelligence(assessment))}
${fact('Simulation', `${count(worlds, 'campaign')} of 30 days, seed ${seed}`)}
</dl>
<p class="found"><strong>Found</strong> ${found(assessment)}</p>
</header>
<section id="risk" aria-labelledby="risk-title">
<h2 id="risk-title">Risk now</h2>
${assessment.risk.most > 0 ? tiles(assessment) : nothingToLose(assessment)}
</section>`;
}

function fact(term: string, description: Fill): Html {
  return markup`<div><dt>${term}</dt><dd>${description}</dd></div>`;
}

function asOfText({ asOf }: Assessment): string {
  switch (asOf.basis) {
    case 'none':
      return 'no time: the input states none and none was given';
    case 'given':
      return `${minute(asOf.time)} (as given)`;
    case 'newest observation':
      return `${minute(asOf.time)} (newest observation in the files)`;
    case 'intelligence':
      return `${minute(asOf.time)} (date of the intelligence; the files state no time)`;
  }
}

function intelligence({ intelligence: feeds }: Assessment): Fill {
  if (feeds.length === 0)
    return 'none: no CVE is known to be exploited, and each carries the prior of its severity';
  return feeds.map(
    ({ id, date, entries, origin }) =>
      markup`<span class="feed">${id} ${date === undefined ? 'undated' : `of ${day(date)}`} <span class="quiet">(${grouped(entries)} entries, ${origin})</span></span>`,
  );
}

function found({ totals }: Assessment): string {
  const { controls } = totals;
  const checks = controls.pass + controls.fail + controls.unknown;
  return [
    `${count(totals.devices, 'device')} (from ${count(totals.deviceRecords, 'record')}; ${grouped(totals.mergedDevices)} merged from two or more sources)`,
    count(totals.identities, 'identity', 'identities'),
    `${count(totals.vulnerabilities, 'open vulnerability', 'open vulnerabilities')} (${count(totals.cves, 'CVE')}, ${grouped(totals.knownExploitedCves)} known exploited)`,
    ...(checks > 0
      ? [
          `${count(controls.fail, 'failed control')} (${grouped(controls.pass)} passed, ${grouped(controls.unknown)} unknown)`,
        ]
      : []),
    ...(totals.secrets > 0 ? [count(totals.secrets, 'exposed secret')] : []),
    ...(totals.resources > 0
      ? [count(totals.resources, 'image or application', 'images and applications')]
      : []),
    count(totals.criticalAssets, 'critical asset'),
  ].join(' · ');
}

function tiles({ risk, criticalAssets, stopLine }: Assessment): Html {
  const { total, exposure, withEverythingDone: rest } = risk;
  const path = risk.likeliestPath;
  const stations = path === undefined ? [] : [path.hops[0]?.from ?? '', ...path.hops.map((hop) => hop.to)];
  return markup`<div class="tiles">
${tile('Expected loss in 30 days', `${short(total.value)} of ${short(risk.most)} points`, `99 % interval ${interval(total, short)}`)}
${tile('Exposure', finePercent(exposure.value), `of all critical value; 99 % interval ${interval(exposure, finePercent)}`)}
${tile('Critical assets reachable', `${grouped(risk.reachable)} of ${grouped(criticalAssets.length)}`, 'over at least one attack path')}
${
  stopLine === undefined || stopLine.actions === 0
    ? tile('With everything done', `${short(rest.value)} points`, `99 % interval ${interval(rest, short)}`)
    : tile(
        stopLine.reason === 'budget' ? 'Within the budget' : 'Up to the stop line',
        `${count(stopLine.actions, 'action')}, ${hours(stopLine.hours)}`,
        `${percent(stopLine.share)} of what can be removed; ${short(rest.value)} points stay with everything done`,
      )
}
</div>
${
  path === undefined
    ? undefined
    : markup`<p class="way-in">The likeliest way in (${percent(path.p)} in 30 days): ${stations.map((name, i) => markup`${i === 0 ? '' : ' → '}<span class="name">${name}</span>`)}</p>`
}`;
}

function tile(label: string, figure: string, below: string): Html {
  return markup`<div class="tile"><p class="label">${label}</p><p class="figure">${figure}</p><p class="quiet">${below}</p></div>`;
}

function nothingToLose({ totals }: Assessment): Html {
  return markup`<p class="empty">Here would stand the expected loss. It is unknown: nothing in the input is an asset whose fall could be measured. Looked at: ${count(totals.devices, 'device')}, ${count(totals.identities, 'identity', 'identities')}. Add an inventory or a scan, or name critical assets with <code>--assets</code>.</p>`;
}
