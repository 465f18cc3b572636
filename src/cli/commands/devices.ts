import { Command } from 'commander';
import type { OpenKept } from '../with-kept.ts';
import { deviceIdentityCommands } from './device-identity.ts';

/** `fixfirst devices …` */
export function devicesCommand(open: OpenKept): Command {
  const devices = new Command('devices')
    .description('Devices of the data directory: who is who and why, and the word of a person on it.')
    .addHelpText(
      'after',
      `
Examples:
  fixfirst devices why web-1                            which tools saw it, by which keys it is one device
  fixfirst devices merge web-1 10.0.0.5                 they are one, whatever the keys say
  fixfirst devices split serial:abc123 name:pc1@nmap    what nmap calls pc1 is another machine
  fixfirst devices rules --compare 2                    what other rules would join and split

Exit codes: 0 done, 2 wrong command line, 3 refused with the reason, or the data directory cannot be used,
130 stopped.`,
    );
  for (const command of deviceIdentityCommands(open)) devices.addCommand(command);
  return devices;
}
