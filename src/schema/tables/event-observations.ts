import { table } from '../table.ts';
import { provenance } from './provenance.ts';

export const eventObservations = table({
  name: 'EventObservations',
  description: 'Something that happened on a device as one source reports it',
  key: ['ImportId', 'Locator'],
  columns: [
    ...provenance,
    { name: 'Ref', type: 'string', required: true, description: 'Device it happened on' },
    { name: 'Timestamp', type: 'datetime', description: 'When' },
    { name: 'ActionType', type: 'string', required: true, description: 'What happened' },
    { name: 'AdditionalFields', type: 'dynamic', description: 'The facts of the event; object' },
  ],
});
