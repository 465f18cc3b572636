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
    {
      name: 'ActionType',
      type: 'string',
      required: true,
      description:
        'What happened, as the published tables name it; else provider and number of the event: `Microsoft-Windows-Sysmon/5`',
    },
    { name: 'Provider', type: 'string', description: 'Part of the system or product that wrote the event' },
    { name: 'Channel', type: 'string', description: 'Log it was written to' },
    { name: 'EventId', type: 'long', description: 'Number of the kind of event within its provider' },
    { name: 'RecordId', type: 'long', description: 'Number of the record within its log' },
    {
      name: 'HuntingTable',
      type: 'string',
      values: [
        'DeviceEvents',
        'DeviceProcessEvents',
        'DeviceNetworkEvents',
        'DeviceFileEvents',
        'DeviceRegistryEvents',
        'DeviceLogonEvents',
        'DeviceImageLoadEvents',
      ],
      description: 'Published table that has a row of it; absent: no action type of the tables says the same',
    },
    {
      name: 'HuntingColumns',
      type: 'dynamic',
      description:
        'Values of that table by the names of its columns, datetimes as milliseconds since 1970; what the event does not state is left out; object',
    },
    {
      name: 'AdditionalFields',
      type: 'dynamic',
      description: 'The fields of the event under their own names; object',
    },
  ],
});
