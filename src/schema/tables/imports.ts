import { table } from '../table.ts';

export const imports = table({
  name: 'Imports',
  description: 'One row for each file or archive report that was read, with its fate',
  key: ['ImportId'],
  columns: [
    { name: 'ImportId', type: 'int', required: true, description: 'Number of the import within the store' },
    { name: 'File', type: 'string', required: true, description: 'File as given' },
    { name: 'Source', type: 'string', description: 'Source that read it; absent when no source knows it' },
    { name: 'Format', type: 'string', description: 'Format and version' },
    { name: 'ToolName', type: 'string', description: 'Tool that wrote it' },
    { name: 'ToolVersion', type: 'string', description: 'Version of that tool' },
    {
      name: 'Status',
      type: 'string',
      required: true,
      values: ['ok', 'partial', 'rejected'],
      description:
        'ok: read whole; partial: read up to a point that the message names; rejected: nothing was taken from it',
    },
    { name: 'Message', type: 'string', description: 'Why it is partial or rejected' },
    { name: 'ObservedAt', type: 'datetime', description: 'Time the report states for itself' },
    { name: 'Scope', type: 'dynamic', description: 'What the report speaks for in full' },
    {
      name: 'Quarantined',
      type: 'int',
      required: true,
      unit: 'records',
      description: 'Records that were set aside with a reason',
    },
  ],
});
