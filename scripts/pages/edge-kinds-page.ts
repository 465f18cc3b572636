import { edgeKinds, sharedFactors, type EdgeKind } from '../../src/graph/index.ts';
import { generatedNote, literal, table } from './markdown.ts';

const families: Readonly<Record<EdgeKind['family'], string>> = {
  ad: 'Active Directory',
  own: 'Own kinds',
  azure: 'Entra ID and Azure',
  'microsoft-exposure-graph': 'Published exposure graph',
};

/** docs/reference/edge-kinds.md, from the edge kinds and shared factors of the exposure graph. */
export function edgeKindsPage(): string {
  return `# Edge kinds

${generatedNote}

The kinds of step an attacker can take in the exposure graph. \`p\` is the chance that the step succeeds for a capable attacker
in a campaign of 30 days, given that its source is held and its shared factor is on; \`from facts\` means that the builder works
it out for each edge ([decision 0007](../decisions/0007-pure-graph-and-risk.md)). All figures are priors: own judgement, not
measurements. Kinds that are raw data only, from which others are derived, are left out. Names of the directory families follow
the BloodHound CE schema (Apache-2.0).

## Shared factors

One coin for all edges that name it: the technique passes the organisation's controls, or the CVE is used against it. A factor
\`cve:…\` is on with the probability that decision 0007 gives the CVE.

${table(
  ['factor', 'q', 'why'],
  Object.entries(sharedFactors).map(([id, { q, reason }]) => [id, String(q), literal(reason)]),
)}

${Object.entries(families)
  .map(([family, title]) => section(family, title))
  .join('\n')}`;
}

function section(family: string, title: string): string {
  const kinds = edgeKinds.filter((kind) => kind.family === family && kind.isTraversable);
  const rows = kinds.map((kind) => [
    kind.kind,
    kind.p === undefined ? 'from facts' : String(kind.p),
    kind.factor ?? '',
    kind.technique ?? '',
    literal(kind.meaning),
    literal(kind.reason),
  ]);
  return `## ${title}

${table(['kind', 'p', 'factor', 'ATT&CK', 'what the attacker does', 'why that figure'], rows)}
`;
}
