/** Lists of cluster resources: all (`Resources`), summary (`Findings`), and the older summary by kind of finding. */
export const clusterLists = ['Resources', 'Findings', 'Vulnerabilities', 'Misconfigurations'] as const;

/** Lists that a result holds, and scalars that describe it. */
export const resultLists = [
  'Packages',
  'Vulnerabilities',
  'Misconfigurations',
  'Secrets',
  'Licenses',
  'ExperimentalModifiedFindings',
] as const;

export type ResultList = (typeof resultLists)[number];
