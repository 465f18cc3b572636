import type { Migration } from './migration.ts';

/** What people decided about who is who, the version of the identity rules, and what holds for the reports of a source. */
export const identityAndSources: Migration = {
  version: 2,
  sql: `
CREATE TABLE identity_decision (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL CHECK (kind IN ('same', 'different')),
  a TEXT NOT NULL,
  b TEXT NOT NULL,
  reason TEXT NOT NULL,
  made_by TEXT NOT NULL,
  made_ms INTEGER NOT NULL,
  UNIQUE (kind, a, b)
) STRICT;

CREATE TABLE identity_rules (
  only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
  version INTEGER NOT NULL
) STRICT;

CREATE TABLE source_setting (
  source TEXT PRIMARY KEY,
  close_after INTEGER,
  is_complete INTEGER,
  lapse_days INTEGER
) STRICT;
`,
};
