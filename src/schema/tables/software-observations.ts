import { table } from '../table.ts';
import { provenance } from './provenance.ts';

export const softwareObservations = table({
  name: 'SoftwareObservations',
  description:
    'Software that one source saw on a device or in another asset (image, repository, file system)',
  key: ['ImportId', 'Ref', 'SoftwareName', 'SoftwareVersion', 'Purl', 'InstallPath'],
  columns: [
    ...provenance,
    { name: 'Ref', type: 'string', required: true, description: 'Device or resource that holds it' },
    { name: 'SoftwareVendor', type: 'string', description: 'Publisher as the source writes it' },
    {
      name: 'SoftwareName',
      type: 'string',
      required: true,
      description: 'Product or package name as the source writes it',
    },
    { name: 'SoftwareVersion', type: 'string', description: 'Version; absent is unknown' },
    {
      name: 'Ecosystem',
      type: 'string',
      description: 'Package ecosystem: deb, rpm, apk, npm, pypi, maven, windows, macos …',
    },
    { name: 'Purl', type: 'string', description: 'Package URL' },
    { name: 'Cpe', type: 'string', description: 'CPE the source gives' },
    { name: 'InstallPath', type: 'string', description: 'Where it lies' },
    { name: 'EndOfSupportStatus', type: 'string', description: 'State of support as the source says' },
    { name: 'EndOfSupportDate', type: 'datetime', description: 'End of support as the source says' },
  ],
});
