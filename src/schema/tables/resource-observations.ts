import { table } from '../table.ts';
import { provenance } from './provenance.ts';

export const resourceObservations = table({
  name: 'ResourceObservations',
  description:
    'An asset that is no device: container image, repository, file system, cluster object, application',
  key: ['ImportId', 'Ref'],
  columns: [
    ...provenance,
    { name: 'Ref', type: 'string', required: true, description: 'The resource within its import' },
    {
      name: 'ResourceType',
      type: 'string',
      required: true,
      description: 'image, repository, filesystem, application, kubernetes, cloud',
    },
    { name: 'ResourceName', type: 'string', required: true, description: 'Name as the source writes it' },
    {
      name: 'ResourceIds',
      type: 'dynamic',
      description: 'Digests, ARNs, URLs, `cluster/namespace/kind/name`; array of strings',
    },
    { name: 'OSPlatform', type: 'string', description: 'Operating system inside, for images' },
    { name: 'OSVersion', type: 'string', description: 'Its version' },
    {
      name: 'IsEndOfSupport',
      type: 'bool',
      description: 'The source says that the operating system is out of support',
    },
    {
      name: 'Examined',
      type: 'dynamic',
      description:
        'What the source looked at: software, vulnerabilities, configuration, secrets; array of strings',
    },
    { name: 'Properties', type: 'dynamic', description: 'Further facts; flat object' },
  ],
});
