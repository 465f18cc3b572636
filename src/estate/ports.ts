import type { Company } from './company.ts';
import type { Device, Server } from './devices.ts';
import { serverSoftware } from './software.ts';

/** An open TCP port. */
export interface Port {
  readonly port: number;
  /** Service as the IANA registry and nmap name it. */
  readonly service: string;
  readonly product?: string;
  readonly version?: string;
  /** The service shows a certificate with the device's own name. */
  readonly isTls?: boolean;
}

const smb: Port[] = [
  { port: 135, service: 'msrpc', product: 'Microsoft Windows RPC' },
  { port: 139, service: 'netbios-ssn', product: 'Microsoft Windows netbios-ssn' },
  { port: 445, service: 'microsoft-ds' },
];
const rdp: Port = {
  port: 3389,
  service: 'ms-wbt-server',
  product: 'Microsoft Terminal Services',
  isTls: true,
};
const iis: Port = {
  port: 443,
  service: 'https',
  product: 'Microsoft IIS httpd',
  version: '10.0',
  isTls: true,
};

/** Port that an application's weakness is reached at. */
const applicationPorts: Readonly<Record<string, Port>> = {
  php: { port: 443, service: 'https', product: 'Apache httpd', version: '2.4.58', isTls: true },
  confluence: { port: 8090, service: 'http', product: 'Atlassian Confluence' },
  sharepoint: { port: 443, service: 'https', product: 'Microsoft IIS httpd', version: '10.0', isTls: true },
  veeam: { port: 8000, service: 'http-alt', product: 'Veeam Backup and Replication' },
  exchange: { port: 443, service: 'https', product: 'Microsoft IIS httpd', version: '10.0', isTls: true },
  sqlserver: { port: 1433, service: 'ms-sql-s', product: 'Microsoft SQL Server 2019' },
  tomcat: { port: 8080, service: 'http', product: 'Apache Tomcat' },
  activemq: { port: 61616, service: 'apachemq', product: 'ActiveMQ OpenWire transport' },
  jenkins: { port: 8080, service: 'http', product: 'Jetty' },
  fortios: { port: 10443, service: 'https', product: 'FortiGate SSL VPN', isTls: true },
  netscaler: { port: 443, service: 'https', product: 'Citrix NetScaler Gateway', isTls: true },
  iosxe: { port: 443, service: 'https', product: 'Cisco IOS http config', isTls: true },
  apache_deb: { port: 443, service: 'https', product: 'Apache httpd', version: '2.4.62', isTls: true },
  postgresql_deb: { port: 5432, service: 'postgresql', product: 'PostgreSQL DB' },
  openssh_deb: { port: 22, service: 'ssh', product: 'OpenSSH', version: '9.2p1 Debian 2+deb12u3' },
};

/** The port of an application, undefined for what is no network service. */
export function applicationPort(productKey: string): Port | undefined {
  return applicationPorts[productKey];
}

/** Open ports as the inside sees them, in ascending order. */
export function insidePorts(company: Company, device: Device): Port[] {
  const { dice } = company;
  const found = new Map<number, Port>();
  const add = (...ports: Port[]): void => {
    for (const port of ports) if (!found.has(port.port)) found.set(port.port, port);
  };
  switch (device.kind) {
    case 'workstation':
      add(...smb);
      if (dice.chance(0.08, 'rdp', device.ordinal)) add(rdp);
      break;
    case 'server':
      for (const { product } of serverSoftware(company, device)) {
        const port = applicationPort(product.key);
        if (port !== undefined) add(port);
      }
      add(...rolePorts(company, device));
      break;
    case 'network':
      add({ port: 22, service: 'ssh' });
      if (device.role === 'firewall') add({ port: 443, service: 'https', product: 'FortiGate', isTls: true });
      for (const key of [{ firewall: 'fortios', gateway: 'netscaler', switch: 'iosxe' }[device.role]]) {
        const port = applicationPort(key);
        if (port !== undefined) add(port);
      }
      break;
    case 'unmanaged':
      if (device.role === 'printer')
        add(
          { port: 80, service: 'http', product: 'HP HTTP Server' },
          { port: 515, service: 'printer' },
          { port: 631, service: 'ipp' },
          { port: 9100, service: 'jetdirect' },
        );
      else
        add(
          { port: 80, service: 'http', product: 'Hikvision IP camera httpd' },
          { port: 554, service: 'rtsp', product: 'Hikvision rtspd' },
          { port: 8000, service: 'http-alt' },
        );
  }
  return [...found.values()].sort((a, b) => a.port - b.port);
}

/** Open ports as the internet sees them; empty for what it cannot reach. */
export function outsidePorts(company: Company, device: Device): Port[] {
  if (device.publicAddress === undefined) return [];
  return insidePorts(company, device).filter(({ port }) => {
    if (device.kind === 'network') return port === (device.role === 'firewall' ? 10443 : 443);
    if (device.kind !== 'server') return false;
    if (device.role === 'app') return port === 3389;
    if (device.role === 'exchange') return port === 25 || port === 443;
    if (device.role === 'linux-web') return port === 22 || port === 80 || port === 443;
    return port === 80 || port === 443 || port === 8090;
  });
}

function rolePorts(company: Company, device: Server): Port[] {
  if (device.os === 'debian12') {
    const ssh = applicationPort('openssh_deb');
    return ssh === undefined ? [] : [ssh];
  }
  const always = [
    ...smb,
    { port: 5985, service: 'wsman', product: 'Microsoft HTTPAPI httpd', version: '2.0' },
  ];
  if (device.role === 'app' || company.dice.chance(0.5, 'rdp', 'server', device.ordinal)) always.push(rdp);
  switch (device.role) {
    case 'dc':
      return [
        ...always,
        { port: 53, service: 'domain', product: 'Microsoft DNS' },
        { port: 88, service: 'kerberos-sec', product: 'Microsoft Windows Kerberos' },
        { port: 389, service: 'ldap', product: 'Microsoft Windows Active Directory LDAP' },
        { port: 636, service: 'ldaps', product: 'Microsoft Windows Active Directory LDAP', isTls: true },
        { port: 3268, service: 'ldap', product: 'Microsoft Windows Active Directory LDAP' },
      ];
    case 'exchange':
      return [...always, { port: 25, service: 'smtp', product: 'Microsoft Exchange smtpd' }, iis];
    case 'web':
    case 'adcs':
      return [...always, { port: 80, service: 'http', product: 'Microsoft IIS httpd', version: '10.0' }, iis];
    case 'hyperv':
      return [...always, { port: 2179, service: 'vmrdp' }];
    case 'backup':
    case 'entra':
    case 'file':
    case 'sql':
    case 'app':
    case 'linux-web':
    case 'linux-db':
    case 'linux-app':
      return always;
  }
}
