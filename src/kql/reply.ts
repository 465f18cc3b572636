import type { Globals } from './catalog/global-state.ts';
import { compileStep, type CompileFault, type CompileOptions } from './compile.ts';
import { analyse } from './language/diagnostics.ts';
import { hasComments } from './language/syntax.ts';
import { irJson } from './show/ir.ts';
import { treeText } from './show/tree.ts';
import { Patched } from './patched.ts';
import type { CompiledQuery, KqlValue } from './types.ts';

/** What may be shown of a query beside its answer: the bound tree, or the relational algebra as JSON. */
export type ShowPart = 'tree' | 'ir';

export interface ReplyOptions extends CompileOptions {
  /** Rows of the probes that were asked so far, in order. */
  readonly answers: readonly (readonly (readonly KqlValue[])[])[];
  readonly show: readonly ShowPart[];
}

/** What the compiler says of a query, as plain data that crosses threads. */
export type CompiledReply =
  | {
      readonly kind: 'compiled';
      readonly query: CompiledQuery;
      /** Operators it uses, by the name that KQL gives them. */
      readonly operators: readonly string[];
      readonly hasComments: boolean;
      readonly shown: Readonly<Partial<Record<ShowPart, string>>>;
    }
  | { readonly kind: 'fault'; readonly fault: CompileFault }
  /** The columns of a step must be asked from data: run this, and compile again with its rows. */
  | { readonly kind: 'probe'; readonly probe: CompiledQuery; readonly tables: readonly string[] };

/** Compiles a query with the answers to its probes so far. */
export function compileReply(text: string, globals: Globals, options: ReplyOptions): CompiledReply {
  let step = compileStep(new Patched(text), globals, options);
  for (const answer of options.answers) {
    if ('ok' in step) break;
    step = step.resume(answer);
  }
  if (!('ok' in step)) return { kind: 'probe', probe: step.probe, tables: step.probe.tables };
  if (!step.ok) return { kind: 'fault', fault: step.fault };
  const { root, text: analysed } = analyse(text, globals);
  return {
    kind: 'compiled',
    query: step.query,
    operators: step.operators,
    hasComments: root !== undefined && hasComments(root, analysed),
    shown: {
      ...(root === undefined || !options.show.includes('tree') ? {} : { tree: treeText(root) }),
      ...(options.show.includes('ir') ? { ir: irJson(step.rel) } : {}),
    },
  };
}
