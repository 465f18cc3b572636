import { buildExposureGraph, type BuiltGraph, type EstateFacts } from '../graph/index.ts';
import type { FileReport } from '../ingest/index.ts';
import type { Intelligence } from '../intel/index.ts';
import type { AssetsFile } from '../posture/index.ts';
import type { QueryRunner } from '../store/index.ts';
import { findCriticalAssets, type CriticalAssets } from './find-critical-assets.ts';
import { gatherDevices, type Devices } from './gather-devices.ts';
import {
  gatherDirectory,
  gatherResources,
  gatherSecrets,
  matchLogons,
  type Resources,
} from './gather-directory.ts';
import { gatherFindings, type Findings } from './gather-findings.ts';
import { gatherServices, gatherSoftware, type SoftwareFacts } from './gather-services.ts';
import { usualEstatePolicy, type EstatePolicy } from './estate-policy.ts';
import { Silence } from './silence.ts';
import { ImportFacts } from './import-facts.ts';

/** Everything that follows from the stored observations, up to the exposure graph with its critical assets. */
export interface Estate {
  readonly devices: Devices;
  /** Whose word has lapsed. */
  readonly silence: Silence;
  readonly findings: Findings;
  readonly software: SoftwareFacts;
  readonly resources: Resources;
  readonly facts: EstateFacts;
  readonly built: BuiltGraph;
  readonly critical: CriticalAssets;
}

/** Joins, judges and connects the observations of a store. */
export async function gatherEstate(
  store: QueryRunner,
  files: readonly FileReport[],
  intelligence: Intelligence,
  assets: AssetsFile,
  asOf: number,
  policy: EstatePolicy = usualEstatePolicy,
): Promise<Estate> {
  const imports = new ImportFacts(files, policy.importTimes);
  const devices = await gatherDevices(store, imports, assets, policy.identity);
  const resources = await gatherResources(store);
  const silence = await Silence.read(
    store,
    imports,
    { deviceOfRef: devices.ofRef, resourceOfRef: resources.ofRef },
    asOf,
    policy.lapseDays,
  );
  const findings = await gatherFindings(
    store,
    imports,
    {
      deviceOfRef: devices.ofRef,
      resourceOfRef: resources.ofRef,
      resources: resources.list,
    },
    intelligence,
    silence,
  );
  const software = await gatherSoftware(store, devices.ofRef);
  const { identities, relations } = await gatherDirectory(store);
  const facts: EstateFacts = {
    devices: devices.list,
    services: await gatherServices(store, devices.ofRef),
    weaknesses: findings.weaknesses,
    identities,
    relations,
    logons: matchLogons(devices.list, identities),
    resources: resources.list,
    secrets: await gatherSecrets(store, devices.ofRef, resources, identities),
    asOf,
  };
  const built = buildExposureGraph(facts);
  const critical = findCriticalAssets(built, devices.list, facts, software, assets);
  built.graph.criticalAssets.push(...critical.list);
  return { devices, silence, findings, software, resources, facts, built, critical };
}
