import { Command, Option } from 'commander';
import { inTab, listDevices, showDevice, tabs, type Tab } from '../../app/kept/index.ts';
import { describeFault } from '../../base/fault.ts';
import { printable } from '../../base/text.ts';
import { complain } from '../complain.ts';
import { exitCodes } from '../exit-codes.ts';
import {
  countsText,
  deviceText,
  inventoryColumns,
  inventoryJson,
  inventoryRow,
} from '../output/inventory-text.ts';
import { rowsCsv } from '../output/rows-csv.ts';
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
  fixfirst devices --tab iot-ot                         printers, cameras, controllers and their like
  fixfirst devices show web-1                           what it is, and from which words of tools that follows
  fixfirst devices why web-1                            which tools saw it, by which keys it is one device
  fixfirst devices merge web-1 10.0.0.5                 they are one, whatever the keys say
  fixfirst devices split serial:abc123 name:pc1@nmap    what nmap calls pc1 is another machine
  fixfirst devices rules --compare 2                    what other rules would join and split

Exit codes: 0 done, 2 wrong command line, 3 refused with the reason, or the data directory cannot be used,
130 stopped.`,
    )
    .addCommand(list(open), { isDefault: true })
    .addCommand(show(open));
  for (const command of deviceIdentityCommands(open)) devices.addCommand(command);
  return devices;
}

function list(open: OpenKept): Command {
  return new Command('list')
    .description(
      'all devices: what they are, what runs on them, whether a sensor does, and which tools saw them',
    )
    .option('--search <text>', 'only those with it in a name or key, or at the beginning of an address')
    .addOption(
      new Option('--tab <part>', 'only those of one part of the inventory').choices(tabs).default('all'),
    )
    .option('--data <folder>', 'data directory (default: FIXFIRST_DATA, else that of the platform)')
    .option('--include-transient', 'also those that only passed by; --search finds them too')
    .option('--csv', 'CSV of all devices, whatever --search and --tab say')
    .option('--json', 'one JSON object a device, with the basis of every attribute')
    .action((flags: ListFlags) =>
      withKept(open, flags, async (store, ports, terminal) => {
        const found = await listDevices(store, flags.csv === true ? undefined : flags.search, ports);
        if (flags.csv === true) {
          terminal.write(rowsCsv(textColumns(...inventoryColumns), found.map(inventoryRow), true));
          return exitCodes.ok;
        }
        const isAll = flags.includeTransient === true || flags.search !== undefined;
        const listed = isAll ? found : found.filter(({ presence }) => !presence.isTransient.value);
        const shown = listed.filter(({ attributes }) => inTab(flags.tab, attributes));
        if (flags.json === true) {
          for (const record of shown) terminal.write(`${JSON.stringify(inventoryJson(record))}\n`);
          return exitCodes.ok;
        }
        if (shown.length === 0) {
          terminal.write(emptyText(flags, listed.length));
          return exitCodes.ok;
        }
        const columns = textColumns(...inventoryColumns);
        const rows = shown.map(inventoryRow);
        terminal.write(rowsTable(columns, rows, terminal.isInteractive ? terminal.columns : Infinity));
        terminal.write(countsText(flags.tab, listed));
        const hidden = found.length - listed.length;
        if (hidden > 0) terminal.write(`${hidden} transient not shown: --include-transient shows them\n`);
        return exitCodes.ok;
      }),
    );
}

function show(open: OpenKept): Command {
  return new Command('show')
    .description('what a device is, attribute by attribute, each with what it rests on')
    .argument('<device>', 'its id, name, address or a key such as serial:abc123')
    .option('--data <folder>', 'data directory (default: FIXFIRST_DATA, else that of the platform)')
    .option('--json', 'as JSON')
    .action((name: string, flags: { readonly data?: string; readonly json?: boolean }) =>
      withKept(open, flags, async (store, ports, terminal) => {
        const found = await showDevice(store, name, ports);
        if (!found.ok) return complain(describeFault(found.fault), exitCodes.rejected);
        terminal.write(
          flags.json === true ? `${JSON.stringify(inventoryJson(found.value))}\n` : deviceText(found.value),
        );
        return exitCodes.ok;
      }),
    );
}

interface ListFlags {
  readonly search?: string;
  readonly tab: Tab;
  readonly data?: string;
  readonly includeTransient?: boolean;
  readonly csv?: boolean;
  readonly json?: boolean;
}

/** Why there is nothing to list, and what to do. */
function emptyText({ search, tab }: ListFlags, found: number): string {
  if (found > 0) return `none of ${found} devices is in ${tab}\n`;
  return search === undefined
    ? 'no devices yet: fixfirst import ./exports reads the first ones\n'
    : `no device has ${printable(search)} in a name or key, or at the beginning of an address\n`;
}
