import { table } from '../table.ts';

export const findingEvents = table({
  name: 'FindingEvents',
  description: 'Every change of state of what one source found, with the import that caused it',
  key: ['Timestamp', 'ImportId', 'Source', 'Ref', 'FindingKind', 'SourceFindingId', 'Place'],
  columns: [
    { name: 'Timestamp', type: 'datetime', required: true, description: 'When the import was made' },
    { name: 'ImportId', type: 'int', required: true, description: 'Import that caused the change' },
    { name: 'Source', type: 'string', required: true, description: 'Source that had found it' },
    { name: 'Ref', type: 'string', required: true, description: 'Device or resource it was found on' },
    {
      name: 'FindingKind',
      type: 'string',
      required: true,
      values: ['vulnerability', 'misconfiguration', 'secret'],
      description: 'What it is',
    },
    { name: 'SourceFindingId', type: 'string', required: true, description: 'Id in the source' },
    { name: 'Title', type: 'string', description: 'Short text' },
    { name: 'Place', type: 'string', required: true, description: 'Which of several of one id: a hash' },
    {
      name: 'Change',
      type: 'string',
      required: true,
      values: ['new', 'missing', 'closed', 'reopened', 'withdrawn'],
      description:
        'new: open for the first time; missing: not named where it was looked for, not closed yet; closed; reopened; withdrawn: only an undone import had said it',
    },
    { name: 'Reason', type: 'string', required: true, description: 'Why, in words' },
  ],
});
