import { table } from '../table.ts';
import { provenance } from './provenance.ts';

export const quarantine = table({
  name: 'Quarantine',
  description: 'Records of a report that were set aside, with the reason; the rest of the report was read',
  key: ['ImportId', 'Locator'],
  columns: [
    ...provenance,
    { name: 'Reason', type: 'string', required: true, description: 'Why it was set aside' },
  ],
});
