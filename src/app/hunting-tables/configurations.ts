import { readRows } from '../read-rows.ts';
import { observationTables, type StoredObservation } from '../../schema/index.ts';
import { deviceColumns, deviceRecords, type DeviceRecord } from './device-records.ts';
import type { PublishedRow, TableFamily } from './family.ts';
import { Reports } from './reports.ts';
import { textsOf } from './texts.ts';

const columns = [
  'ImportId',
  'Ref',
  'ControlId',
  'Benchmark',
  'Title',
  'Result',
  'Reason',
  'FixText',
  'References',
  'Place',
] as const;
type ControlRow = Pick<StoredObservation<'control'>, (typeof columns)[number]>;

/**
 * Results of checks on devices. Those of a benchmark or hardening guide (CIS, STIG, XCCDF profiles …) fill the baseline
 * tables, all others the secure configuration tables: no result stands in both. `Timestamp` is the time of the report.
 * A check without a verdict has neither IsCompliant nor IsApplicable.
 */
export const configurations: TableFamily = {
  tables: [
    'DeviceTvmSecureConfigurationAssessment',
    'DeviceTvmSecureConfigurationAssessmentKB',
    'DeviceBaselineComplianceAssessment',
    'DeviceBaselineComplianceAssessmentKB',
    'DeviceBaselineComplianceProfiles',
  ],
  async fill(facts, store, out) {
    const reports = new Reports(facts.files);
    const records = await deviceRecords(facts, store);
    const checks = new Map<string, ControlRow>();
    const profiles = new Set<string>();
    for await (const rows of readRows(store, observationTables.control, columns)) {
      for (const row of rows) {
        const index = facts.estate.devices.ofRef.get(row.Ref);
        if (index === undefined) continue;
        const record = records[index]!;
        const profile = baselineOf(row, reports.sourceOf(row.ImportId));
        const check = `${profile ?? ''}\n${row.ControlId}`;
        if (!checks.has(check)) checks.set(check, row);
        if (profile === undefined) {
          out.published('DeviceTvmSecureConfigurationAssessment', {
            ...assessment(record, row),
            Timestamp: reports.timeOf(row.ImportId),
          });
        } else {
          profiles.add(profile);
          out.published('DeviceBaselineComplianceAssessment', baselineAssessment(record, row, profile));
        }
      }
      await out.pressure();
    }
    for (const [check, row] of checks) {
      if (check.startsWith('\n')) out.published('DeviceTvmSecureConfigurationAssessmentKB', knowledge(row));
      else out.published('DeviceBaselineComplianceAssessmentKB', baselineKnowledge(row));
      await out.pressure();
    }
    for (const profile of [...profiles].sort())
      out.published('DeviceBaselineComplianceProfiles', {
        ProfileId: profile,
        ProfileName: profile,
        BaseBenchmark: /\b(CIS|STIG)\b/i.exec(profile)?.[0].toUpperCase(),
      });
  },
};

/** The benchmark a result belongs to; undefined for checks that a tool made up itself. */
function baselineOf({ Benchmark }: ControlRow, source: string): string | undefined {
  if (Benchmark === undefined) return undefined;
  const isBenchmark =
    source === 'openscap' ||
    /(\b|_)(CIS|STIG|DISA|BSI|ANSSI|PCI|HIPAA|NIST|OSPP|USGCB|SCAP|benchmark|baseline|hardening)(\b|_)/i.test(
      Benchmark,
    );
  return isBenchmark ? Benchmark : undefined;
}

function assessment(record: DeviceRecord, row: ControlRow): PublishedRow {
  return {
    ...deviceColumns(record),
    OSPlatform: record.platform,
    ConfigurationId: row.ControlId,
    ...categories(row),
    ConfigurationImpact: impactOf(row),
    ...verdict(row),
    // A table of one row, as the published column holds it: what was found, and where.
    Context:
      row.Reason === undefined ? undefined : [[row.Reason, ...(row.Place === undefined ? [] : [row.Place])]],
  };
}

function baselineAssessment(record: DeviceRecord, row: ControlRow, profile: string): PublishedRow {
  return {
    ...deviceColumns(record),
    OSPlatform: record.platform,
    OSVersion: record.version,
    ConfigurationId: row.ControlId,
    ProfileId: profile,
    ...verdict(row),
    Source: row.Place === undefined ? undefined : [row.Place],
    CurrentValue: row.Reason === undefined ? undefined : [row.Reason],
  };
}

function verdict({ Result }: ControlRow): Readonly<Record<string, boolean>> {
  switch (Result) {
    case 'pass':
    case 'fail':
      return { IsCompliant: Result === 'pass', IsApplicable: true };
    case 'notApplicable':
      return { IsApplicable: false };
    case 'unknown':
      return {};
  }
}

function knowledge(row: ControlRow): PublishedRow {
  const references = textsOf(row.References);
  return {
    ConfigurationId: row.ControlId,
    ConfigurationName: row.Title,
    ConfigurationImpact: impactOf(row),
    ...categories(row),
    ConfigurationBenchmarks: references.length === 0 ? undefined : references,
    RemediationOptions: row.FixText,
  };
}

function baselineKnowledge(row: ControlRow): PublishedRow {
  return {
    ConfigurationId: row.ControlId,
    ConfigurationName: row.Title,
    ConfigurationBenchmark: row.Benchmark,
    CCEReference: textsOf(row.References).find((text) => text.startsWith('CCE-')),
    RemediationOptions: row.FixText,
    Source: row.Place === undefined ? undefined : [row.Place],
  };
}

/** `OS, Windows Defender`: group and finer group; the families of other tools are groups without a finer one. */
function categories({ Benchmark }: ControlRow): Readonly<Record<string, string | undefined>> {
  const [category, ...rest] = (Benchmark ?? '').split(', ');
  return {
    ConfigurationCategory: category === '' ? undefined : category,
    ConfigurationSubcategory: rest.length === 0 ? undefined : rest.join(', '),
  };
}

/** Weight 1..10, which only Defender states, in its reason. */
function impactOf({ Reason }: ControlRow): number | undefined {
  const match = /\bimpact (\d+(?:\.\d+)?) of 10\b/.exec(Reason ?? '');
  return match === null ? undefined : Number(match[1]);
}
