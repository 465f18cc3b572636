import { table } from '../table.ts';
import { provenance } from './provenance.ts';

export const identityObservations = table({
  name: 'IdentityObservations',
  description:
    'A directory object (user, group, computer, domain, policy, certificate template …) as one source saw it',
  key: ['ImportId', 'Ref'],
  columns: [
    ...provenance,
    {
      name: 'Ref',
      type: 'string',
      required: true,
      description:
        'The object; directory objects use their object id so that several files speak of one thing',
    },
    {
      name: 'IdentityType',
      type: 'string',
      required: true,
      description:
        'User, Group, Computer, Domain, OU, Container, GPO, ADLocalGroup, CertTemplate, EnterpriseCA, RootCA, AIACA, NTAuthStore, IssuancePolicy, LocalUser, Base (named but not described)',
    },
    { name: 'IdentityName', type: 'string', description: 'Name the source shows' },
    { name: 'Domain', type: 'string', description: 'Domain it belongs to' },
    { name: 'ObjectId', type: 'string', description: 'SID or GUID' },
    { name: 'IsEnabled', type: 'bool', description: 'May log on; absent is unknown' },
    { name: 'LastLogon', type: 'datetime', description: 'Last logon known to the directory' },
    { name: 'PasswordLastSet', type: 'datetime', description: 'When the password was last set' },
    {
      name: 'IsDescribed',
      type: 'bool',
      required: true,
      description: 'false: only named by another object, its own record is not in the input',
    },
    { name: 'Properties', type: 'dynamic', description: 'Further facts of the source; object' },
  ],
});
