import { table } from '../table.ts';

/** Levels of effort and of what users notice. */
const levels = ['Low', 'Medium', 'High'] as const;

export const actions = table({
  name: 'Actions',
  description:
    'What to do, in the order to do it: one row for each action of the plan and then for each that remains',
  key: ['ActionId'],
  columns: [
    {
      name: 'ActionId',
      type: 'string',
      required: true,
      description: 'Stable between runs: kind and what it changes',
    },
    {
      name: 'Rank',
      type: 'int',
      required: true,
      description:
        'Place in the plan, from 1; actions that only work together share one, and so do all that remain',
    },
    { name: 'Title', type: 'string', required: true, description: 'What to do, in one line' },
    {
      name: 'Kind',
      type: 'string',
      required: true,
      description:
        'Sort of work: update, mitigate, rebuild, setting, right, privilege, logon, account, secret, exposure, certificate, control',
    },
    { name: 'Fix', type: 'string', required: true, description: 'Steps, and how it shows that it is done' },
    {
      name: 'RiskRemoved',
      type: 'real',
      required: true,
      unit: 'points',
      description:
        'Expected loss that it removes after all actions before it; of actions that only work together the first has the sum',
    },
    {
      name: 'RiskRemovedLow',
      type: 'real',
      required: true,
      unit: 'points',
      description: 'Lower bound of the 99 % interval',
    },
    {
      name: 'RiskRemovedHigh',
      type: 'real',
      required: true,
      unit: 'points',
      description: 'Upper bound of the 99 % interval',
    },
    {
      name: 'RiskRemovedAlone',
      type: 'real',
      required: true,
      unit: 'points',
      description: 'What it would remove if it were the only one',
    },
    {
      name: 'RiskRemovedAloneLow',
      type: 'real',
      required: true,
      unit: 'points',
      description: 'Lower bound of the 99 % interval',
    },
    {
      name: 'RiskRemovedAloneHigh',
      type: 'real',
      required: true,
      unit: 'points',
      description: 'Upper bound of the 99 % interval',
    },
    {
      name: 'Unit',
      type: 'string',
      required: true,
      description: 'Unit of the risk columns: points, or the money of the assets file where it gives values',
    },
    {
      name: 'Decisive',
      type: 'real',
      required: true,
      unit: 'share of campaigns',
      description: 'Simulated campaigns in which this action alone saves a critical asset, 0..1',
    },
    { name: 'EffortLevel', type: 'string', required: true, values: levels, description: 'Size of the work' },
    {
      name: 'EffortHours',
      type: 'real',
      required: true,
      unit: 'hours',
      description: 'Work of one person, planning and checking included',
    },
    {
      name: 'UserImpact',
      type: 'string',
      required: true,
      values: levels,
      description: 'How much users notice',
    },
    {
      name: 'PeopleAffected',
      type: 'int',
      unit: 'people',
      description: 'People who notice; absent: nothing in the input tells',
    },
    {
      name: 'AssetsAffected',
      type: 'int',
      required: true,
      description: 'Devices, identities and resources it changes',
    },
    {
      name: 'Devices',
      type: 'dynamic',
      required: true,
      description: 'Names of those devices; array of strings',
    },
    {
      name: 'Identities',
      type: 'dynamic',
      required: true,
      description: 'Names of those identities; array of strings',
    },
    {
      name: 'Resources',
      type: 'dynamic',
      required: true,
      description: 'Names of those resources; array of strings',
    },
    { name: 'Cves', type: 'int', required: true, description: 'CVEs it ends' },
    {
      name: 'KnownExploitedCves',
      type: 'int',
      required: true,
      description: 'Those of them that are known to be exploited',
    },
    { name: 'Findings', type: 'int', required: true, description: 'Findings, rights or secrets it ends' },
    {
      name: 'EvidenceCount',
      type: 'int',
      required: true,
      description: 'Facts listed in `Evidence`; a sample of at most 25 where more bear it out',
    },
    {
      name: 'Evidence',
      type: 'dynamic',
      required: true,
      description: 'Facts it rests on; array of {file, locator}',
    },
    {
      name: 'Bundle',
      type: 'dynamic',
      required: true,
      description:
        'Ids of the actions that only work together, itself included; empty when it works alone; array of strings',
    },
  ],
});
