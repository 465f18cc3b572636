import { activity } from './processes/activity.ts';
import { components } from './processes/components.ts';
import { paths } from './processes/paths.ts';
import type { Process } from './processes/process.ts';
import { reduce } from './processes/reduce.ts';
import { rollingPercentile } from './processes/rolling-percentile.ts';
import { rowsNear } from './processes/rows-near.ts';
import { scan } from './processes/scan.ts';

const all: readonly Process[] = [activity, components, paths, reduce, rollingPercentile, rowsNear, scan];

/** All steps that are programs, by name. */
export const processes: ReadonlyMap<string, Process> = new Map(all.map((process) => [process.name, process]));
