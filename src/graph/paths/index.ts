export type { AttackPath } from './attack-path.ts';
export { bestPaths } from './best-paths.ts';
export { chokePoints, type ChokePoint } from './choke-points.ts';
export { PathsThrough } from './paths-through.ts';
