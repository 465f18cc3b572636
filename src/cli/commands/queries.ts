import { Command, Option } from 'commander';
import {
  functionsFor,
  parseParameter,
  parseValues,
  runSavedQuery,
  saveQuery,
  type QueryParameter,
  type SavedQuery,
} from '../../app/saved-queries/index.ts';
import { printable } from '../../base/text.ts';
import { formatTime } from '../../base/time.ts';
import { complain } from '../complain.ts';
import { exitCodes } from '../exit-codes.ts';
import { rowObjects } from '../output/rows-json.ts';
import { rowsTable } from '../output/rows-table.ts';
import { textColumns } from '../output/text-columns.ts';
import { openTerminal } from '../terminal.ts';
import {
  complainFault,
  findEntry,
  ownerOf,
  readText,
  withHunting,
  withState,
  type StatePorts,
  stateCommand,
  ownerWord,
  rowCount,
} from '../with-state.ts';

interface Flags {
  readonly data?: string;
  readonly json?: boolean;
  readonly shared?: boolean;
}

interface SaveFlags extends Flags {
  readonly folder: string;
  readonly description: string;
  readonly param: readonly string[];
  readonly replace?: boolean;
}

interface RunFlags extends Flags {
  readonly param: readonly string[];
  readonly from?: readonly string[];
  readonly maxRows: number;
}

const several = (value: string, before: readonly string[]): readonly string[] => [...before, value];

/** `fixfirst queries list|show|save|delete|run` */
export function queriesCommand(ports: StatePorts): Command {
  return new Command('queries')
    .description('Keep hunting queries, your own and those shared with everybody, and run them.')
    .addCommand(list(ports))
    .addCommand(show(ports))
    .addCommand(save(ports))
    .addCommand(remove(ports))
    .addCommand(run(ports))
    .addHelpText(
      'after',
      `
Examples:
  fixfirst queries save "Devices seen" seen.kql --shared --param days:long=7
  fixfirst queries run "Devices seen" --param days=30 --from ./exports
  echo 'DeviceInfo | count' | fixfirst queries save Count -

A name is looked up among your own queries first, then among the shared ones.
Exit codes: 0 done, 2 wrong command line, 3 the query or the data directory cannot be used, 130 stopped.`,
    );
}

function list(ports: StatePorts): Command {
  return stateCommand('list', 'List your own and the shared queries.').action((flags: Flags) =>
    withState(ports, flags.data, (store) => {
      const terminal = openTerminal(false);
      const queries = store.savedQueries(ports.user);
      if (flags.json === true) terminal.write(`${JSON.stringify(queries.map(queryJson), null, 1)}\n`);
      else if (queries.length === 0) terminal.write('No saved queries.\n');
      else {
        terminal.write(
          rowsTable(
            textColumns('Name', 'Owner', 'Folder', 'Parameters', 'Description'),
            queries.map((query) => [
              query.name,
              ownerWord(query),
              query.folder,
              query.parameters.map(parameterText).join(', '),
              query.description,
            ]),
            terminal.columns,
          ),
        );
      }
      return exitCodes.ok;
    }),
  );
}

function show(ports: StatePorts): Command {
  return stateCommand('show', 'Show a query.')
    .argument('<name>')
    .addOption(sharedOption())
    .action((name: string, flags: Flags) =>
      withState(ports, flags.data, (store) => {
        const query = findEntry(ports, flags.shared, (owner) => store.savedQuery(owner, name));
        if (query === undefined) return unknownQuery(name);
        openTerminal(false).write(
          flags.json === true ? `${JSON.stringify(queryJson(query), null, 1)}\n` : queryText(query),
        );
        return exitCodes.ok;
      }),
    );
}

