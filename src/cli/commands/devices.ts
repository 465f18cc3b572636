import { Command } from 'commander';
import { listDevices } from '../../app/kept/index.ts';
import { printable } from '../../base/text.ts';
import { exitCodes } from '../exit-codes.ts';
import { rowsTable } from '../output/rows-table.ts';
import { textColumns } from '../output/text-columns.ts';
import { withKept, type OpenKept } from '../with-kept.ts';
import { deviceIdentityCommands } from './device-identity.ts';

/** `fixfirst devices …` */
export function devicesCommand(open: OpenKept): Command {
  const devices = new Command('devices')
    .description(
      'Devices of the data directory: which there are, who is who and why, and the word of a person on it.',
    )
    .addHelpText(
      'after',
      `
Examples:
  fixfirst devices --search 10.0.0.                     all whose address begins so
  fixfirst devices why web-1                            which tools saw it, by which keys it is one device
  fixfirst devices merge web-1 10.0.0.5                 they are one, whatever the keys say
  fixfirst devices split serial:abc123 name:pc1@nmap    what nmap calls pc1 is another machine
  fixfirst devices rules --compare 2                    what other rules would join and split

Exit codes: 0 done, 2 wrong command line, 3 refused with the reason, or the data directory cannot be used,
130 stopped.`,
    )
    .addCommand(list(open), { isDefault: true });
  for (const command of deviceIdentityCommands(open)) devices.addCommand(command);
  return devices;
}

function list(open: OpenKept): Command {
  return new Command('list')
    .description('all devices, what runs on them, and which tools saw them')
    .option('--search <text>', 'only those with it in a name or key, or at the beginning of an address')
    .option('--data <folder>', 'data directory (default: FIXFIRST_DATA, else that of the platform)')
    .option('--json', 'one JSON object a device')
    .action((flags: { readonly search?: string; readonly data?: string; readonly json?: boolean }) =>
      withKept(open, flags, async (store, ports, terminal) => {
        const devices = await listDevices(store, flags.search, ports);
        if (flags.json === true) {
          for (const { id, name, names, addresses, os, sources, mergedBy } of devices)
            terminal.write(`${JSON.stringify({ id, name, names, addresses, os, sources, mergedBy })}\n`);
          return exitCodes.ok;
        }
        if (devices.length === 0) {
          terminal.write(
            flags.search === undefined
              ? 'no devices yet: fixfirst import ./exports reads the first ones\n'
              : `no device has ${printable(flags.search)} in a name or key, or at the beginning of an address\n`,
          );
          return exitCodes.ok;
        }
        const rows = devices.map(({ name, id, os, addresses, sources }) => [
          name,
          id,
          os,
          addresses.join(' '),
          sources.join(' '),
        ]);
        const columns = textColumns('name', 'id', 'system', 'addresses', 'seen by');
        terminal.write(rowsTable(columns, rows, terminal.isInteractive ? terminal.columns : Infinity));
        terminal.write(`${devices.length} ${devices.length === 1 ? 'device' : 'devices'}\n`);
        return exitCodes.ok;
      }),
    );
}
