/** The style of the page: light and dark on screen, light on paper. Holds no data. */
export const style = `
:root {
  color-scheme: light dark;
  --ground: #ffffff; --raised: #f5f7f9; --ink: #1b2026; --quiet: #57616c; --line: #d3d9df;
  --accent: #0b5cad; --band: #0b5cad33; --loss: #a8321f; --stop: #8a4a00; --halo: #a8321f40;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --ground: #14181c; --raised: #1d2329; --ink: #e6eaee; --quiet: #a3adb8; --line: #38414a;
    --accent: #6cb2f5; --band: #6cb2f540; --loss: #f08d7a; --stop: #f0b35e; --halo: #f08d7a50;
  }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body {
  margin: 0 auto; padding: 1.5rem 1.5rem 4rem; max-width: 80rem; background: var(--ground); color: var(--ink);
  font: 0.9375rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Arial, sans-serif;
}
h1 { margin: 0 0 0.75rem; font-size: 1.9rem; line-height: 1.2; }
h2 { margin: 2.5rem 0 0.5rem; padding-bottom: 0.25rem; border-bottom: 2px solid var(--line); font-size: 1.3rem; }
h3 { margin: 1.5rem 0 0.25rem; font-size: 1.05rem; }
p { margin: 0.35rem 0; max-width: 75ch; }
a { color: var(--accent); }
code, .name { font-family: ui-monospace, "SF Mono", Consolas, "Liberation Mono", monospace; font-size: 0.92em; }
.name, .what, .on, dd, li { overflow-wrap: anywhere; }
.quiet, .tool, .more, figcaption { color: var(--quiet); }
.skip { position: absolute; left: -999rem; }
.skip:focus { left: 1rem; top: 0.5rem; padding: 0.4rem 0.8rem; background: var(--ground); z-index: 1; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
nav ul { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; margin: 0 0 1.25rem; padding: 0; list-style: none; }
.tool { margin: 0; }
.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(15rem, 1fr)); gap: 0.75rem 2rem; margin: 0 0 0.75rem; }
dt { color: var(--quiet); font-size: 0.85rem; }
dd { margin: 0; }
.feed { display: block; }
.found, .way-in { max-width: none; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(14rem, 1fr)); gap: 0.75rem; margin: 0.75rem 0; }
.tile { padding: 0.7rem 0.9rem; border: 1px solid var(--line); border-radius: 0.5rem; background: var(--raised); }
.tile p { margin: 0; }
.tile .figure { font-size: 1.35rem; line-height: 1.35; }
.figure { font-weight: 600; font-variant-numeric: tabular-nums; }
.empty { padding: 0.8rem 1rem; border: 1px dashed var(--quiet); border-radius: 0.5rem; }
.scroll { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: 0.45rem 0.6rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
thead th { border-bottom: 2px solid var(--quiet); font-size: 0.85rem; color: var(--quiet); vertical-align: bottom; }
td.what { min-width: 15rem; font-weight: 600; }
tr.action td:not(.rank) { border-bottom: 0; }
tr.how td { padding-top: 0; }
td.rank { width: 5.5rem; font-weight: 600; }
td.risk { min-width: 9.5rem; }
td.gone { min-width: 5.5rem; }
td.risk .quiet, td.gone .quiet { display: block; }
td.on { min-width: 11rem; max-width: 18rem; }
.bundle td.rank { position: relative; padding-right: 1rem; }
.bundle td.rank::after {
  content: ""; position: absolute; top: 0.6rem; bottom: 0.6rem; right: 0.25rem; width: 0.5rem;
  border: 2px solid var(--quiet); border-left: 0;
}
.bracket { display: block; font-weight: 400; font-size: 0.8rem; line-height: 1.25; color: var(--quiet); }
.only { display: block; color: var(--quiet); }
.stop th { padding: 0.35rem 0.6rem; border-top: 3px double var(--stop); border-bottom: 3px double var(--stop); color: var(--stop); }
.bar { display: block; margin: 0.25rem 0 0.1rem; }
.bar .track { fill: var(--raised); stroke: var(--line); stroke-width: 0.5; }
.bar .fill { fill: var(--accent); opacity: 0.55; }
.bar .whisker { stroke: var(--ink); stroke-width: 1.4; fill: none; }
summary { cursor: pointer; color: var(--accent); }
.how details { font-size: 0.9rem; }
.how dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(20rem, 1fr)); gap: 0.1rem 1.5rem; margin: 0.35rem 0; }
.how dl div { display: grid; grid-template-columns: 5rem 1fr; gap: 0.5rem; }
.fix { padding-left: 0.7rem; border-left: 3px solid var(--accent); }
figure { margin: 0.5rem 0; }
svg { color: var(--ink); }
svg text { fill: var(--ink); font-family: inherit; }
.curve { display: block; width: 100%; min-width: 36rem; max-width: 60rem; height: auto; font-size: 12.5px; }
.curve .grid { stroke: var(--line); }
.curve .axis { stroke: var(--quiet); fill: none; }
.curve .tick, .curve .note { fill: var(--quiet); }
.curve .band { fill: var(--band); }
.curve .risk { stroke: var(--accent); stroke-width: 2.5; fill: none; }
.curve .dot { fill: var(--accent); stroke: var(--ground); stroke-width: 1; }
.curve .floor { stroke: var(--quiet); stroke-dasharray: 2 4; }
.stop-mark path { stroke: var(--stop); stroke-width: 2; stroke-dasharray: 7 4; }
.stop-mark text { fill: var(--stop); font-weight: 600; }
.attack-path { margin-bottom: 1.5rem; }
.beside { display: grid; gap: 1rem 1.5rem; align-items: start; }
@media screen and (min-width: 68rem) {
  .beside { grid-template-columns: minmax(0, 1fr) minmax(20rem, 24rem); }
  .beside > .scroll { position: sticky; top: 1rem; }
}
.path { display: block; height: auto; font-size: 12.5px; }
@media print, (min-width: 48rem) { .path { max-width: 100%; } }
.station .body { fill: var(--raised); stroke: var(--quiet); stroke-width: 1.5; }
.station.entry .body { stroke-dasharray: 5 3; }
.station.target .body { stroke: var(--loss); stroke-width: 2; }
.halo { fill: none; stroke: var(--halo); stroke-width: 6; }
.path .caption { fill: var(--quiet); font-style: italic; }
.edge .line { stroke: var(--quiet); stroke-width: 1.6; fill: none; }
.edge .tip { fill: var(--quiet); }
.edge .verb { font-weight: 600; font-size: 11.5px; }
.edge .p { fill: var(--quiet); font-size: 11.5px; }
.edge.cut .line { stroke: var(--stop); stroke-dasharray: 6 4; }
.edge .cut-by { fill: var(--stop); font-weight: 600; font-size: 11.5px; }
.edge .badge { fill: var(--ground); stroke: var(--quiet); }
.edge .number { font-size: 11px; }
ol { margin: 0; padding-left: 1.6rem; }
ol li { margin-bottom: 0.6rem; }
ol p { margin: 0; }
.step { font-weight: 600; }
.gaps { padding-left: 1.2rem; }
.gaps li { margin-bottom: 0.6rem; max-width: 75ch; }
footer { margin-top: 3rem; border-top: 2px solid var(--line); color: var(--quiet); }
@page { size: A4; margin: 14mm 13mm; }
@media print {
  html { font-size: 9pt; }
  body { max-width: none; padding: 0; line-height: 1.4; }
  h2 { margin-top: 1.5rem; }
  h2, h3, .broken, .intro, tr.action { break-after: avoid; }
  .stop { break-before: avoid; }
  nav, .skip, .alternative, summary { display: none; }
  .scroll { overflow: visible; }
  thead { display: table-header-group; }
  p, tr, li, .tile, figure, svg { break-inside: avoid; }
  th, td { padding: 0.3rem 0.4rem; }
  td.what, td.risk, td.gone, td.on { min-width: 0; }
  .tiles { grid-template-columns: repeat(4, 1fr); }
  .tile .figure { font-size: 1.15rem; }
  .facts { grid-template-columns: repeat(2, 1fr); }
  .curve { min-width: 0; }
  .attack-path ol { columns: 2; column-gap: 2rem; }
  a { color: inherit; text-decoration: none; }
  #actions details::details-content { content-visibility: visible; block-size: auto; opacity: 1; }
  #further td.what { width: 40%; }
  #further tr.how { display: none; }
  #further tr.action { break-after: auto; }
  #further tr.action td { border-bottom: 1px solid var(--line); }
}
`;
