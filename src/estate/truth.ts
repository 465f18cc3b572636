import type { Company } from './company.ts';
import { server, workstation, networkDevice } from './devices.ts';
import { carelessWorkstations } from './directory/computers.ts';

/** A weakness of the estate that many ways to critical assets lead through. */
export interface ChokePoint {
  readonly id: string;
  readonly title: string;
  /** Names of the devices, accounts, groups or templates that a remedy changes. */
  readonly changes: readonly string[];
  /** CVE ids, where the remedy is an update. */
  readonly cves: readonly string[];
  /** Names of what lies behind it. */
  readonly protects: readonly string[];
}

/** Doors to the same place: closing one of them removes little, closing all removes much. */
export interface Bundle {
  readonly id: string;
  readonly title: string;
  readonly parts: readonly {
    readonly title: string;
    readonly changes: readonly string[];
    readonly cves: readonly string[];
  }[];
  readonly protects: readonly string[];
}

export function chokePoints(company: Company): ChokePoint[] {
  const controllers = [0, 1].map((ordinal) => server(company, ordinal).fqdn);
  return [
    {
      id: 'svc-backup',
      title:
        'svc-backup is in Domain Admins, has a service principal name and a password of more than six years, and is logged on to many servers',
      changes: ['svc-backup'],
      cves: [],
      protects: controllers,
    },
    {
      id: 'fortios-edge',
      title: 'The first firewall runs FortiOS 7.2.5 with its SSL VPN open to the internet',
      changes: [networkDevice(company, 0).fqdn],
      cves: ['CVE-2024-21762', 'CVE-2024-23113'],
      protects: controllers,
    },
    {
      id: 'veeam',
      title:
        'The backup server, on which svc-backup is logged on, runs a release that can be taken over from the network',
      changes: [server(company, 2).fqdn],
      cves: ['CVE-2024-40711'],
      protects: [server(company, 2).fqdn, ...controllers],
    },
    {
      id: 'admin-sessions',
      title:
        'A domain administrator stays logged on to workstations on which everybody is local administrator',
      changes: [
        'adm001',
        ...carelessWorkstations(company).map((ordinal) => workstation(company, ordinal).fqdn),
      ],
      cves: [],
      protects: controllers,
    },
    {
      id: 'helpdesk-control',
      title: 'GG-HELPDESK controls GG-SERVER-ADMINS, the local administrators of all member servers',
      changes: ['GG-HELPDESK', 'GG-SERVER-ADMINS'],
      cves: [],
      protects: [2, 3, 4, 5, 11].map((ordinal) => server(company, ordinal).fqdn),
    },
    {
      id: 'client-policy',
      title:
        'GG-CLIENT-ENGINEERING, which holds the roastable svc-scan, may change the policy of all workstations',
      changes: ['svc-scan', 'GG-CLIENT-ENGINEERING', 'CLIENT BASELINE'],
      cves: [],
      protects: controllers,
    },
    {
      id: 'esc1',
      title: 'GG-WEB-PUBLISHERS may request certificates for anybody with the template CORPWEBMUTUALTLS',
      changes: ['CORPWEBMUTUALTLS'],
      cves: [],
      protects: controllers,
    },
  ];
}

export function bundles(company: Company): Bundle[] {
  const fqdn = (ordinal: number): string => server(company, ordinal).fqdn;
  return [
    {
      id: 'two-web-servers',
      title: 'Two web servers open to the internet, both with svc-web logged on',
      parts: [
        { title: 'Update PHP', changes: [fqdn(9)], cves: ['CVE-2024-4577'] },
        { title: 'Update Confluence', changes: [fqdn(10)], cves: ['CVE-2023-22515', 'CVE-2023-22518'] },
      ],
      protects: [fqdn(8), fqdn(0)],
    },
    {
      id: 'two-ways-to-svc-app',
      title:
        'svc-app is logged on to a terminal server open to the internet, and its password lies in a repository',
      parts: [
        { title: 'Close RDP from the internet', changes: [fqdn(12)], cves: [] },
        { title: 'Rotate the password and take it out of the repository', changes: ['svc-app'], cves: [] },
      ],
      protects: [fqdn(6), fqdn(7)],
    },
  ];
}
