import { severities } from '../../base/severity.ts';
import { table } from '../table.ts';
import { provenance } from './provenance.ts';

export const controlObservations = table({
  name: 'ControlObservations',
  description: 'The result of one check on one asset as one source reports it',
  key: ['ImportId', 'Ref', 'ControlId', 'Place'],
  columns: [
    ...provenance,
    { name: 'Ref', type: 'string', required: true, description: 'Device or resource that was checked' },
    { name: 'ControlId', type: 'string', required: true, description: 'Rule or check id in the source' },
    { name: 'Benchmark', type: 'string', description: 'Benchmark, profile or check family' },
    { name: 'Title', type: 'string', description: 'Short text' },
    {
      name: 'Severity',
      type: 'string',
      required: true,
      values: severities,
      description: 'Severity as the source says',
    },
    {
      name: 'Result',
      type: 'string',
      required: true,
      values: ['pass', 'fail', 'notApplicable', 'unknown'],
      description: 'Verdict; unknown carries its reason',
    },
    {
      name: 'Reason',
      type: 'string',
      description: 'Why the result is unknown or not applicable, or what was found',
    },
    { name: 'FixText', type: 'string', description: 'Remedy in the words of the source' },
    {
      name: 'References',
      type: 'dynamic',
      description: 'Ids in benchmarks and catalogues (CCE, CIS, STIG …); array of strings',
    },
    { name: 'Place', type: 'string', description: 'File, resource or setting that was checked' },
  ],
});
