import { ExposureGraph } from '../model/exposure-graph.ts';
import { deriveDirectory, type Way } from './active-directory/index.ts';
import { buildContext, type BuildContext } from './context.ts';
import { addDeviceEdges } from './devices.ts';
import { addDirectoryEdges, addRoastingEdges } from './directory.ts';
import { addEntryEdges, addUseEdges } from './entries.ts';
import type { EstateFacts, IdentityFact, RelationFact } from './facts.ts';
import { addSecretEdges } from './secrets.ts';
import { addWeaknessEdges } from './weaknesses.ts';

export { adminServices } from './entries.ts';
export { isPublicAddress } from './devices.ts';
export type {
  DeviceFact,
  EstateFacts,
  IdentityFact,
  LogonFact,
  RelationFact,
  ResourceFact,
  SecretFact,
  ServiceFact,
  WeaknessFact,
} from './facts.ts';

/** The exposure graph with the way from refs to nodes, for critical assets and actions. */
export interface BuiltGraph {
  readonly graph: ExposureGraph;
  /** Relations that were derived from stated ones. */
  readonly derived: readonly RelationFact[];
  readonly context: BuildContext;
}

/** Builds the exposure graph from the facts; critical assets are added by the caller. */
export function buildExposureGraph(facts: EstateFacts): BuiltGraph {
  const graph = new ExposureGraph();
  const { derived, made } = deriveRelations(facts);
  const context = buildContext(graph, { ...facts, identities: [...facts.identities, ...made] });
  addDeviceEdges(context);
  addDirectoryEdges(context, facts.relations);
  addDirectoryEdges(context, derived);
  addRoastingEdges(context);
  addEntryEdges(context);
  addUseEdges(context);
  addWeaknessEdges(context);
  addSecretEdges(context);
  return { graph, derived, context };
}

/**
 * What follows from the stated relations, and the well-known groups that the input only implies; a derived relation rests on
 * the first stated one of its first way.
 */
function deriveRelations(facts: EstateFacts): {
  readonly derived: readonly RelationFact[];
  readonly made: readonly IdentityFact[];
} {
  const stated = facts.relations;
  const [first] = facts.identities;
  if (first === undefined) return { derived: [], made: [] };
  const derivation = deriveDirectory({ objects: facts.identities, relations: stated });
  const derived: RelationFact[] = [];
  const certificates = new Map(
    facts.identities.filter(({ type }) => type === 'CertTemplate').map(({ ref, name }) => [ref, name]),
  );
  for (const { relation, from, to, ways } of derivation.relations()) {
    const place = ways[0]?.[0]?.[0];
    const basis =
      place === undefined
        ? undefined
        : place < stated.length
          ? stated[place]
          : derived[place - stated.length];
    const through = relation.startsWith('ADCSESC') ? certificateNames(ways, stated, certificates) : [];
    derived.push({
      relation,
      from,
      to,
      ...(through.length === 0 ? {} : { through }),
      evidence: basis?.evidence ?? first.evidence,
    });
  }
  const made = derivation.objects.map(({ ref, type, name, properties }) => ({
    ref,
    type,
    name: name ?? ref,
    isDescribed: false,
    properties,
    evidence: first.evidence,
  }));
  return { derived, made };
}

/** Names of the certificate templates that a derived relation needs, of all its ways. */
function certificateNames(
  ways: readonly Way[],
  stated: readonly RelationFact[],
  certificates: ReadonlyMap<string, string>,
): readonly string[] {
  const names = new Set<string>();
  for (const place of ways.flat(2)) {
    const relation = stated[place];
    const name =
      relation === undefined ? undefined : (certificates.get(relation.to) ?? certificates.get(relation.from));
    if (name !== undefined) names.add(name);
  }
  return [...names].sort();
}
