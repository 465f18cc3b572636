import { severities } from '../../base/severity.ts';
import { table } from '../table.ts';

export const secrets = table({
  name: 'Secrets',
  description:
    'A secret that lies in the clear, one row for each place: kind, place and fingerprint, never the value',
  key: ['Fingerprint', 'AssetId', 'Place', 'Line', 'Commit'],
  columns: [
    { name: 'Timestamp', type: 'datetime', description: 'Time of the report' },
    {
      name: 'Fingerprint',
      type: 'string',
      required: true,
      description: 'Keyed hash of the value: equal values have equal fingerprints within one installation',
    },
    { name: 'SecretType', type: 'string', required: true, description: 'Detector or rule that found it' },
    { name: 'Title', type: 'string', description: 'Kind of secret in words' },
    {
      name: 'Severity',
      type: 'string',
      required: true,
      values: severities,
      description: 'Severity as the source says',
    },
    { name: 'AssetId', type: 'string', required: true, description: 'Device or resource it lies in' },
    { name: 'AssetName', type: 'string', required: true, description: 'Name of that asset' },
    {
      name: 'AssetType',
      type: 'string',
      required: true,
      description: 'device, or the kind of resource: repository, image …',
    },
    { name: 'DeviceId', type: 'string', description: 'The asset when it is a device' },
    { name: 'Place', type: 'string', description: 'File within the asset' },
    { name: 'Line', type: 'int', description: 'Line within that file' },
    { name: 'Commit', type: 'string', description: 'Commit or layer it lies in' },
    {
      name: 'IsVerified',
      type: 'bool',
      description: 'The source logged in with it (true) or could not (false); absent: not tried',
    },
    { name: 'Account', type: 'string', description: 'Account it belongs to, where the source names it' },
    {
      name: 'OpensIdentity',
      type: 'string',
      description: 'That account in the directory, where it is known there',
    },
    { name: 'FoundAt', type: 'datetime', description: 'Date of the commit or of the find' },
    { name: 'Source', type: 'string', required: true, description: 'Id of the source that found it' },
    { name: 'File', type: 'string', required: true, description: 'File of the report, as given' },
    {
      name: 'Locator',
      type: 'string',
      required: true,
      description: 'Place in that file: line, offset or JSON path',
    },
  ],
});
