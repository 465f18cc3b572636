import { table } from '../table.ts';

export const postureHistory = table({
  name: 'PostureHistory',
  description:
    'The risk after an import or an undo and what changed since the moment before; of the data directory only',
  key: ['Timestamp'],
  columns: [
    { name: 'Timestamp', type: 'datetime', required: true, description: 'Time the figures are of' },
    { name: 'Risk', type: 'real', required: true, unit: 'points', description: 'Expected loss' },
    {
      name: 'RiskLow',
      type: 'real',
      required: true,
      unit: 'points',
      description: 'Lower bound of the 99 % interval',
    },
    {
      name: 'RiskHigh',
      type: 'real',
      required: true,
      unit: 'points',
      description: 'Upper bound of the 99 % interval',
    },
    {
      name: 'FormulaVersion',
      type: 'int',
      required: true,
      description: 'Version of the risk formula and its priors; only rows of one version compare',
    },
    { name: 'Seed', type: 'long', required: true, description: 'Seed of the simulated campaigns' },
    {
      name: 'ActionsNew',
      type: 'dynamic',
      required: true,
      description: 'Ids of actions that were not there before; array of strings',
    },
    {
      name: 'ActionsGone',
      type: 'dynamic',
      required: true,
      description: 'Ids of actions that are there no more; array of strings',
    },
    {
      name: 'Imports',
      type: 'dynamic',
      required: true,
      description: 'Numbers of the imports that caused the recomputation; array of integers',
    },
    {
      name: 'Cause',
      type: 'string',
      description:
        'What made the list be worked out anew: import, undo, intelligence, decision on devices, rules of identity; absent in rows of older versions',
    },
  ],
});
