import type { AggregateFunction, ScalarFunction, WindowFunction } from './entry.ts';
import { aggregates } from './aggregates.ts';
import { conversions } from './conversions.ts';
import { operatorFunctions } from './operators.ts';
import { arithmetic } from './arithmetic.ts';
import { comparisons } from './comparisons.ts';
import { textOperators } from './text-operators.ts';
import { addresses } from './ip.ts';
import { datetimes } from './datetime.ts';
import { encodings } from './encoding.ts';
import { hashes } from './hashes.ts';
import { math } from './math.ts';
import { refusedFunctions } from './refused.ts';
import { texts } from './text.ts';
import { urls } from './url.ts';
import { versions } from './version.ts';
import { relationalAggregates, relationalFunctions } from './relational.ts';
import { arrays } from './arrays.ts';
import { bags } from './bags.ts';
import { digests } from './digests.ts';
import { dynamics } from './dynamic.ts';
import { parsing } from './parsing.ts';
import { pluginFunctions } from './plugin-functions.ts';
import { geo } from './geo.ts';
import { seriesFills } from './series-fill.ts';
import { seriesFits } from './series-fits.ts';
import { seriesPeriods } from './series-periods.ts';
import { series } from './series.ts';
import { sets } from './sets.ts';
import { units } from './units.ts';
import { windowParts, windows } from './windows.ts';

function byName<T extends { readonly name: string }>(
  ...families: readonly (readonly T[])[]
): ReadonlyMap<string, T> {
  const found = new Map<string, T>();
  for (const entry of families.flat()) {
    if (found.has(entry.name)) throw new Error(`the function ${entry.name} is listed twice`);
    found.set(entry.name, entry);
  }
  return found;
}

/** All scalar functions and operators, by name. */
export const scalarFunctions: ReadonlyMap<string, ScalarFunction> = byName(
  comparisons,
  operatorFunctions,
  arithmetic,
  textOperators,
  conversions,
  addresses,
  datetimes,
  encodings,
  hashes,
  math,
  refusedFunctions,
  texts,
  urls,
  versions,
  relationalFunctions,
  arrays,
  bags,
  digests,
  dynamics,
  parsing,
  pluginFunctions,
  sets,
  geo,
  series,
  seriesFills,
  seriesFits,
  seriesPeriods,
  units,
  windowParts,
);

/** All aggregate functions, by name. */
export const aggregateFunctions: ReadonlyMap<string, AggregateFunction> = byName(
  aggregates,
  relationalAggregates,
);

/** All functions over the rows in their order, by name. */
export const windowFunctions: ReadonlyMap<string, WindowFunction> = byName(windows);
