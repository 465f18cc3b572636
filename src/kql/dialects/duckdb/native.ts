import { processes } from '../../functions/processes.ts';
import { scalarFunctions } from '../../functions/index.ts';
import type { Native } from '../../functions/entry.ts';

/** A function of ours with the name under which the engine knows it. */
export interface NativeFunction {
  readonly sqlName: string;
  readonly native: Native;
}

/** Name under which the engine knows a function of ours. */
export function nativeName(name: string): string {
  return `kql_js_${name.replaceAll(/\W/g, '_')}`;
}

/** All functions that an engine must know before it runs printed SQL. */
export function nativeFunctions(): readonly NativeFunction[] {
  const scalar = [...scalarFunctions.values()].flatMap((entry) =>
    entry.native === undefined ? [] : [{ sqlName: nativeName(entry.name), native: entry.native }],
  );
  const steps = [...processes.values()].map((process): NativeFunction => ({
    sqlName: nativeName(`process_${process.name}`),
    native: {
      parameters: ['dynamic', ...Array.from({ length: process.inputs }, () => 'dynamic' as const)],
      returns: 'dynamic',
      run: (settings: never, ...inputs: never[]) => process.run(settings, inputs),
    },
  }));
  return [...scalar, ...steps];
}
