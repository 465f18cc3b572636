export type { RiskAction, RiskGraph, RiskTarget, Residual } from './risk-graph.ts';
export { readGraphFile, type GraphFile } from './graph-file.ts';
export { evaluate, usualSamples, type EvaluateOptions } from './evaluate.ts';
export type { Evaluation } from './evaluation.ts';
export { exactFigure, figureAt, type Figure, type Figures, type Interval } from './figure.ts';

// What the plan and the paths are built from.
export { groupBy, type Grouping } from './adjacency.ts';
export { buildActionTable } from './action-table.ts';
export { broadActions } from './broad-actions.ts';
export { breathe, type Control } from './control.ts';
export { buildCore, type Core } from './core.ts';
export { Derivations } from './derivations.ts';
export { estimateMean } from './estimate-mean.ts';
export { ExactSolver, oddsAfter } from './exact.ts';
export { Items } from './items.ts';
export { KernelBuilder } from './kernel-builder.ts';
export { KernelReader, type Kernel } from './kernel.ts';
export { rangeAfterActions } from './loss-ranges.ts';
export { lossPerWorld } from './loss-per-world.ts';
export { Reach } from './reach.ts';
export { simplifyKernel } from './simplify-kernel.ts';
export { designWorlds, Worlds } from './worlds.ts';
export { assessRisk, type AssessOptions, type Assessment } from './assess.ts';
