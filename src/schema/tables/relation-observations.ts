import { table } from '../table.ts';
import { provenance } from './provenance.ts';

export const relationObservations = table({
  name: 'RelationObservations',
  description: 'A relation between two things that one source states (never one that we derive)',
  key: ['ImportId', 'Relation', 'FromRef', 'ToRef', 'Locator'],
  columns: [
    ...provenance,
    {
      name: 'Relation',
      type: 'string',
      required: true,
      description: 'Kind of edge: MemberOf, HasSession, GenericAll …',
    },
    { name: 'FromRef', type: 'string', required: true, description: 'Where it starts' },
    { name: 'ToRef', type: 'string', required: true, description: 'Where it ends' },
    { name: 'LastSeen', type: 'datetime', description: 'When it was seen, where the source says so' },
    { name: 'Properties', type: 'dynamic', description: 'Facts about the relation; object' },
  ],
});
