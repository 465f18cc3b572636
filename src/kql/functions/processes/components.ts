import type { Process, Row } from './process.ts';

export interface ComponentsSettings {
  readonly kind: 'weak' | 'strong';
}

/** Connected components, numbered from 0 as they come. Inputs: edges as source and target; keys of nodes. */
export const components: Process = {
  name: 'components',
  title: 'graph-mark-components',
  inputs: 2,
  maxRows: 1_000_000,
  run(given, [edges, nodes]) {
    const { kind } = given as ComponentsSettings;
    const out = new Map<string, string[]>();
    for (const [source, target] of edges ?? []) {
      const [from, to] = [source ?? '', target ?? ''];
      add(out, from, to);
      if (kind === 'weak') add(out, to, from);
      else if (!out.has(to)) out.set(to, []);
    }
    for (const [key] of nodes ?? []) if (!out.has(key ?? '')) out.set(key ?? '', []);
    return kind === 'weak' ? reached(out) : strong(out);
  },
};

function add(out: Map<string, string[]>, from: string, to: string): void {
  const list = out.get(from);
  if (list === undefined) out.set(from, [to]);
  else list.push(to);
}

type Neighbours = ReadonlyMap<string, readonly string[]>;

function reached(out: Neighbours): readonly Row[] {
  const component = new Map<string, number>();
  let count = 0;
  for (const start of out.keys()) {
    if (component.has(start)) continue;
    component.set(start, count);
    const open = [start];
    for (let node = open.pop(); node !== undefined; node = open.pop())
      for (const to of out.get(node) ?? [])
        if (!component.has(to)) {
          component.set(to, count);
          open.push(to);
        }
    count += 1;
  }
  return [...component].map(([key, number]) => [key, String(number)]);
}

/** Tarjan's algorithm without recursion (Tarjan, "Depth-first search and linear graph algorithms", 1972). */
function strong(out: Neighbours): readonly Row[] {
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const component = new Map<string, number>();
  const stack: string[] = [];
  let count = 0;
  for (const root of out.keys()) {
    if (index.has(root)) continue;
    const work: { node: string; next: number }[] = [{ node: root, next: 0 }];
    for (let top = work.at(-1); top !== undefined; top = work.at(-1)) {
      const { node } = top;
      if (!index.has(node)) {
        low.set(node, index.size);
        index.set(node, index.size);
        stack.push(node);
      }
      const to = out.get(node)?.[top.next];
      if (to !== undefined) {
        top.next += 1;
        if (!index.has(to)) work.push({ node: to, next: 0 });
        else if (!component.has(to)) low.set(node, Math.min(low.get(node)!, index.get(to)!));
        continue;
      }
      work.pop();
      const parent = work.at(-1)?.node;
      if (parent !== undefined) low.set(parent, Math.min(low.get(parent)!, low.get(node)!));
      if (low.get(node) !== index.get(node)) continue;
      for (let member = stack.pop(); member !== undefined; member = stack.pop()) {
        component.set(member, count);
        if (member === node) break;
      }
      count += 1;
    }
  }
  return [...component].map(([key, number]) => [key, String(number)]);
}
