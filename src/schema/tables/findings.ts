import { severities } from '../../base/severity.ts';
import { table } from '../table.ts';

export const findings = table({
  name: 'Findings',
  description:
    'What is open on an asset, one row for each weakness, failed check or secret after joining what several tools said of it',
  key: ['FindingId'],
  columns: [
    {
      name: 'FindingId',
      type: 'string',
      required: true,
      description: 'Stable between runs: kind, asset, and what was found there',
    },
    {
      name: 'Kind',
      type: 'string',
      required: true,
      values: ['vulnerability', 'misconfiguration', 'secret'],
      description: 'What it is',
    },
    { name: 'Timestamp', type: 'datetime', description: 'Time of the newest report that says it' },
    { name: 'AssetId', type: 'string', required: true, description: 'Device or resource it was found on' },
    { name: 'AssetName', type: 'string', required: true, description: 'Name of that asset' },
    {
      name: 'AssetType',
      type: 'string',
      required: true,
      description: 'device, or the kind of resource: image, repository, filesystem, application …',
    },
    { name: 'DeviceId', type: 'string', description: 'The asset when it is a device' },
    { name: 'Title', type: 'string', required: true, description: 'Short text' },
    {
      name: 'Severity',
      type: 'string',
      required: true,
      values: severities,
      description: 'Severity as the source says that is told here',
    },
    { name: 'CveId', type: 'string', description: 'CVE id; absent when it has none' },
    {
      name: 'SourceFindingId',
      type: 'string',
      required: true,
      description: 'Id in the source: CVE, plugin, rule, check, detector …',
    },
    { name: 'SoftwareVendor', type: 'string', description: 'Publisher of the product, as in the inventory' },
    { name: 'SoftwareName', type: 'string', description: 'Product that has it, as in the inventory' },
    { name: 'SoftwareVersion', type: 'string', description: 'Version found' },
    {
      name: 'FixedVersion',
      type: 'string',
      description: 'Version(s) or update that ends it; absent: none known',
    },
    { name: 'FixText', type: 'string', description: 'Remedy in the words of the source' },
    { name: 'Port', type: 'int', description: 'Port it was found on; absent: not bound to a port' },
    {
      name: 'CvssScore',
      type: 'real',
      unit: '0..10',
      description: 'CVSS base score of the source, else of the CVE record',
    },
    {
      name: 'IsKnownExploited',
      type: 'bool',
      description:
        'Exploited in the wild: by the catalogue of CISA or the source; absent: no CVE, so nobody could say',
    },
    {
      name: 'ExploitProbability',
      type: 'real',
      unit: 'probability within 30 days',
      description:
        'That it is weaponised and used against us, as the risk model takes it; of vulnerabilities only',
    },
    { name: 'ExploitReason', type: 'string', description: 'The fact behind that probability' },
    {
      name: 'Sources',
      type: 'dynamic',
      required: true,
      description: 'Ids of the sources that found it; array of strings',
    },
    { name: 'FirstSeen', type: 'datetime', description: 'Earliest time a source saw it' },
    { name: 'LastSeen', type: 'datetime', description: 'Latest time a source saw it' },
    {
      name: 'Status',
      type: 'string',
      required: true,
      values: ['open'],
      description: 'State of the finding; what a source calls fixed, inapplicable or false is not listed',
    },
    {
      name: 'IsStale',
      type: 'bool',
      description:
        'The source that tells it has been silent about the asset for longer than its policy says (90 days unless set otherwise); absent is unknown',
    },
    { name: 'File', type: 'string', required: true, description: 'File of the record told here, as given' },
    {
      name: 'Locator',
      type: 'string',
      required: true,
      description: 'Place in that file: line, offset or JSON path',
    },
  ],
});
