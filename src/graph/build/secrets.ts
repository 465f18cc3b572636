import { ExposureGraph } from '../model/exposure-graph.ts';
import type { BuildContext } from './context.ts';

/** Secrets in the open: from where they lie to what they open. A secret that the source tried in vain makes no edge. */
export function addSecretEdges(context: BuildContext): void {
  const { graph, facts } = context;
  facts.secrets.forEach((secret, i) => {
    if (secret.isVerified === false) return;
    const node = graph.node(`secret:${secret.name}`, 'secret', secret.title);
    const cause = { kind: 'secret', secret: i } as const;
    const evidence = [secret.evidence];
    if ('device' in secret.place) {
      graph.edge('StoresSecret', context.footholdNode(secret.place.device), node, cause, { evidence });
    } else {
      const resource = facts.resources[secret.place.resource]!;
      const place = graph.node(`resource:${resource.id}`, 'resource', resource.name);
      graph.edge('RepositoryLeak', ExposureGraph.attacker, place, { kind: 'structure' });
      graph.edge('StoresSecret', place, node, cause, { evidence });
    }
    if (secret.opens !== undefined) {
      const p = secret.isVerified === true ? { p: 0.95, note: 'the source logged in with it' } : {};
      graph.edge('SecretFor', node, context.refNode(secret.opens), cause, { evidence, ...p });
    }
  });
}
