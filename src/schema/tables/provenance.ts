import type { Column } from '../table.ts';

/** Columns that ingest adds to every observation: who said it, in which file, and where in it. */
export const provenance = [
  {
    name: 'ImportId',
    type: 'int',
    required: true,
    description: 'Import (one file or one archive report) that said it',
  },
  { name: 'File', type: 'string', required: true, description: 'File, or member of an archive, as given' },
  {
    name: 'Locator',
    type: 'string',
    required: true,
    description: 'Place in the file: line, offset or JSON path',
  },
] as const satisfies readonly Column[];
