import { datetimeText, timespanText, ticks } from '../../src/kql/ticks.ts';
import type {
  Expansion,
  Expression,
  Item,
  JoinKey,
  Pipeline,
  Relation,
  SortKey,
  Step,
  AggregateItem,
  WindowItem,
} from './evaluator.ts';
import { jsonText, plainText, type Json, type Type, type Value } from './values.ts';

/** A name as a query writes it. */
function nameText(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name)
    ? name
    : `['${name.replaceAll('\\', '\\\\').replaceAll("'", String.raw`\'`)}']`;
}

/** A text between quotes; which quotes and escapes depends on its length, so that all forms are seen. */
function stringText(text: string): string {
  const plain = !/[\t\n\r]/.test(text);
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replaceAll('\t', String.raw`\t`)
    .replaceAll('\n', String.raw`\n`);
  switch (text.length % 4) {
    case 0:
      return `"${escaped.replaceAll('"', String.raw`\"`)}"`;
    case 1:
      return plain ? `@'${text.replaceAll("'", "''")}'` : `'${escaped.replaceAll("'", String.raw`\'`)}'`;
    case 2:
      return plain ? `@"${text.replaceAll('"', '""')}"` : `'${escaped.replaceAll("'", String.raw`\'`)}'`;
    default:
      return `'${escaped.replaceAll("'", String.raw`\'`)}'`;
  }
}

function spanText(value: bigint): string {
  if (value > 0n && value % ticks.day === 0n) return `${String(value / ticks.day)}d`;
  if (value > 0n && value % ticks.minute === 0n) return `${String(value / ticks.minute)}m`;
  return `time(${timespanText(value)})`;
}

/** A value as a literal of its type. */
export function literalText(type: Type, value: Value): string {
  if (value === null) return `${type}(null)`;
  switch (type) {
    case 'string':
      return stringText(value as string);
    case 'long':
      return (value as bigint) < 0n ? `long(${plainText(value)})` : plainText(value);
    case 'int':
      return `int(${plainText(value)})`;
    case 'real':
      return realText(value as number);
    case 'bool':
      return plainText(value);
    case 'datetime':
      return `datetime(${datetimeText(value as bigint)})`;
    case 'timespan':
      return spanText(value as bigint);
    case 'guid':
      return `guid(${value as string})`;
    case 'dynamic':
      return `dynamic(${jsonText(value as Json)})`;
  }
}

function realText(value: number): string {
  if (Number.isNaN(value)) return 'real(nan)';
  if (Math.abs(value) === Infinity) return value > 0 ? 'real(+inf)' : 'real(-inf)';
  return value < 0 || Object.is(value, -0) || Number.isInteger(value) ? `real(${value})` : String(value);
}

/** An expression as a query writes it. */
export function expressionText(expression: Expression): string {
  switch (expression.kind) {
    case 'literal':
      return literalText(expression.type, expression.value);
    case 'known':
      return expression.text;
    case 'column':
      return nameText(expression.name);
    case 'call': {
      const args = expression.args.map(expressionText);
      return expression.fn.text.replace(/\$(\d)/g, (_, index) => args[Number(index) - 1]!);
    }
  }
}

/** A table as a `datatable`. */
export function datatableText(relation: Relation): string {
  const columns = relation.columns.map((column) => `${nameText(column.name)}: ${column.type}`).join(', ');
  const cells = relation.rows.flatMap((row) =>
    row.map((value, index) => literalText(relation.columns[index]!.type, value)),
  );
  return `datatable(${columns})[${cells.join(', ')}]`;
}

const itemText = (item: Item) =>
  item.value.kind === 'column' && item.value.name === item.name
    ? nameText(item.name)
    : `${nameText(item.name)} = ${expressionText(item.value)}`;

const keyText = (key: SortKey) =>
  [
    expressionText(key.value),
    ...(key.direction === 'default' ? [] : [key.direction]),
    ...(key.nulls === 'default' ? [] : [`nulls ${key.nulls}`]),
  ].join(' ');

const onText = (keys: readonly JoinKey[]) =>
  keys
    .map((key) =>
      key.left === key.right
        ? nameText(key.left)
        : `$left.${nameText(key.left)} == $right.${nameText(key.right)}`,
    )
    .join(', ');

function aggregateText(item: AggregateItem): string {
  const args = item.args.map(expressionText);
  const call = item.fn.text.replace(/\$(\d)/g, (_, index) => args[Number(index) - 1]!);
  return item.unnamed === true ? call : `${nameText(item.name)} = ${call}`;
}

const expansionText = (item: Expansion) =>
  `${item.name === item.source ? nameText(item.name) : `${nameText(item.name)} = ${nameText(item.source)}`}${item.to === undefined ? '' : ` to typeof(${item.to})`}`;

function windowText(item: WindowItem): string {
  const column = nameText(item.column);
  switch (item.fn) {
    case 'row_number':
      return `${item.name} = row_number(${item.offset === 1 ? '' : item.offset})`;
    case 'row_cumsum':
      return `${item.name} = row_cumsum(${column})`;
    case 'prev':
    case 'next': {
      const rest =
        item.otherwise === undefined
          ? item.offset === 1
            ? ''
            : `, ${item.offset}`
          : `, ${item.offset}, ${literalText('long', item.otherwise)}`;
      return `${item.name} = ${item.fn}(${column}${rest})`;
    }
  }
}

function stepText(step: Step): string {
  switch (step.op) {
    case 'where':
      return `where ${expressionText(step.predicate)}`;
    case 'extend':
    case 'project':
      return `${step.op} ${step.items.map(itemText).join(', ')}`;
    case 'project-away':
    case 'project-keep':
    case 'project-reorder':
    case 'distinct':
      return `${step.op} ${step.names.map(nameText).join(', ')}`;
    case 'project-rename':
      return `project-rename ${nameText(step.to)} = ${nameText(step.from)}`;
    case 'sort':
      return `sort by ${step.by.map(keyText).join(', ')}`;
    case 'top':
      return `top ${step.count} by ${keyText(step.by)}`;
    case 'take':
      return `take ${step.count}`;
    case 'count':
      return 'count';
    case 'summarize': {
      const extreme = step.extreme;
      const others =
        extreme === undefined ? [] : extreme.others === '*' ? ['*'] : extreme.others.map(nameText);
      const aggregates = [
        ...step.aggregates.map(aggregateText),
        ...(extreme === undefined ? [] : [`${extreme.fn}(${[nameText(extreme.of), ...others].join(', ')})`]),
      ];
      return `summarize ${aggregates.join(', ')}${step.by.length === 0 ? '' : ` by ${step.by.map(itemText).join(', ')}`}`;
    }
    case 'join':
      return `join ${step.unnamed ? '' : `kind=${step.kind} `}(${pipelineText(step.right)}) on ${onText(step.on)}`;
    case 'lookup':
      return `lookup kind=${step.kind} (${pipelineText(step.right)}) on ${onText(step.on)}`;
    case 'union':
      return `union ${step.source === undefined ? '' : `withsource=${nameText(step.source)} `}${step.others.map((other) => `(${pipelineText(other)})`).join(', ')}`;
    case 'mv-expand':
      return `mv-expand ${step.index === undefined ? '' : `with_itemindex=${nameText(step.index)} `}${step.items.map(expansionText).join(', ')}`;
    case 'mv-apply': {
      const name = nameText(step.item.name);
      const on =
        step.on === 'sum'
          ? `summarize total = sum(${name})`
          : step.on === 'count'
            ? 'summarize total = count()'
            : `where ${expressionText(step.on)}`;
      return `mv-apply ${expansionText(step.item)} on (${on})`;
    }
    case 'serialize':
      return `serialize ${step.items.map(windowText).join(', ')}`;
    case 'parse':
    case 'parse-where':
      return `${step.op} ${nameText(step.column)} with ${step.pattern
        .map((part) =>
          part === '*'
            ? '*'
            : 'text' in part
              ? stringText(part.text)
              : part.type === 'string'
                ? part.name
                : `${part.name}: ${part.type}`,
        )
        .join(' ')}`;
    case 'make-series': {
      const [from, to] = [step.from, step.to].map((value) =>
        literalText(step.stepType === 'timespan' ? 'datetime' : 'long', value),
      );
      const by = step.by.length === 0 ? '' : ` by ${step.by.map(nameText).join(', ')}`;
      return `make-series ${step.aggregates.map(aggregateText).join(', ')} on ${nameText(step.axis)} from ${from!} to ${to!} step ${literalText(step.stepType, step.step)}${by}`;
    }
  }
}

/** A pipeline as a query writes it. */
export function pipelineText(pipeline: Pipeline): string {
  return [pipeline.source.text, ...pipeline.steps.map(stepText)].join(' | ');
}
