import type { EstateFacts, ExposureGraph } from '../graph/index.ts';
import { bestPaths, chokePoints } from '../graph/paths/index.ts';
import { assessRisk, usualSamples, type Control, type RiskGraph } from '../graph/risk/index.ts';
import type { FileReport } from '../ingest/index.ts';
import { deriveActions, type Action } from '../posture/index.ts';
import type { Assessment, DeviceView, Totals } from './assessment.ts';
import type { Device } from './gather-devices.ts';
import type { Estate } from './gather-estate.ts';
import { measured, share } from './measured.ts';
import { makePlan } from './make-plan.ts';
import { notSeen } from './not-seen.ts';
import { accountsBehind } from './accounts-behind.ts';
import { actionsOfEdges, pathView } from './path-view.ts';
import type { Ports } from './ports.ts';
import { cumulate, stopLineOf } from './cumulate.ts';
import { rankActions } from './rank-actions.ts';
import type { Facts } from './read-facts.ts';

export interface PlanOptions {
  readonly seed: number;
  /** Simulated campaigns; by default as many as the size of the graph allows in a minute or so. */
  readonly samples?: number | undefined;
  /** Hours that may be spent. */
  readonly budget?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Simulated campaigns when nobody says how many; larger graphs get fewer. */
const mostSamples = 2048;
/** Lines of the plan; what comes after so many is too little to be ordered. */
const maxSteps = 60;

/** Works out what to fix first in an estate: risk, plan, paths. */
export async function assessEstate(
  estate: Estate,
  { files, intelligence, asOf }: Facts,
  options: PlanOptions,
  ports: Pick<Ports, 'progress'>,
): Promise<Assessment> {
  options.signal?.throwIfAborted();
  const { graph } = estate.built;
  const actions = estateActions(estate);
  const riskGraph = toRiskGraph(graph, actions);
  const control = (what: string): Control => ({
    signal: options.signal,
    onProgress: (done: number, total: number) => ports.progress(`${what}: ${done} of ${total}`),
  });
  const samples = options.samples ?? Math.min(mostSamples, usualSamples(riskGraph));
  const sampling = { samples, seed: options.seed };
  const assessed = await assessRisk(riskGraph, { ...sampling, ...control('simulating campaigns') });
  const plan = await makePlan(riskGraph, options.budget, { ...sampling, maxSteps, ...control('planning') });
  ports.progress('explaining');
  const cumulative = cumulate(plan, actions);
  const paths = bestPaths(riskGraph).filter((path) => path !== null);
  const likeliest = [...paths].sort((a, b) => b.p - a.p || a.target - b.target)[0];
  return {
    files,
    asOf,
    seed: options.seed,
    worlds: assessed.samples,
    intelligence: intelligence.feeds,
    totals: totalsOf(estate),
    risk: {
      total: measured(assessed.risk),
      most: assessed.most,
      exposure: share(assessed.risk, assessed.most),
      withEverythingDone: measured(assessed.riskWithEverythingDone),
      reachable: paths.length,
      ...(likeliest === undefined
        ? {}
        : { likeliestPath: pathView(graph, likeliest, actionsOfEdges(actions)) }),
    },
    devices: estate.devices.list.map(deviceView),
    criticalAssets: graph.criticalAssets
      .map(({ node, className, level, value }, i) => ({
        name: graph.nodes[node]!.label,
        className,
        level,
        value,
        p: measured(assessed.targetP[i]!),
      }))
      .sort((a, b) => b.value * b.p.value - a.value * a.p.value || (a.name < b.name ? -1 : 1)),
    chokePoints: chokePoints(riskGraph, assessed.nodeLoss, 10).map(({ node, loss }) => ({
      name: graph.nodes[node]!.label,
      kind: graph.nodes[node]!.kind,
      risk: measured(loss),
    })),
    actions: rankActions(estate, actions, riskGraph, plan, assessed),
    cumulative,
    stopLine: stopLineOf(cumulative, options.budget),
    notSeen: gapsOf(estate, files),
  };
}

function estateActions(estate: Estate): readonly Action[] {
  const { facts, built } = estate;
  const { graph, context } = built;
  const deviceOfNode = new Map<number, number>();
  facts.devices.forEach((_, i) => {
    deviceOfNode.set(context.deviceNode(i), i);
    deviceOfNode.set(context.footholdNode(i), i);
  });
  const persons = new Set(facts.identities.filter(isPerson).map((identity) => context.refNode(identity.ref)));
  const people = peopleOnDevices(estate);
  const nobody: ReadonlySet<string> = new Set();
  return deriveActions({
    graph,
    remedies: estate.findings.remedies,
    remedyOfWeakness: (weakness) => facts.weaknesses[weakness]!.remedy,
    secrets: facts.secrets,
    deviceOfNode: (node) => deviceOfNode.get(node),
    isPerson: (node) => persons.has(node),
    accountsOf: (identities) => accountsBehind(graph, identities),
    peopleOn: (device) => people.get(device) ?? nobody,
    criticalNodes: new Set(graph.criticalAssets.map(({ node }) => node)),
  });
}

/** A user account that nobody gave a service name to. */
function isPerson(identity: EstateFacts['identities'][number]): boolean {
  if (identity.type !== 'User' || identity.properties['hasspn'] === true) return false;
  return !/^(svc|sa|srv|sql|app|task|batch|msol|aad|service)[-_.]/i.test(identity.name);
}

/** Accounts with a session on each device. */
function peopleOnDevices({ facts, built }: Estate): ReadonlyMap<number, ReadonlySet<string>> {
  const people = new Map<number, Set<string>>();
  const add = (device: number, person: string): void => {
    const known = people.get(device);
    if (known === undefined) people.set(device, new Set([person]));
    else known.add(person);
  };
  for (const relation of facts.relations) {
    const device = relation.relation === 'HasSession' ? built.context.deviceOfRef(relation.from) : undefined;
    if (device !== undefined) add(device, relation.to);
  }
  for (const logon of facts.logons) add(logon.device, logon.identity);
  return people;
}

function toRiskGraph(graph: ExposureGraph, actions: readonly Action[]): RiskGraph {
  const factorIndex = new Map(graph.factorIds().map((id, i) => [id, i]));
  return graph.toRiskGraph(
    actions.map((action) => ({
      id: action.id,
      cost: action.effort.hours,
      edges: action.edges,
      factors: action.factors.flatMap(({ id, residual }) => {
        const index = factorIndex.get(id);
        return index === undefined ? [] : [{ index, residual }];
      }),
    })),
  );
}

function totalsOf({ devices, findings, software, resources, facts, built }: Estate): Totals {
  return {
    devices: devices.list.length,
    deviceRecords: devices.records,
    mergedDevices: devices.mergedBySources,
    identities: facts.identities.filter((identity) => identity.isDescribed).length,
    relations: facts.relations.length,
    derivedRelations: built.derived.length,
    software: software.installed,
    products: software.products,
    services: facts.services.length,
    vulnerabilities: findings.open,
    cves: findings.cves.size,
    knownExploitedCves: findings.knownExploited,
    controls: findings.controls,
    secrets: facts.secrets.length,
    resources: resources.list.length,
    criticalAssets: built.graph.criticalAssets.length,
    nodes: built.graph.nodes.length,
    edges: built.graph.edges.length,
  };
}

function deviceView(device: Device): DeviceView {
  const { isInternetFacing, exposureReason } = device;
  return {
    id: device.id,
    name: device.name,
    os: device.os,
    addresses: device.addresses,
    sources: device.sources,
    mergedBy: device.mergedBy,
    examined: [...device.examined].sort(),
    ...(isInternetFacing === undefined || exposureReason === undefined
      ? {}
      : { internetFacing: { value: isInternetFacing, reason: exposureReason } }),
  };
}

function gapsOf(estate: Estate, files: readonly FileReport[]): Assessment['notSeen'] {
  const { facts, findings, devices, critical } = estate;
  return notSeen({
    devices: devices.list,
    hasDirectory: facts.identities.some(
      (identity) => identity.type === 'User' && identity.isDescribed && identity.ref.startsWith('directory:'),
    ),
    hasSessions:
      facts.relations.some((relation) => relation.relation === 'HasSession') || facts.logons.length > 0,
    hasOutsideView: devices.list.some((device) => device.isInternetFacing === true),
    isFallbackCritical: critical.isFallback,
    cvesWithoutIntelligence: findings.cvesWithoutIntelligence,
    cves: findings.cves.size,
    unknownControls: findings.controls.unknown,
    secretsWithoutAccount: facts.secrets.filter((secret) => secret.opens === undefined).length,
    partialFiles: files.filter((file) => file.status === 'partial').length,
    stale: findings.stale,
    unmatchedPatterns: critical.unmatched,
  });
}
