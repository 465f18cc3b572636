import type { Device } from './gather-devices.ts';
import type { NotSeen } from './assessment.ts';

export interface SeenFacts {
  readonly devices: readonly Device[];
  readonly hasDirectory: boolean;
  readonly hasSessions: boolean;
  readonly hasOutsideView: boolean;
  readonly isFallbackCritical: boolean;
  readonly cvesWithoutIntelligence: number;
  readonly cves: number;
  readonly unknownControls: number;
  readonly secretsWithoutAccount: number;
  readonly partialFiles: number;
  readonly stale: { readonly findings: number; readonly sources: readonly string[] };
  readonly unmatchedPatterns: readonly string[];
}

/** What the input could not show: gaps that change how the list is to be read, the gravest first. */
export function notSeen(seen: SeenFacts): readonly NotSeen[] {
  const gaps: NotSeen[] = [];
  const add = (isGap: boolean, what: string, meaning: string, remedy: string): void => {
    if (isGap) gaps.push({ what, meaning, remedy });
  };
  const { devices } = seen;
  add(
    !seen.hasDirectory,
    'Identities: no directory data',
    'attack paths end at devices; stolen accounts, groups and rights are not in the picture',
    'collect with SharpHound (all methods) and add its zip',
  );
  add(
    seen.hasDirectory && !seen.hasSessions,
    'Logon sessions: none in the directory data',
    'paths that steal credentials from memory are not in the picture',
    'collect with SharpHound including the Session method',
  );
  add(
    true,
    'Cloud identities: rights in a cloud directory are not followed yet',
    'paths end at on-premises accounts',
    '',
  );
  add(
    seen.isFallbackCritical,
    'Critical assets: none that can be reached was recognised',
    'every device counts as an asset of low value',
    'name them with --assets FILE (README, section "Critical assets")',
  );
  add(
    devices.length > 0 && !seen.hasOutsideView,
    'Internet exposure: no device is known to face the internet',
    'ways in through exposed services are not in the picture',
    'add an nmap scan of your public addresses (-oX), or name the devices with --assets',
  );
  const assumed = devices.filter((device) => device.exposureReason?.startsWith('assumed') === true).length;
  add(
    assumed > 0,
    `Internet exposure is assumed for ${count(assumed, 'device')} with a public address`,
    'a firewall in front of them would lower their risk',
    'say so with notInternetFacing in --assets FILE',
  );
  const unexamined = devices.filter((device) => !device.examined.has('vulnerabilities')).length;
  add(
    unexamined > 0,
    `${count(unexamined, 'device')} that no scanner looked at for vulnerabilities`,
    'no finding there means "not looked at", not "clean"',
    'add a credentialed Nessus or Greenbone scan, or the Defender export',
  );
  add(
    seen.cvesWithoutIntelligence > 0,
    `Exploitation: ${seen.cvesWithoutIntelligence} of ${seen.cves} CVEs are in no intelligence file`,
    'they carry the prior of their severity',
    'add the daily EPSS file (epss_scores-current.csv.gz) to the paths',
  );
  add(
    seen.unknownControls > 0,
    `${count(seen.unknownControls, 'check result')} unknown`,
    'they count neither as passed nor as failed',
    'see the reasons with: fixfirst inspect FILE',
  );
  add(
    seen.secretsWithoutAccount > 0,
    `${count(seen.secretsWithoutAccount, 'secret')} whose account is not named by the source`,
    'what they open is not in the picture, so rotating them removes no measured risk',
    '',
  );
  add(
    seen.stale.findings > 0,
    `${count(seen.stale.findings, 'finding')} that ${seen.stale.sources.join(', ')} told long ago and nobody since`,
    'they stand as they were last seen; who looks again may close them',
    'scan these assets again (docs/reference/imports.md, section "Silence")',
  );
  add(
    seen.partialFiles > 0,
    `${count(seen.partialFiles, 'file')} read in part`,
    'what stands after the break is missing',
    'export them again to their end',
  );
  add(
    seen.unmatchedPatterns.length > 0,
    `Assets file: nothing fits ${seen.unmatchedPatterns.slice(0, 5).join(', ')}`,
    'these entries have no effect',
    'compare them with the names in the list of devices',
  );
  return gaps;
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}
