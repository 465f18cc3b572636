import type { Migration } from './migration.ts';

/** Saved queries, stored functions, detection rules with their runs and alerts. An empty owner means shared. */
export const queriesAndDetections: Migration = {
  version: 1,
  sql: `
CREATE TABLE saved_query (
  id INTEGER PRIMARY KEY,
  owner TEXT NOT NULL,
  name TEXT NOT NULL,
  folder TEXT NOT NULL,
  description TEXT NOT NULL,
  kql TEXT NOT NULL,
  parameters TEXT NOT NULL CHECK (json_valid(parameters)),
  created_ms INTEGER NOT NULL,
  updated_ms INTEGER NOT NULL,
  UNIQUE (owner, name)
) STRICT;

CREATE TABLE stored_function (
  id INTEGER PRIMARY KEY,
  owner TEXT NOT NULL,
  name TEXT NOT NULL,
  parameters TEXT NOT NULL,
  body TEXT NOT NULL,
  description TEXT NOT NULL,
  created_ms INTEGER NOT NULL,
  updated_ms INTEGER NOT NULL,
  UNIQUE (owner, name)
) STRICT;

CREATE TABLE detection_rule (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL UNIQUE,
  kql TEXT NOT NULL,
  frequency TEXT NOT NULL,
  is_enabled INTEGER NOT NULL CHECK (is_enabled IN (0, 1)),
  alert TEXT NOT NULL CHECK (json_valid(alert)),
  entities TEXT NOT NULL CHECK (json_valid(entities)),
  actions TEXT NOT NULL CHECK (json_valid(actions)),
  version INTEGER NOT NULL,
  created_ms INTEGER NOT NULL,
  updated_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE rule_run (
  id INTEGER PRIMARY KEY,
  rule_id INTEGER NOT NULL REFERENCES detection_rule (id) ON DELETE CASCADE,
  rule_version INTEGER NOT NULL,
  at_ms INTEGER NOT NULL,
  from_ms INTEGER NOT NULL,
  to_ms INTEGER NOT NULL,
  is_ok INTEGER NOT NULL CHECK (is_ok IN (0, 1)),
  outcome TEXT NOT NULL CHECK (json_valid(outcome)),
  alerts INTEGER NOT NULL
) STRICT;
CREATE INDEX rule_run_window ON rule_run (rule_id, is_ok, to_ms);

CREATE TABLE alert (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  rule_id INTEGER REFERENCES detection_rule (id) ON DELETE SET NULL,
  rule_name TEXT NOT NULL,
  rule_version INTEGER NOT NULL,
  event_key TEXT NOT NULL,
  title TEXT NOT NULL,
  severity TEXT NOT NULL,
  category TEXT NOT NULL,
  techniques TEXT NOT NULL CHECK (json_valid(techniques)),
  entities TEXT NOT NULL CHECK (json_valid(entities)),
  actions TEXT NOT NULL CHECK (json_valid(actions)),
  event_ms INTEGER NOT NULL,
  row TEXT NOT NULL CHECK (json_valid(row)),
  created_ms INTEGER NOT NULL,
  UNIQUE (rule_id, event_key)
) STRICT;
CREATE INDEX alert_time ON alert (event_ms);
`,
};
