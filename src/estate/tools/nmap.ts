import { daysBefore, seconds, type Company } from '../company.ts';
import { networkDevices, servers, unmanagedDevices, workstations, type Device } from '../devices.ts';
import { insidePorts, outsidePorts, type Port } from '../ports.ts';
import type { EstateSink } from '../sink.ts';
import { ctime, xml } from './text.ts';

/** Writes a scan from the internet and a sweep from the office network. */
export async function writeNmap(company: Company, sink: EstateSink): Promise<void> {
  await sink.write('nmap/perimeter.xml', perimeter(company));
  await sink.write('nmap/office.xml', office(company));
}

/** Both scans try every port. */
const portsScanned = 65_535;

interface Scan {
  readonly args: string;
  readonly start: number;
  readonly secondsTaken: number;
}

function* perimeter(company: Company): Generator<string> {
  const scan = {
    args: 'nmap -sS -sV --script ssl-cert -p- -oX perimeter.xml -iL public-names.txt',
    start: daysBefore(company, 2),
    secondsTaken: 5400,
  };
  yield* report(scan, reachable(company), (device) => outsideHost(company, device));
}

function* office(company: Company): Generator<string> {
  const scan = {
    args: 'nmap -sS -sV -O -p- -oX office.xml -iL inside-networks.txt',
    start: daysBefore(company, 3),
    secondsTaken: 40_000,
  };
  yield* report(scan, everything(company), (device) => insideHost(company, device));
}

function* reachable(company: Company): Generator<Device> {
  for (const device of networkDevices(company)) if (device.publicAddress !== undefined) yield device;
  for (const device of servers(company)) if (device.publicAddress !== undefined) yield device;
}

function* everything(company: Company): Generator<Device> {
  yield* networkDevices(company);
  yield* servers(company);
  yield* unmanagedDevices(company);
  yield* workstations(company);
}

function* report(
  scan: Scan,
  devices: Iterable<Device>,
  hostOf: (device: Device) => string,
): Generator<string> {
  const { args, start, secondsTaken } = scan;
  const end = start + secondsTaken * 1000;
  yield `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE nmaprun>
<?xml-stylesheet href="file:///usr/bin/../share/nmap/nmap.xsl" type="text/xsl"?>
<!-- Nmap 7.94 scan initiated ${ctime(start)} as: ${args.replaceAll('--', '-&#45;')} -->
<nmaprun scanner="nmap" args="${xml(args)}" start="${seconds(start)}" startstr="${ctime(start)}" version="7.94" xmloutputversion="1.05">
<scaninfo type="syn" protocol="tcp" numservices="${portsScanned}" services="1-${portsScanned}"/>
<verbose level="0"/>
<debugging level="0"/>
`;
  let up = 0;
  for (const device of devices) {
    up++;
    yield `<host starttime="${seconds(start)}" endtime="${seconds(end)}"><status state="up" reason="syn-ack" reason_ttl="0"/>\n${hostOf(device)}</host>\n`;
  }
  yield `<runstats><finished time="${seconds(end)}" timestr="${ctime(end)}" summary="Nmap done at ${ctime(end)}; ${up} IP addresses (${up} hosts up) scanned in ${secondsTaken}.00 seconds" elapsed="${secondsTaken}.00" exit="success"/><hosts up="${up}" down="0" total="${up}"/>
</runstats>
</nmaprun>
`;
}

function outsideHost(company: Company, device: Device): string {
  // The list of targets holds the devices' own names, so nmap repeats them as what the user asked for.
  return `<address addr="${device.publicAddress ?? ''}" addrtype="ipv4"/>
<hostnames>
<hostname name="${device.fqdn}" type="user"/>
</hostnames>
${portList(device, outsidePorts(company, device), true)}`;
}

function insideHost(company: Company, device: Device): string {
  // Printers and cameras are in no name service.
  const names =
    device.kind === 'unmanaged'
      ? '<hostnames>\n</hostnames>\n'
      : `<hostnames>\n<hostname name="${device.fqdn}" type="PTR"/>\n</hostnames>\n`;
  return `<address addr="${device.address}" addrtype="ipv4"/>
<address addr="${device.mac.toUpperCase()}" addrtype="mac" vendor="${device.maker}"/>
${names}${portList(device, insidePorts(company, device), false)}${operatingSystem(device)}`;
}

function portList(device: Device, ports: readonly Port[], withCertificates: boolean): string {
  const rows = ports.map((port) => {
    const basis =
      port.product === undefined
        ? 'method="table" conf="3"'
        : `product="${xml(port.product)}"${port.version === undefined ? '' : ` version="${xml(port.version)}"`}${port.isTls === true ? ' tunnel="ssl"' : ''} method="probed" conf="10"`;
    const certificate = withCertificates && port.isTls === true ? certificateScript(device) : '';
    return `<port protocol="tcp" portid="${port.port}"><state state="open" reason="syn-ack" reason_ttl="0"/><service name="${port.service}" ${basis}/>${certificate}</port>\n`;
  });
  const closed = portsScanned - ports.length;
  return `<ports><extraports state="filtered" count="${closed}">
<extrareasons reason="no-response" count="${closed}"/>
</extraports>
${rows.join('')}</ports>
`;
}

function certificateScript(device: Device): string {
  return `<script id="ssl-cert" output="Subject: commonName=${device.fqdn}&#xa;Subject Alternative Name: DNS:${device.fqdn}"><table key="subject">
<elem key="commonName">${device.fqdn}</elem>
</table>
</script>`;
}

function operatingSystem(device: Device): string {
  const guess = ((): [string, string, string, string] => {
    switch (device.kind) {
      case 'workstation':
        return ['Microsoft Windows 10 1809 - 11', 'general purpose', 'Microsoft', 'Windows'];
      case 'server':
        return device.os === 'debian12'
          ? ['Linux 5.0 - 6.2', 'general purpose', 'Linux', 'Linux']
          : ['Microsoft Windows Server 2016 - 2022', 'general purpose', 'Microsoft', 'Windows'];
      case 'network':
        return device.role === 'firewall'
          ? ['Fortinet FortiGate', 'firewall', 'Fortinet', 'FortiOS']
          : device.role === 'gateway'
            ? ['Citrix NetScaler', 'load balancer', 'Citrix', 'embedded']
            : ['Cisco IOS XE 16 - 17', 'switch', 'Cisco', 'IOS XE'];
      case 'unmanaged':
        return device.role === 'printer'
          ? ['HP LaserJet printer', 'printer', 'HP', 'embedded']
          : ['Hikvision network camera', 'webcam', 'Hikvision', 'embedded'];
    }
  })();
  const [name, type, vendor, family] = guess;
  return `<os><osmatch name="${name}" accuracy="96" line="1">
<osclass type="${type}" vendor="${vendor}" osfamily="${family}" accuracy="96"/>
</osmatch>
</os>
`;
}
