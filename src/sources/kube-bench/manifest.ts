import type { Detection, Head, Source } from '../source.ts';

export const kubeBench: Source = {
  manifest: {
    id: 'kube-bench',
    title: 'kube-bench',
    reads: 'kube-bench JSON: an object with Controls and Totals, or (--nototals, older) a list of controls',
    howToExport: 'kube-bench run --json > NODE.json, on each node (name the file after the node or cluster)',
    observes: ['resource', 'control'],
  },
  detect,
  load: async () => (await import('./read.ts')).read,
};

function detect({ json }: Head): Detection | undefined {
  if (json === undefined) return undefined;
  const at = json.form === 'array' ? '*.' : json.form === 'object' ? 'Controls.*.' : undefined;
  const isOne = json.form === 'object' && json.paths.has('node_type') && json.paths.has('tests.*.section');
  const isMany = at !== undefined && json.paths.has(`${at}node_type`) && json.paths.has(`${at}tests`);
  return isOne || isMany ? { kind: 'read', format: 'kube-bench JSON' } : undefined;
}
