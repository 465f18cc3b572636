import { children, kind, scalarType, tokenText, type Node } from '../language/syntax.ts';

/** The bound tree as indented text: kinds, types and the words of the query. */
export function treeText(root: Node): string {
  const lines: string[] = [];
  const visit = (node: Node, depth: number): void => {
    if (node.IsToken) {
      const text = tokenText(node);
      if (text !== '') lines.push(`${'  '.repeat(depth)}${text}`);
      return;
    }
    const type = scalarType(node);
    lines.push(
      `${'  '.repeat(depth)}${kind(node)}${type === 'none' || type === 'unknown' ? '' : ` : ${type}`}`,
    );
    for (const one of children(node)) visit(one, depth + 1);
  };
  visit(root, 0);
  return `${lines.join('\n')}\n`;
}
