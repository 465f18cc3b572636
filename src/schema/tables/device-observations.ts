import { table } from '../table.ts';
import { provenance } from './provenance.ts';

export const deviceObservations = table({
  name: 'DeviceObservations',
  description:
    'What one source said about one device in one import, before devices of several sources are joined',
  key: ['ImportId', 'Ref'],
  columns: [
    ...provenance,
    {
      name: 'Ref',
      type: 'string',
      required: true,
      description: 'The device within its import; other observations point to it',
    },
    {
      name: 'DeviceName',
      type: 'string',
      description: 'Name the source shows: FQDN if known, else host name, else address',
    },
    {
      name: 'AgentIds',
      type: 'dynamic',
      description: 'Ids given by agents or consoles, as `product:id`; array of strings',
    },
    {
      name: 'HardwareIds',
      type: 'dynamic',
      description: 'SMBIOS UUIDs and serial numbers, as `uuid:…` or `serial:…`; array of strings',
    },
    {
      name: 'DirectoryIds',
      type: 'dynamic',
      description: 'Directory ids, as `sid:…` or `entra:…`; array of strings',
    },
    { name: 'MacAddresses', type: 'dynamic', description: 'MAC addresses, any notation; array of strings' },
    { name: 'HostNames', type: 'dynamic', description: 'FQDNs, NetBIOS and host names; array of strings' },
    { name: 'IPAddresses', type: 'dynamic', description: 'IPv4 and IPv6 addresses; array of strings' },
    {
      name: 'OSPlatform',
      type: 'string',
      description: 'Operating system, as precise as the source is, without its version',
    },
    { name: 'OSVersion', type: 'string', description: 'Version of the operating system' },
    {
      name: 'DeviceType',
      type: 'string',
      description: 'Workstation, Server, NetworkDevice, Printer … as the source says',
    },
    { name: 'Vendor', type: 'string', description: 'Maker of the hardware' },
    { name: 'Model', type: 'string', description: 'Hardware model' },
    { name: 'Domain', type: 'string', description: 'Directory or DNS domain it belongs to' },
    {
      name: 'IsInternetFacing',
      type: 'bool',
      description: 'The source says that the internet reaches it, or that it does not; absent is unknown',
    },
    {
      name: 'OnboardingStatus',
      type: 'string',
      values: ['Onboarded', 'Can be onboarded', 'Unsupported', 'Insufficient info'],
      description: 'State of the agent as the source says',
    },
    {
      name: 'DeviceValue',
      type: 'string',
      values: ['Low', 'Normal', 'High'],
      description: 'Worth that a person gave the device in the source',
    },
    { name: 'Tags', type: 'dynamic', description: 'Tags set in the source; array of strings' },
    {
      name: 'Examined',
      type: 'dynamic',
      description:
        'What the source looked at on it: ports, software, vulnerabilities, configuration, identity; array of strings. A kind that is not listed was not looked at',
    },
    {
      name: 'LoggedOnUsers',
      type: 'dynamic',
      description: 'Accounts seen logged on, as `DOMAIN\\name`, `name@domain` or `name`; array of strings',
    },
    { name: 'LastSeen', type: 'datetime', description: 'When the source last saw it' },
    { name: 'Properties', type: 'dynamic', description: 'Further facts of the source; flat object' },
  ],
});
