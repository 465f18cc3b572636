import type { AttackPathView } from '../app/index.ts';
import { printable } from '../base/text.ts';
import { percent } from './figures.ts';
import { foldLines } from './fold-lines.ts';
import { markup, type Html } from './html.ts';

const node = { width: 128, height: 62 } as const;
const gap = { across: 100, down: 84 } as const;
const margin = { side: 14, top: 16, bottom: 26 } as const;
const mostInRow = 4;

/** Columns of text that fit into a node and between two nodes, at the font sizes of the style. */
const nodeColumns = 17;
const verbColumns = 12;
const lineHeight = 15;

type Hop = AttackPathView['hops'][number];

interface Place {
  readonly x: number;
  readonly y: number;
}

/**
 * An attack path from left to right: entry, hops, critical asset with halo; each edge with its number in the list beside it, its
 * verb and its probability. A long path goes on in the next row. `id` must be unique on the page; `cut` says
 * which action takes a hop away, in a few words. The path must have a hop.
 */
export function pathDrawing(path: AttackPathView, id: string, cut: (hop: Hop) => string | undefined): Html {
  const stations = [path.hops[0]?.from ?? '', ...path.hops.map((hop) => hop.to)];
  const rows = Math.ceil(stations.length / mostInRow);
  const perRow = Math.ceil(stations.length / rows);
  const places = stations.map((_, i) => ({
    x: margin.side + (i % perRow) * (node.width + gap.across),
    y: margin.top + Math.floor(i / perRow) * (node.height + gap.down),
  }));
  const width = 2 * margin.side + perRow * node.width + (perRow - 1) * gap.across;
  const height = margin.top + rows * node.height + (rows - 1) * gap.down + margin.bottom;
  return markup`<svg class="path" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="${id}-name" aria-describedby="${id}-text" focusable="false">
<title id="${id}-name">Attack path to ${path.target}</title>
<desc id="${id}-text">${path.hops.map((hop, i) => `${i + 1}: ${hop.from}, ${hop.kind}, ${hop.to}. `)}</desc>
${path.hops.map((hop, i) => {
  const [from, to] = [places[i], places[i + 1]];
  if (from === undefined || to === undefined) return undefined;
  const edge = { hop, number: i + 1, cut: cut(hop), from, to };
  return from.y === to.y ? edgeAcross(edge) : edgeDown(edge);
})}
${places.map((place, i) => station(stations[i] ?? '', place, i === 0 ? 'entry' : i === places.length - 1 ? 'target' : 'hop'))}
</svg>`;
}

const captions = { entry: 'entry', hop: undefined, target: 'critical asset' } as const;

function station(name: string, { x, y }: Place, role: keyof typeof captions): Html {
  const lines = foldLines(printable(name), nodeColumns, 3);
  const middle = x + node.width / 2;
  const first = y + node.height / 2 + 4.5 - ((lines.length - 1) * lineHeight) / 2;
  const caption = captions[role];
  const halo =
    role === 'target'
      ? markup`<rect class="halo" x="${x - 6}" y="${y - 6}" width="${node.width + 12}" height="${node.height + 12}" rx="14"/>`
      : undefined;
  return markup`<g class="station ${role}"><title>${name}</title>${halo}<rect class="body" x="${x}" y="${y}" width="${node.width}" height="${node.height}" rx="${role === 'entry' ? node.height / 2 : 8}"/>${lines.map((line, i) => markup`<text x="${middle}" y="${first + i * lineHeight}" text-anchor="middle">${line}</text>`)}${caption === undefined ? undefined : markup`<text class="caption" x="${middle}" y="${y + node.height + 20}" text-anchor="middle">${caption}</text>`}</g>`;
}

interface Edge {
  readonly hop: Hop;
  /** Number in the list beside the drawing. */
  readonly number: number;
  readonly cut: string | undefined;
  readonly from: Place;
  readonly to: Place;
}

function edgeAcross({ hop, number, cut, from, to }: Edge): Html {
  const start = from.x + node.width + 3;
  const end = to.x - 9;
  const y = from.y + node.height / 2;
  const middle = (start + end) / 2;
  const verb = foldLines(printable(hop.kind), verbColumns, 3);
  const lines = verb.map(
    (line, i) =>
      markup`<text class="verb" x="${middle}" y="${y - 14 - (verb.length - 1 - i) * 13}" text-anchor="middle">${line}</text>`,
  );
  return markup`<g class="edge${cut === undefined ? '' : ' cut'}"><title>${hop.meaning}</title><path class="line" d="M${start} ${y}H${end}"/><path class="tip" d="M${end + 2} ${y}l-8 -4.5v9Z"/>${lines}${badge(number, middle, y)}<text class="p" x="${middle}" y="${y + 23}" text-anchor="middle">${percent(hop.p)}</text>${cut === undefined ? undefined : markup`<text class="cut-by" x="${middle}" y="${y + 37}" text-anchor="middle">${cut}</text>`}</g>`;
}

/** From the end of a row to the start of the next; nothing stands under the line, where verbs of the next row may reach. */
function edgeDown({ hop, number, cut, from, to }: Edge): Html {
  const start = from.x + node.width / 2;
  const end = to.x + node.width / 2;
  const y = from.y + node.height + gap.down / 2;
  const middle = (start + end) / 2;
  const tip = to.y - 9;
  return markup`<g class="edge${cut === undefined ? '' : ' cut'}"><title>${hop.meaning}</title><path class="line" d="M${start} ${from.y + node.height + 3}V${y}H${end}V${tip}"/><path class="tip" d="M${end} ${tip + 2}l-4.5 -8h9Z"/><text class="verb" x="${middle}" y="${y - 14}" text-anchor="middle">${foldLines(printable(hop.kind), 40, 1)}<tspan class="p">, ${percent(hop.p)}</tspan>${cut === undefined ? undefined : markup`<tspan class="cut-by">, ${cut}</tspan>`}</text>${badge(number, middle, y)}</g>`;
}

function badge(number: number, x: number, y: number): Html {
  return markup`<circle class="badge" cx="${x}" cy="${y}" r="9"/><text class="number" x="${x}" y="${y + 4}" text-anchor="middle">${number}</text>`;
}
