import { cyclonedx } from './cyclonedx/manifest.ts';
import { defender } from './defender/manifest.ts';
import { gitleaks } from './gitleaks/manifest.ts';
import { grype } from './grype/manifest.ts';
import { nessus } from './nessus/manifest.ts';
import { nmap } from './nmap/manifest.ts';
import { openscap } from './openscap/manifest.ts';
import { openvas } from './openvas/manifest.ts';
import { osquery } from './osquery/manifest.ts';
import { sharphound } from './sharphound/manifest.ts';
import type { Source } from './source.ts';
import { trivy } from './trivy/manifest.ts';
import { trufflehog } from './trufflehog/manifest.ts';

/** All sources, in the order in which they look at a file: those with an unmistakable mark first. */
export const sources: readonly Source[] = [
  nessus,
  nmap,
  openvas,
  openscap,
  cyclonedx,
  sharphound,
  grype,
  trivy,
  defender,
  osquery,
  gitleaks,
  trufflehog,
];
