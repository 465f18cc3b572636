import type { FileReport } from '../../app/index.ts';
import { describeFault } from '../../base/fault.ts';
import { formatTime } from '../../base/time.ts';

/** A file's report as `inspect --json` prints it and `assess --json` lists it. */
export function fileJson(report: FileReport): Readonly<Record<string, unknown>> {
  return {
    file: report.file,
    format: report.format ?? null,
    source: report.source ?? null,
    tool: { name: report.tool?.name ?? null, version: report.tool?.version ?? null },
    status: report.status,
    code: report.fault?.code ?? null,
    message: report.fault === undefined ? null : describeFault(report.fault),
    observedAt: report.observedAt === undefined ? null : formatTime(report.observedAt),
    counts: report.counts,
    native: report.native,
    quarantined: report.quarantined,
    quarantinedCount: report.quarantinedCount,
    scope: report.scope,
    provesScope: report.provesScope,
    checks: report.checks,
    ...(report.members === undefined ? {} : { members: report.members }),
    ...(report.intelligence === undefined ? {} : { intelligence: report.intelligence }),
  };
}
