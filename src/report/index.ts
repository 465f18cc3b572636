import type { Assessment } from '../app/index.ts';
import { actionsSection } from './actions-section.ts';
import { assetsSection } from './assets-section.ts';
import { curveSection } from './curve-section.ts';
import { count } from './figures.ts';
import { furtherSection } from './further-section.ts';
import { headSection } from './head-section.ts';
import { Html, markup } from './html.ts';
import { inputSection } from './input-section.ts';
import { pathsSection } from './paths-section.ts';
import { style } from './style.ts';

/**
 * The answer of `assess` as one HTML page to read on screen, print or mail: no script, no request to anywhere, all text from the
 * input escaped. It is well-formed XML too. The same assessment gives the same text.
 */
export function reportHtml(assessment: Assessment, about: { readonly version: string }): string {
  return markup`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8"/>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<meta name="color-scheme" content="light dark"/>
<meta name="referrer" content="no-referrer"/>
<title>What to fix first</title>
<style>${new Html(style)}</style>
</head>
<body>
<a class="skip" href="#actions">Skip to the list of actions</a>
${navigation()}
<main>
${headSection(assessment, about.version)}
${curveSection(assessment)}
${actionsSection(assessment)}
${pathsSection(assessment)}
${assetsSection(assessment)}
${furtherSection(assessment)}
${inputSection(assessment)}
</main>
<footer>
<p>Figures come from ${count(assessment.worlds, 'simulated campaign')} of 30 days with seed ${assessment.seed}; the same files, seed and version give the same page. The chances of single steps are estimates, so the figures order work; they do not forecast.</p>
</footer>
</body>
</html>
`.toString();
}

const contents = [
  ['risk', 'Risk now'],
  ['curve', 'What the hours buy'],
  ['actions', 'The list'],
  ['paths', 'Attack paths'],
  ['choke-points', 'Choke points'],
  ['critical-assets', 'Critical assets'],
  ['not-seen', 'What could not be seen'],
  ['files', 'Files read'],
] as const;

function navigation(): Html {
  return markup`<nav aria-label="On this page"><ul>${contents.map(([id, title]) => markup`<li><a href="#${id}">${title}</a></li>`)}</ul></nav>`;
}
