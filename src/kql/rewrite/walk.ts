import type { AggregateCall, Rel, Scalar, Shared } from '../ir/index.ts';

/** Changes every scan of a query, wherever it stands: under joins, in scalar subqueries, in shared relations. */
export function mapScans(rel: Rel, change: (scan: Extract<Rel, { op: 'scan' }>) => Rel): Rel {
  const sharedMade = new Map<Shared, Shared>();
  const relation = (node: Rel): Rel => {
    switch (node.op) {
      case 'scan':
        return change(node);
      case 'unit':
        return node;
      case 'values':
        return { ...node, rows: node.rows.map((row) => row.map(scalar)) };
      case 'filter':
        return { ...node, input: relation(node.input), predicate: scalar(node.predicate) };
      case 'project':
        return { ...node, input: relation(node.input), expressions: node.expressions.map(scalar) };
      case 'aggregate':
        return {
          ...node,
          input: relation(node.input),
          keys: node.keys.map(scalar),
          aggregates: node.aggregates.map(aggregate),
        };
      case 'join':
        return {
          ...node,
          left: relation(node.left),
          right: relation(node.right),
          on: node.on.map((pair) => ({ left: scalar(pair.left), right: scalar(pair.right) })),
        };
      case 'union':
        return {
          ...node,
          inputs: node.inputs.map((leg) => ({
            rel: relation(leg.rel),
            expressions: leg.expressions.map(scalar),
          })),
        };
      case 'unnest':
        return { ...node, input: relation(node.input), arrays: node.arrays.map(scalar) };
      case 'sort':
        return {
          ...node,
          input: relation(node.input),
          keys: node.keys.map((key) => ({ ...key, by: scalar(key.by) })),
        };
      case 'limit':
      case 'sample':
      case 'number':
        return { ...node, input: relation(node.input) };
      case 'apply':
        return { ...node, input: relation(node.input), inner: relation(node.inner) };
      case 'ref':
        return { ...node, shared: shared(node.shared) };
      case 'process':
        return { ...node, inputs: node.inputs.map(relation) };
    }
  };
  const shared = (given: Shared): Shared => {
    const known = sharedMade.get(given);
    if (known !== undefined) return known;
    const made = { ...given, rel: relation(given.rel) };
    sharedMade.set(given, made);
    return made;
  };
  const scalar = (node: Scalar): Scalar => {
    switch (node.op) {
      case 'column':
      case 'literal':
        return node;
      case 'call':
      case 'window':
        return { ...node, args: node.args.map(scalar) };
      case 'subquery':
        return { ...node, rel: relation(node.rel) };
      case 'in-subquery':
        return { ...node, value: scalar(node.value), rel: relation(node.rel) };
    }
  };
  const aggregate = (call: AggregateCall): AggregateCall => ({
    ...call,
    args: call.args.map(scalar),
    ...(call.filter === undefined ? {} : { filter: scalar(call.filter) }),
  });
  return relation(rel);
}
