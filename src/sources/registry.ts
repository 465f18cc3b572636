import { csaf } from './csaf/manifest.ts';
import { cyclonedx } from './cyclonedx/manifest.ts';
import { defender } from './defender/manifest.ts';
import { detectSecrets } from './detect-secrets/manifest.ts';
import { ggshield } from './ggshield/manifest.ts';
import { githubSecrets } from './github-secrets/manifest.ts';
import { gitleaks } from './gitleaks/manifest.ts';
import { grype } from './grype/manifest.ts';
import { masscan } from './masscan/manifest.ts';
import { naabu } from './naabu/manifest.ts';
import { nessus } from './nessus/manifest.ts';
import { nexpose } from './nexpose/manifest.ts';
import { nmap } from './nmap/manifest.ts';
import { nuclei } from './nuclei/manifest.ts';
import { noseyparker } from './noseyparker/manifest.ts';
import { openscap } from './openscap/manifest.ts';
import { openvas } from './openvas/manifest.ts';
import { osquery } from './osquery/manifest.ts';
import { outpost24 } from './outpost24/manifest.ts';
import { qualys } from './qualys/manifest.ts';
import { pcap } from './pcap/manifest.ts';
import { sarif } from './sarif/manifest.ts';
import { sharphound } from './sharphound/manifest.ts';
import type { Source } from './source.ts';
import { dependencyTrack } from './dependency-track/manifest.ts';
import { openvex } from './openvex/manifest.ts';
import { awsInspector2 } from './aws-inspector2/manifest.ts';
import { sshAudit } from './ssh-audit/manifest.ts';
import { testssl } from './testssl/manifest.ts';
import { trivyOperator } from './trivy-operator/manifest.ts';
import { wiz } from './wiz/manifest.ts';
import { osvScanner } from './osv-scanner/manifest.ts';
import { spdx } from './spdx/manifest.ts';
import { suricata } from './suricata/manifest.ts';
import { trivy } from './trivy/manifest.ts';
import { trufflehog } from './trufflehog/manifest.ts';
import { tshark } from './tshark/manifest.ts';
import { wazuh } from './wazuh/manifest.ts';
import { windowsEvents } from './windows-events/manifest.ts';
import { zeek } from './zeek/manifest.ts';
import { opengraph } from './opengraph/manifest.ts';
import { bloodhoundNeo4j } from './bloodhound-neo4j/manifest.ts';
import { azurehound } from './azurehound/manifest.ts';
import { asff } from './asff/manifest.ts';
import { azureSecurityCenter } from './azure-security-center/manifest.ts';
import { dockerBench } from './docker-bench/manifest.ts';
import { hardeningkitty } from './hardeningkitty/manifest.ts';
import { inspec } from './inspec/manifest.ts';
import { kubeBench } from './kube-bench/manifest.ts';
import { kubescape } from './kubescape/manifest.ts';
import { lynis } from './lynis/manifest.ts';
import { maester } from './maester/manifest.ts';
import { pingcastle } from './pingcastle/manifest.ts';
import { prowler } from './prowler/manifest.ts';
import { redhatSatellite } from './redhat-satellite/manifest.ts';
import { rkhunter } from './rkhunter/manifest.ts';
import { scoutsuite } from './scoutsuite/manifest.ts';
import { scubagear } from './scubagear/manifest.ts';
import { secureScore } from './secure-score/manifest.ts';
import { stigChecklist } from './stig-checklist/manifest.ts';
import { adalanche } from './adalanche/manifest.ts';
import { mapping } from './mapping/manifest.ts';

export { mappingEnding, sourceOfMapping } from './mapping/manifest.ts';

/** All sources, in the order in which they look at a file: those with an unmistakable mark first. */
export const sources: readonly Source[] = [
  mapping,
  nessus,
  nmap,
  openvas,
  qualys,
  nexpose,
  outpost24,
  openscap,
  windowsEvents,
  pingcastle,
  stigChecklist,
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
  prowler,
  asff,
  inspec,
  kubeBench,
  kubescape,
  dockerBench,
  scubagear,
  maester,
  scoutsuite,
  secureScore,
  lynis,
  rkhunter,
  hardeningkitty,
  azureSecurityCenter,
  redhatSatellite,
  sharphound,
  opengraph,
  azurehound,
  adalanche,
  bloodhoundNeo4j,
  pcap,
  zeek,
  suricata,
  tshark,
  nuclei,
  testssl,
  sshAudit,
  masscan,
  naabu,
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
