import type { Detection, Head, Source } from '../source.ts';

/** Graphs in BloodHound's open form, by any collector. */
export const opengraph: Source = {
  manifest: {
    id: 'opengraph',
    title: 'BloodHound OpenGraph',
    reads:
      'OpenGraph JSON (graph.nodes, graph.edges) of any collector (GitHound, MSSQLHound, own ones) and graphs that BloodHound exports',
    howToExport: 'run the collector; import the JSON that it writes for upload to BloodHound',
    observes: ['identity', 'relation', 'device'],
  },
  detect,
  load: async () => (await import('./read.ts')).read,
};

function detect({ json }: Head): Detection | undefined {
  if (json?.form !== 'object') return undefined;
  const { paths, scalars } = json;
  if (!paths.has('graph.nodes') && !paths.has('graph.edges')) return undefined;
  const isEmpty = !paths.has('graph.nodes.*') && !paths.has('graph.edges.*');
  const isGraph = paths.has('graph.nodes.*.kinds') || paths.has('graph.edges.*.kind');
  if (!isEmpty && !isGraph) return undefined;
  const kind = scalars.get('metadata.source_kind') ?? '';
  return { kind: 'read', format: kind === '' ? 'OpenGraph' : `OpenGraph (${kind.slice(0, 40)})` };
}
