import { ExposureGraph, type Evidence } from '../model/exposure-graph.ts';
import { deriveDirectory, type Way } from './active-directory/index.ts';
import { buildContext, type BuildContext } from './context.ts';
import { addDeviceEdges } from './devices.ts';
import { addDirectoryEdges, addRoastingEdges } from './directory.ts';
import { addEntryEdges, addUseEdges } from './entries.ts';
import type { EstateFacts, IdentityFact, RelationFact } from './facts.ts';
import { addSecretEdges } from './secrets.ts';
import { addWeaknessEdges } from './weaknesses.ts';

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
  const templates = new Map(
    facts.identities.filter(({ type }) => type === 'CertTemplate').map(({ ref, name }) => [ref, name]),
  );
  const derived: RelationFact[] = [];
  // Ways name derived relations by their place in the order of derivation.
  const evidence: Evidence[] = [];
  for (const { relation, from, to, ways } of derivation.relations()) {
    const place = ways[0]?.[0]?.[0];
    const basis =
      place === undefined ? undefined : (stated[place]?.evidence ?? evidence[place - stated.length]);
    evidence.push(basis ?? first.evidence);
    const fact = { relation, from, to, evidence: basis ?? first.evidence };
    if (relation.startsWith('ADCSESC')) derived.push(...doorsOf(fact, ways, stated, templates));
    else derived.push(fact);
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

/** Ways of one relation that are told apart; more are rare and add no new remedy. */
const mostWays = 50;

/** Each set of certificate templates that makes the relation is a door of its own: repairing one leaves the others open. */
function doorsOf(
  fact: RelationFact,
  ways: readonly Way[],
  stated: readonly RelationFact[],
  templates: ReadonlyMap<string, string>,
): readonly RelationFact[] {
  const doors = new Map<string, RelationFact>();
  for (const way of ways.slice(0, mostWays)) {
    const names = new Set<string>();
    for (const place of way.flat()) {
      const relation = stated[place];
      const name =
        relation === undefined ? undefined : (templates.get(relation.to) ?? templates.get(relation.from));
      if (name !== undefined) names.add(name);
    }
    const through = [...names].sort();
    if (through.length > 0) doors.set(through.join('+'), { ...fact, through });
  }
  return doors.size === 0 ? [fact] : [...doors.values()];
}
