import { foundCompany, type EstateOptions } from './company.ts';
import { accountCount } from './directory/accounts.ts';
import type { EstateSink } from './sink.ts';
import { writeCycloneDx } from './tools/cyclonedx.ts';
import { writeDefender } from './tools/defender.ts';
import { writeGitleaks } from './tools/gitleaks.ts';
import { writeIntel } from './tools/intel.ts';
import { writeNessus } from './tools/nessus.ts';
import { writeNmap } from './tools/nmap.ts';
import { writeOpenScap } from './tools/openscap.ts';
import { writeOsquery } from './tools/osquery.ts';
import { writeSharpHound } from './tools/sharphound.ts';
import { writeTrivy } from './tools/trivy.ts';
import { bundles, chokePoints, type Bundle, type ChokePoint } from './truth.ts';

/** What was written, and what is hidden in it. */
export interface EstateSummary {
  readonly devices: number;
  readonly users: number;
  /** Paths in the order in which they were written. */
  readonly files: readonly string[];
  readonly plantedChokePoints: readonly ChokePoint[];
  readonly plantedBundles: readonly Bundle[];
}

/**
 * Writes the exports that the tools of an invented company would give: the same options give the same bytes on every
 * machine. Nothing grows with the number of devices but the files. Throws a RangeError for options out of range.
 */
export async function generateEstate(options: EstateOptions, sink: EstateSink): Promise<EstateSummary> {
  const company = foundCompany(options);
  const files: string[] = [];
  const recording: EstateSink = {
    async write(path, chunks) {
      files.push(path);
      await sink.write(path, chunks);
    },
  };
  await writeIntel(company, recording);
  await writeNessus(company, recording);
  await writeNmap(company, recording);
  await writeDefender(company, recording);
  await writeSharpHound(company, recording);
  await writeOsquery(company, recording);
  await writeTrivy(company, recording);
  await writeCycloneDx(company, recording);
  await writeGitleaks(company, recording);
  await writeOpenScap(company, recording);
  return {
    devices: options.devices,
    users: accountCount(company),
    files,
    plantedChokePoints: chokePoints(company),
    plantedBundles: bundles(company),
  };
}
