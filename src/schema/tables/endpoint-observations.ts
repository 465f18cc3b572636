import { table } from '../table.ts';
import { provenance } from './provenance.ts';

export const endpointObservations = table({
  name: 'EndpointObservations',
  description: 'An open port or service of a device as one source saw it',
  key: ['ImportId', 'Ref', 'IPAddress', 'Protocol', 'Port'],
  columns: [
    ...provenance,
    { name: 'Ref', type: 'string', required: true, description: 'Device it belongs to' },
    { name: 'IPAddress', type: 'string', description: 'Address it listens on' },
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
  ],
});
