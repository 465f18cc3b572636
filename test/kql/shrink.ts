import type { Expression, Item, Pipeline, Step } from './evaluator.ts';

/** A list without one of its elements, for each element; a list of one stays. */
function without<T>(list: readonly T[]): readonly (readonly T[])[] {
  return list.length < 2 ? [] : list.map((_, index) => list.filter((__, other) => other !== index));
}

/** A list with one of its elements made simpler. */
function withSimpler<T>(
  list: readonly T[],
  simpler: (element: T) => readonly T[],
): readonly (readonly T[])[] {
  return list.flatMap((element, index) => simpler(element).map((other) => list.with(index, other)));
}

/** An expression: one of its arguments of the same type, or with a simpler argument. */
function simplerExpression(expression: Expression): readonly Expression[] {
  if (expression.kind !== 'call') return [];
  return [
    ...expression.args.filter((arg) => arg.type === expression.type),
    ...withSimpler(expression.args, simplerExpression).map((args) => ({ ...expression, args })),
  ];
}

const simplerItem = (item: Item): readonly Item[] =>
  simplerExpression(item.value).map((value) => ({ ...item, value }));

function simplerStep(step: Step): readonly Step[] {
  switch (step.op) {
    case 'where':
      return simplerExpression(step.predicate).map((predicate) => ({ ...step, predicate }));
    case 'extend':
    case 'project':
      return [...without(step.items), ...withSimpler(step.items, simplerItem)].map((items) => ({
        ...step,
        items,
      }));
    case 'distinct':
      return without(step.names).map((names) => ({ ...step, names }));
    case 'sort':
      return without(step.by).map((by) => ({ ...step, by }));
    case 'top':
      return simplerExpression(step.by.value).map((value) => ({ ...step, by: { ...step.by, value } }));
    case 'summarize':
      return [
        ...without(step.aggregates).map((aggregates) => ({ ...step, aggregates })),
        ...without(step.by).map((by) => ({ ...step, by })),
        ...withSimpler(step.by, simplerItem).map((by) => ({ ...step, by })),
        ...withSimpler(step.aggregates, (item) =>
          withSimpler(item.args, simplerExpression).map((args) => ({ ...item, args })),
        ).map((aggregates) => ({ ...step, aggregates })),
      ];
    case 'join':
    case 'lookup':
      return simplerPipelines(step.right).map((right) => ({ ...step, right }));
    case 'union':
      return [...without(step.others), ...withSimpler(step.others, simplerPipelines)].map((others) => ({
        ...step,
        others,
      }));
    case 'mv-expand':
    case 'serialize':
      return without<(typeof step.items)[number]>(step.items).map((items) => ({ ...step, items }) as Step);
    case 'project-away':
    case 'project-keep':
    case 'project-reorder':
    case 'project-rename':
    case 'take':
    case 'count':
    case 'mv-apply':
    case 'parse':
    case 'parse-where':
    case 'make-series':
      return [];
  }
}

/** Pipelines that are a little shorter or simpler; some of them name what is no longer there. */
export function simplerPipelines(pipeline: Pipeline): readonly Pipeline[] {
  const shorter = pipeline.steps.map((_, index) => pipeline.steps.filter((__, other) => other !== index));
  return [...shorter, ...withSimpler(pipeline.steps, simplerStep)].map((steps) => ({ ...pipeline, steps }));
}
