export {
  buildExposureGraph,
  isPublicAddress,
  type BuiltGraph,
  type DeviceFact,
  type EstateFacts,
  type IdentityFact,
  type LogonFact,
  type RelationFact,
  type ResourceFact,
  type SecretFact,
  type ServiceFact,
  type WeaknessFact,
} from './build/index.ts';
export { edgeKind, edgeKinds, sharedFactors, type EdgeKind } from './model/edge-kinds.ts';
export {
  criticalityValues,
  ExposureGraph,
  type Cause,
  type CriticalAsset,
  type CriticalityLevel,
  type Evidence,
  type ExposureEdge,
  type ExposureNode,
} from './model/exposure-graph.ts';
