import { table } from '../table.ts';

export const endpoints = table({
  name: 'Endpoints',
  description: 'An open port of a device as one source saw it, with what the internet can reach of it',
  key: ['File', 'Locator', 'DeviceId', 'IPAddress', 'Protocol', 'Port'],
  columns: [
    { name: 'Timestamp', type: 'datetime', description: 'Time of the report' },
    { name: 'DeviceId', type: 'string', required: true, description: 'Device that listens' },
    { name: 'DeviceName', type: 'string', required: true, description: 'Name of the device' },
    {
      name: 'IPAddress',
      type: 'string',
      description: 'Address it listens on; absent: the source names none',
    },
    { name: 'Port', type: 'int', required: true, description: 'Port number' },
    { name: 'Protocol', type: 'string', required: true, description: 'tcp, udp, sctp …, lower case' },
    {
      name: 'State',
      type: 'string',
      required: true,
      values: ['open', 'filtered', 'listening'],
      description:
        'open: answered from outside the host; filtered: open or filtered; listening: the host itself says so',
    },
    { name: 'Service', type: 'string', description: 'Service name, lower case (http, ssh, ms-wbt-server …)' },
    {
      name: 'ServiceBasis',
      type: 'string',
      values: ['probed', 'assumed'],
      description: 'probed: the service answered; assumed: guessed from the port number',
    },
    { name: 'Product', type: 'string', description: 'Product behind the port' },
    { name: 'Version', type: 'string', description: 'Version of the product' },
    { name: 'Cpe', type: 'string', description: 'CPE the source gives (2.2 or 2.3)' },
    { name: 'Process', type: 'string', description: 'Process that listens' },
    {
      name: 'IsInternetReachable',
      type: 'bool',
      description:
        'The internet reaches it, as the risk model takes it; false: its device does not face the internet; absent is unknown',
    },
    { name: 'Source', type: 'string', required: true, description: 'Id of the source that saw it' },
    { name: 'File', type: 'string', required: true, description: 'File, or member of an archive, as given' },
    {
      name: 'Locator',
      type: 'string',
      required: true,
      description: 'Place in the file: line, offset or JSON path',
    },
  ],
});
