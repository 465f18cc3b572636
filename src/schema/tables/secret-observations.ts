import { severities } from '../../base/severity.ts';
import { table } from '../table.ts';
import { provenance } from './provenance.ts';

export const secretObservations = table({
  name: 'SecretObservations',
  description: 'A secret found in the clear: its kind, place and fingerprint, never its value',
  key: ['ImportId', 'Locator'],
  columns: [
    ...provenance,
    { name: 'Ref', type: 'string', required: true, description: 'Repository, image or device it lies in' },
    { name: 'RuleId', type: 'string', required: true, description: 'Detector or rule that found it' },
    { name: 'Title', type: 'string', description: 'Kind of secret in words' },
    {
      name: 'Severity',
      type: 'string',
      required: true,
      values: severities,
      description: 'Severity as the source says',
    },
    { name: 'Place', type: 'string', description: 'File within the asset' },
    { name: 'Line', type: 'int', description: 'Line within that file' },
    { name: 'Commit', type: 'string', description: 'Commit or layer it lies in' },
    {
      name: 'Fingerprint',
      type: 'string',
      required: true,
      description: 'Keyed hash of the value: equal values have equal fingerprints within one installation',
    },
    {
      name: 'IsVerified',
      type: 'bool',
      description: 'The source logged in with it (true) or could not (false); absent: not tried',
    },
    { name: 'FoundAt', type: 'datetime', description: 'Date of the commit or of the find' },
    {
      name: 'Account',
      type: 'string',
      description: 'Account the secret belongs to, where the source names it',
    },
  ],
});
