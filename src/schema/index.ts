import type { Row, Table } from './table.ts';
import { actions } from './tables/actions.ts';
import { huntingTables } from './tables/advanced-hunting.ts';
import { controlObservations } from './tables/control-observations.ts';
import { deviceObservations } from './tables/device-observations.ts';
import { endpointObservations } from './tables/endpoint-observations.ts';
import { endpoints } from './tables/endpoints.ts';
import { eventObservations } from './tables/event-observations.ts';
import { findingEvents } from './tables/finding-events.ts';
import { findings } from './tables/findings.ts';
import { identityObservations } from './tables/identity-observations.ts';
import { imports } from './tables/imports.ts';
import { postureHistory } from './tables/posture-history.ts';
import { quarantine } from './tables/quarantine.ts';
import { relationObservations } from './tables/relation-observations.ts';
import { resourceObservations } from './tables/resource-observations.ts';
import { secretObservations } from './tables/secret-observations.ts';
import { secrets } from './tables/secrets.ts';
import { softwareObservations } from './tables/software-observations.ts';
import { vulnerabilityObservations } from './tables/vulnerability-observations.ts';

export type { Column, ColumnType, Row, Table } from './table.ts';
export { memories, type Memory } from './memory.ts';
export { huntingTables, type HuntingTable } from './tables/advanced-hunting.ts';

/** The kinds of observation a source can make, each with its table. */
export const observationTables = {
  device: deviceObservations,
  endpoint: endpointObservations,
  software: softwareObservations,
  vulnerability: vulnerabilityObservations,
  control: controlObservations,
  identity: identityObservations,
  relation: relationObservations,
  resource: resourceObservations,
  secret: secretObservations,
  event: eventObservations,
} as const;

export type ObservationKind = keyof typeof observationTables;

/** A stored observation, with provenance. */
export type StoredObservation<K extends ObservationKind> = Row<(typeof observationTables)[K]>;

/** An observation as a source makes it: ingest adds the import and the file, the source gives the locator apart. */
export type Observation<K extends ObservationKind> = Omit<
  StoredObservation<K>,
  'ImportId' | 'File' | 'Locator'
>;

/** Tables of our own that queries read beside the published ones: what follows from the observations. */
const answerTables = { findings, actions, endpoints, secrets, postureHistory } as const;

/** All tables of our own. */
export const ownTables = {
  ...observationTables,
  imports,
  quarantine,
  findingEvents,
  ...answerTables,
} as const;

/** Every table that holds facts, our own and the published ones, by name. */
export const factTables: ReadonlyMap<string, Table> = new Map(
  [...Object.values(ownTables), ...huntingTables].map((table: Table) => [table.name, table]),
);
