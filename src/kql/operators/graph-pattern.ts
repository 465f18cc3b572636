import { child, kind, list, nameOf, need, tokenText, type Node } from '../language/syntax.ts';
import { literal as readLiteral } from '../language/literals.ts';
import { unsupported } from '../lower/refusal.ts';

/** An edge of a pattern between the nodes that stand left and right of it. */
export interface PatternEdge {
  readonly name: string;
  readonly left: string;
  readonly right: string;
  readonly direction: 'right' | 'left' | 'any';
  /** Least and most hops of an edge of variable length. */
  readonly range: { readonly min: number; readonly max: number } | undefined;
  readonly node: Node;
}

export interface Pattern {
  /** Names of nodes in the order in which they first come; those without a name have one of ours. */
  readonly nodes: readonly string[];
  readonly edges: readonly PatternEdge[];
  readonly sequences: number;
  /** First and last node of the first sequence. */
  readonly ends: readonly [string, string];
}

/** Hops of a variable edge that are followed at most. */
const maxHops = 100;

/** The patterns of `graph-match` and `graph-shortest-paths`. */
export function readPattern(operator: Node): Pattern {
  const nodes: string[] = [];
  const edges: PatternEdge[] = [];
  let ends: [string, string] = ['', ''];
  const sequences = list(need(operator, 'Patterns'));
  let unnamed = 0;
  const nameFor = (node: Node): string => {
    const given = child(node, 'Name');
    return given === undefined || given.IsMissing ? `#${(unnamed += 1)}` : nameOf(given);
  };
  for (const [index, sequence] of sequences.entries()) {
    const elements = list(need(sequence, 'PatternElements'));
    const names = elements.map(nameFor);
    for (const [place, element] of elements.entries()) {
      const name = names[place]!;
      if (kind(element) === 'GraphMatchPatternNode') {
        if (!nodes.includes(name)) nodes.push(name);
        continue;
      }
      const [left, right] = [names[place - 1], names[place + 1]];
      if (left === undefined || right === undefined)
        throw unsupported(element, 'an edge stands between two nodes');
      if (edges.some((edge) => edge.name === name))
        throw unsupported(element, `the edge ${name} stands twice in the pattern`);
      edges.push({
        name,
        left,
        right,
        direction: directionOf(element),
        range: rangeOf(element),
        node: element,
      });
    }
    if (index === 0) ends = [names[0]!, names.at(-1)!];
  }
  return { nodes, edges, sequences: sequences.length, ends };
}

function directionOf(edge: Node): PatternEdge['direction'] {
  const text = tokenText(edge).trim();
  if (text.startsWith('<') && text.endsWith('>'))
    throw unsupported(edge, 'an edge has one direction, or none');
  return text.startsWith('<') ? 'left' : text.endsWith('>') ? 'right' : 'any';
}

function rangeOf(edge: Node): PatternEdge['range'] {
  const range = child(edge, 'Range');
  if (range === undefined) return undefined;
  const [min, max] = ['RangeStart', 'RangeEnd'].map((name) => {
    const node = child(range, name);
    const value = node === undefined || node.IsMissing ? undefined : readLiteral(node)?.value;
    return typeof value === 'bigint' || typeof value === 'number' ? Number(value) : undefined;
  });
  if (min === undefined || max === undefined)
    throw unsupported(range, 'an edge of variable length needs a least and a most number of hops: *1..5');
  if (min > max) throw unsupported(range, 'the least number of hops is above the most');
  if (max > maxHops) throw unsupported(range, `an edge of variable length has at most ${maxHops} hops`);
  return { min, max };
}
