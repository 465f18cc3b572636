import type { Row } from './table.ts';
import { controlObservations } from './tables/control-observations.ts';
import { deviceObservations } from './tables/device-observations.ts';
import { endpointObservations } from './tables/endpoint-observations.ts';
import { eventObservations } from './tables/event-observations.ts';
import { identityObservations } from './tables/identity-observations.ts';
import { imports } from './tables/imports.ts';
import { quarantine } from './tables/quarantine.ts';
import { relationObservations } from './tables/relation-observations.ts';
import { resourceObservations } from './tables/resource-observations.ts';
import { secretObservations } from './tables/secret-observations.ts';
import { softwareObservations } from './tables/software-observations.ts';
import { vulnerabilityObservations } from './tables/vulnerability-observations.ts';

export type { Column, ColumnType, Row, Table } from './table.ts';

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

/** All tables of our own. */
export const ownTables = { ...observationTables, imports, quarantine } as const;
