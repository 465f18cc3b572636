import { failed, ok, type Result } from '../../base/fault.ts';
import {
  checkText,
  type FunctionDraft,
  type Owner,
  type QueryDraft,
  type SavedQuery,
  type StateStore,
  type StoredFunction,
} from '../../state/index.ts';
import type { Hunting } from '../detect/index.ts';
import { checkFunctionParameters } from './function-parameters.ts';
import { queryWithSamples } from './parameters.ts';

interface SaveOptions {
  /** Whether an entry of the same owner and name gives way. */
  readonly replace: boolean;
  readonly nowMs: number;
}

/**
 * Keeps a query that can be compiled. `bad-option` when a text cannot be kept or the name is taken; what the compiler says
 * when its KQL is none, or names what is not there.
 */
export async function saveQuery(
  store: StateStore,
  hunting: Pick<Hunting, 'check'>,
  draft: QueryDraft,
  options: SaveOptions,
): Promise<Result<SavedQuery>> {
  for (const checked of [
    checkText('name', draft.name, 'the name'),
    checkText('folder', draft.folder, 'the folder'),
    checkText('description', draft.description, 'the description'),
    checkText('kql', draft.kql, 'the query'),
    ...draft.parameters.map((parameter) =>
      checkText('description', parameter.default ?? '', `the default of ${parameter.name}`),
    ),
    uniqueParameters(draft),
  ]) {
    if (!checked.ok) return checked;
  }
  if (!options.replace && store.savedQuery(draft.owner, draft.name) !== undefined)
    return taken(draft.owner, 'query', draft.name);
  const compiled = await hunting.check(queryWithSamples(draft), draft.parameters.length);
  return compiled.ok ? ok(store.saveQuery(draft, options.nowMs)) : compiled;
}

/**
 * Keeps a function that queries can call. `bad-option` as for a query, or when name or parameter list are no KQL; what the
 * compiler says when the body is none.
 */
export async function saveFunction(
  store: StateStore,
  hunting: Pick<Hunting, 'check'>,
  draft: FunctionDraft,
  options: SaveOptions,
): Promise<Result<StoredFunction>> {
  for (const checked of [
    checkText('name', draft.name, 'the name'),
    checkText('description', draft.description, 'the description'),
    checkText('description', draft.parameters, 'the parameter list'),
    checkText('kql', draft.body, 'the body'),
  ]) {
    if (!checked.ok) return checked;
  }
  if (!/^[A-Za-z_]\w*$/.test(draft.name)) {
    return failed({
      code: 'bad-option',
      message: `${draft.name} cannot name a function`,
      remedy: 'use letters, digits and _, not beginning with a digit',
    });
  }
  const parameters = checkFunctionParameters(draft.parameters);
  if (!parameters.ok) return parameters;
  if (!options.replace && store.function(draft.owner, draft.name) !== undefined)
    return taken(draft.owner, 'function', draft.name);
  const [head, probe] = functionProbe({ ...draft, parameters: parameters.value });
  const compiled = await hunting.check(head + probe, head.split('\n').length - 1);
  if (!compiled.ok) return compiled;
  return ok(store.saveFunction({ ...draft, parameters: parameters.value }, options.nowMs));
}

/** A query that is valid if and only if the function is: it declares it and calls nothing. What stands before the body, and the rest. */
function functionProbe({ name, parameters, body }: FunctionDraft): readonly [head: string, rest: string] {
  return [`let ${name} = ${parameters} {\n`, `${body}\n};\nprint 1`];
}

function uniqueParameters({ parameters }: QueryDraft): Result<void> {
  const names = parameters.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice === undefined) return ok(undefined);
  return failed({ code: 'bad-option', message: `the parameter ${twice} is there twice` });
}

function taken(owner: Owner, what: string, name: string): Result<never> {
  return failed({
    code: 'bad-option',
    message: `there is ${owner.kind === 'shared' ? 'a shared' : 'your'} ${what} ${name} already`,
    remedy: 'choose another name, or replace it with --replace',
  });
}
