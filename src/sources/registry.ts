import { csaf } from './csaf/manifest.ts';
import { cyclonedx } from './cyclonedx/manifest.ts';
import { defender } from './defender/manifest.ts';
import { detectSecrets } from './detect-secrets/manifest.ts';
import { ggshield } from './ggshield/manifest.ts';
import { githubSecrets } from './github-secrets/manifest.ts';
import { gitleaks } from './gitleaks/manifest.ts';
import { grype } from './grype/manifest.ts';
import { nessus } from './nessus/manifest.ts';
import { nexpose } from './nexpose/manifest.ts';
import { nmap } from './nmap/manifest.ts';
import { nuclei } from './nuclei/manifest.ts';
import { noseyparker } from './noseyparker/manifest.ts';
import { openscap } from './openscap/manifest.ts';
import { openvas } from './openvas/manifest.ts';
import { osquery } from './osquery/manifest.ts';
import { qualys } from './qualys/manifest.ts';
import { sarif } from './sarif/manifest.ts';
import { sharphound } from './sharphound/manifest.ts';
import type { Source } from './source.ts';
import { dependencyTrack } from './dependency-track/manifest.ts';
import { openvex } from './openvex/manifest.ts';
import { awsInspector2 } from './aws-inspector2/manifest.ts';
import { trivyOperator } from './trivy-operator/manifest.ts';
import { wiz } from './wiz/manifest.ts';
import { osvScanner } from './osv-scanner/manifest.ts';
import { spdx } from './spdx/manifest.ts';
import { suricata } from './suricata/manifest.ts';
import { trivy } from './trivy/manifest.ts';
import { trufflehog } from './trufflehog/manifest.ts';
import { wazuh } from './wazuh/manifest.ts';
import { windowsEvents } from './windows-events/manifest.ts';
import { zeek } from './zeek/manifest.ts';

/** All sources, in the order in which they look at a file: those with an unmistakable mark first. */
export const sources: readonly Source[] = [
  nessus,
  nmap,
  openvas,
  qualys,
  nexpose,
  openscap,
  windowsEvents,
  cyclonedx,
  csaf,
  spdx,
  openvex,
  dependencyTrack,
  osvScanner,
  trivyOperator,
  awsInspector2,
  wiz,
  sarif,
  sharphound,
  zeek,
  suricata,
  nuclei,
  grype,
  trivy,
  defender,
  wazuh,
  osquery,
  ggshield,
  githubSecrets,
  noseyparker,
  detectSecrets,
  gitleaks,
  trufflehog,
];
