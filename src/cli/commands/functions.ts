import { Command } from 'commander';
import { functionsFor, saveFunction, type StoredFunction } from '../../app/saved-queries/index.ts';
import { printable } from '../../base/text.ts';
import { formatTime } from '../../base/time.ts';
import { complain } from '../complain.ts';
import { exitCodes } from '../exit-codes.ts';
import { rowsTable } from '../output/rows-table.ts';
import { textColumns } from '../output/text-columns.ts';
import { openTerminal } from '../terminal.ts';
import {
  complainFault,
  ownerOf,
  readText,
  withHunting,
  withState,
  type StatePorts,
  stateCommand,
  ownerWord,
} from '../with-state.ts';

interface Flags {
  readonly data?: string;
  readonly json?: boolean;
  readonly shared?: boolean;
}

interface SaveFlags extends Flags {
  readonly params: string;
  readonly description: string;
  readonly replace?: boolean;
}

/** `fixfirst functions list|save|delete` */
export function functionsCommand(ports: StatePorts): Command {
  return new Command('functions')
    .description('Keep functions in KQL that queries and detection rules can call.')
    .addCommand(list(ports))
    .addCommand(save(ports))
    .addCommand(remove(ports))
    .addHelpText(
      'after',
      `
Examples:
  fixfirst functions save RecentDevices recent.kql --shared --params '(days:long=7)'
  fixfirst functions list --json

Queries call your own functions before shared ones of the same name; detection rules call shared ones only.
Exit codes: 0 done, 2 wrong command line, 3 the function or the data directory cannot be used, 130 stopped.`,
    );
}

function list(ports: StatePorts): Command {
  return stateCommand('list', 'List your own and the shared functions.').action((flags: Flags) =>
    withState(ports, flags.data, (store) => {
      const terminal = openTerminal(false);
      const functions = store.functions(ports.user);
      if (flags.json === true) terminal.write(`${JSON.stringify(functions.map(functionJson), null, 1)}\n`);
      else if (functions.length === 0) terminal.write('No stored functions.\n');
      else {
        terminal.write(
          rowsTable(
            textColumns('Function', 'Owner', 'Description'),
            functions.map((entry) => [entry.name + entry.parameters, ownerWord(entry), entry.description]),
            terminal.columns,
          ),
        );
      }
      return exitCodes.ok;
    }),
  );
}

function save(ports: StatePorts): Command {
  return stateCommand('save', 'Keep a function; its body is checked first.')
    .argument('<name>')
    .argument('<file>', 'file with the body in KQL, - for stdin')
    .option('--shared', 'for everybody; else it is your own')
    .option('--params <list>', 'parameter list as in (name:string, days:long=7)', '()')
    .option('--description <text>', 'what it does', '')
    .option('--replace', 'in place of the one of that name')
    .action((name: string, file: string, flags: SaveFlags) =>
      withState(ports, flags.data, async (store) => {
        const body = await readText(file);
        if (!body.ok) return complainFault(body.fault);
        const draft = {
          owner: ownerOf(ports, flags.shared),
          name,
          parameters: flags.params,
          body: body.value,
          description: flags.description,
        };
        // It may call the functions that are there, but not the one whose place it takes.
        const functions = functionsFor(store, ports.user).filter((other) => other.name !== name);
        return withHunting(ports, { functions, from: [], data: flags.data }, async (hunting) => {
          const options = { replace: flags.replace === true, nowMs: ports.now() };
          const saved = await saveFunction(store, hunting, draft, options);
          if (!saved.ok) return complainFault(saved.fault);
          openTerminal(false).write(
            flags.json === true
              ? `${JSON.stringify(functionJson(saved.value))}\n`
              : `saved ${printable(name + saved.value.parameters)} (${ownerWord(saved.value)})\n`,
          );
          return exitCodes.ok;
        });
      }),
    );
}

function remove(ports: StatePorts): Command {
  return stateCommand('delete', 'Delete a function. Queries that call it no longer run.')
    .argument('<name>')
    .option('--shared', 'the shared one; else your own')
    .action((name: string, flags: Flags) =>
      withState(ports, flags.data, (store) =>
        store.deleteFunction(ownerOf(ports, flags.shared), name)
          ? exitCodes.ok
          : complain(`there is no function ${name}; fixfirst functions list shows them`, exitCodes.usage),
      ),
    );
}

function functionJson(entry: StoredFunction): Readonly<Record<string, unknown>> {
  const { name, parameters, body, description } = entry;
  const times = { created: formatTime(entry.createdMs), updated: formatTime(entry.updatedMs) };
  return { name, owner: ownerWord(entry), parameters, body, description, ...times };
}