function save(ports: StatePorts): Command {
  return stateCommand('save', 'Keep a query; it is checked first.')
    .argument('<name>')
    .argument('<file>', 'file with the KQL, - for stdin')
    .option('--shared', 'for everybody; else it is your own')
    .option('--folder <path>', 'folder it lies in', '')
    .option('--description <text>', 'what it is for', '')
    .option('--param <name:type=default>', 'a parameter, again for each', several, [])
    .option('--replace', 'in place of the one of that name')
    .action((name: string, file: string, flags: SaveFlags) =>
      withState(ports, flags.data, async (store) => {
        const kql = await readText(file);
        if (!kql.ok) return complainFault(kql.fault);
        const parameters: QueryParameter[] = [];
        for (const text of flags.param) {
          const parameter = parseParameter(text);
          if (!parameter.ok) return complainFault(parameter.fault);
          parameters.push(parameter.value);
        }
        const { folder, description } = flags;
        const owner = ownerOf(ports, flags.shared);
        const draft = { owner, name, folder, description, kql: kql.value, parameters };
        const functions = functionsFor(store, ports.user);
        return withHunting(ports, { functions, from: [], data: flags.data }, async (hunting) => {
          const options = { replace: flags.replace === true, nowMs: ports.now() };
          const saved = await saveQuery(store, hunting, draft, options);
          if (!saved.ok) return complainFault(saved.fault);
          openTerminal(false).write(
            flags.json === true
              ? `${JSON.stringify(queryJson(saved.value))}\n`
              : `saved ${printable(name)} (${ownerWord(saved.value)})\n`,
          );
          return exitCodes.ok;
        });
      }),
    );
}

function remove(ports: StatePorts): Command {
  return stateCommand('delete', 'Delete a query.')
    .argument('<name>')
    .option('--shared', 'the shared one; else your own')
    .action((name: string, flags: Flags) =>
      withState(ports, flags.data, (store) =>
        store.deleteQuery(ownerOf(ports, flags.shared), name) ? exitCodes.ok : unknownQuery(name),
      ),
    );
}

function run(ports: StatePorts): Command {
  return stateCommand('run', 'Run a query.')
    .argument('<name>')
    .addOption(sharedOption())
    .option('--param <name=value>', 'value of a parameter, again for each', several, [])
    .option('--from <path...>', 'hunt in these files and folders instead of the data directory')
    .option('--max-rows <n>', 'rows to print', rowCount, 1000)
    .action((name: string, flags: RunFlags) =>
      withState(ports, flags.data, async (store) => {
        const query = findEntry(ports, flags.shared, (owner) => store.savedQuery(owner, name));
        if (query === undefined) return unknownQuery(name);
        const values = parseValues(flags.param);
        if (!values.ok) return complainFault(values.fault);
        const options = {
          functions: functionsFor(store, ports.user),
          from: flags.from ?? [],
          data: flags.data,
        };
        return withHunting(ports, options, async (hunting) => {
          const limits = { nowMs: ports.now(), maxRows: flags.maxRows };
          const answer = await runSavedQuery(hunting, query, values.value, limits);
          if (!answer.ok) return complainFault(answer.fault);
          const { columns, rows, isTruncated } = answer.value;
          const terminal = openTerminal(false);
          terminal.write(
            flags.json === true
              ? `${JSON.stringify({ columns, rows: rowObjects(columns, rows), isTruncated })}\n`
              : rowsTable(columns, rows, terminal.isInteractive ? terminal.columns : Infinity),
          );
          if (isTruncated)
            complain(`cut after ${rows.length} rows: there are more (--max-rows)`, exitCodes.ok);
          return exitCodes.ok;
        });
      }),
    );
}

function sharedOption(): Option {
  return new Option('--shared', 'the shared one, though you have one of that name');
}

function unknownQuery(name: string): number {
  return complain(`there is no query ${name}; fixfirst queries list shows them`, exitCodes.usage);
}

function parameterText({ name, type, default: value }: QueryParameter): string {
  return `${name}:${type}${value === undefined ? '' : `=${value}`}`;
}

function queryJson(query: SavedQuery): Readonly<Record<string, unknown>> {
  const { name, folder, description, parameters, kql } = query;
  const times = { created: formatTime(query.createdMs), updated: formatTime(query.updatedMs) };
  return { name, owner: ownerWord(query), folder, description, parameters, kql, ...times };
}

/** The query's lines stay lines; everything else that a terminal would obey is made visible. */
function queryText(query: SavedQuery): string {
  const head = [
    `${query.name} (${ownerWord(query)}${query.folder === '' ? '' : `, ${query.folder}`})`,
    ...(query.description === '' ? [] : [query.description]),
    ...query.parameters.map((parameter) => `parameter ${parameterText(parameter)}`),
    `changed ${formatTime(query.updatedMs)}`,
  ];
  return [...head, '', ...query.kql.trimEnd().split('\n')].map((line) => `${printable(line)}\n`).join('');
}
