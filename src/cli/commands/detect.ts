import { Command, InvalidArgumentError } from 'commander';
import {
  addRule,
  examineRule,
  isDue,
  parseRuleFile,
  runRule,
  type DetectionRule,
  type Hunting,
  type Refusal,
} from '../../app/detect/index.ts';
import { functionsForRules, type StateStore } from '../../app/saved-queries/index.ts';
import { printable } from '../../base/text.ts';
import { parseIsoTime } from '../../base/time.ts';
import { complain } from '../complain.ts';
import { exitCodes } from '../exit-codes.ts';
import { alertJson, ruleJson, runJson } from '../output/detections-json.ts';
import { alertsTable, refusalsText, rulesTable, ruleText, runText } from '../output/detections-text.ts';
import { openTerminal } from '../terminal.ts';
import {
  complainFault,
  readText,
  withHunting,
  withState,
  type StatePorts,
  stateCommand,
  rowCount,
} from '../with-state.ts';

interface Flags {
  readonly data?: string;
  readonly json?: boolean;
}

interface RunFlags extends Flags {
  readonly from?: readonly string[];
  readonly asOf?: number;
  readonly due?: boolean;
}

interface AlertFlags extends Flags {
  readonly rule?: string;
  readonly since?: number;
  readonly limit: number;
}

/** `fixfirst detect list|add|show|check|run|alerts|enable|disable|delete` */
export function detectCommand(ports: StatePorts): Command {
  return new Command('detect')
    .description('Keep detection rules: KQL that runs again and again and makes alerts.')
    .addCommand(list(ports))
    .addCommand(add(ports))
    .addCommand(check(ports))
    .addCommand(show(ports))
    .addCommand(run(ports))
    .addCommand(alerts(ports))
    .addCommand(toggle(ports, 'enable', 'Switch rules on.', true))
    .addCommand(toggle(ports, 'disable', 'Switch rules off.', false))
    .addCommand(remove(ports))
    .addHelpText(
      'after',
      `
Examples:
  fixfirst detect check rule.yaml                 may it run, and if not, why
  fixfirst detect add rule.yaml
  fixfirst detect run --from ./exports            every rule that is on
  fixfirst detect run "Encoded PowerShell" --as-of 2026-05-01
  fixfirst detect run --due                       only those whose time has come, for a scheduler
  fixfirst detect alerts --since 2026-05-01 --json

The form of a rule, its limits and every refusal: docs/reference/detections.md.
Exit codes: 0 done, 2 wrong command line, 3 a rule was refused or could not run, 130 stopped.`,
    );
}

function list(ports: StatePorts): Command {
  return stateCommand('list', 'List the rules with their last run.').action((flags: Flags) =>
    withState(ports, flags.data, (store) => {
      const terminal = openTerminal(false);
      const rules = store.rules().map((rule) => ({ rule, last: store.runs(rule.id, 1)[0] }));
      if (flags.json === true) {
        const all = rules.map(({ rule, last }) => ({
          ...ruleJson(rule),
          lastRun: last === undefined ? null : runJson(last),
        }));
        terminal.write(`${JSON.stringify(all, null, 1)}\n`);
      } else terminal.write(rules.length === 0 ? 'No rules.\n' : rulesTable(rules, terminal.columns));
      return exitCodes.ok;
    }),
  );
}

function add(ports: StatePorts): Command {
  return stateCommand('add', 'Keep the rule of a file, if it can run.')
    .alias('save')
    .argument('<file>', 'rule in YAML, - for stdin')
    .option('--replace', 'in place of the rule of that name')
    .action((file: string, flags: Flags & { readonly replace?: boolean }) =>
      withState(ports, flags.data, async (store) => {
        const text = await readText(file);
        const draft = text.ok ? parseRuleFile(text.value) : text;
        if (!draft.ok) return complainFault(draft.fault);
        return withHunting(ports, ruleOptions(store, flags), async (hunting) => {
          const options = { replace: flags.replace === true, nowMs: ports.now() };
          const added = await addRule(store, hunting, draft.value, options);
          if (!added.ok) return complainFault(added.fault);
          if ('refusals' in added.value)
            return writeRefusals(draft.value.name, added.value.refusals, flags.json);
          const { rule } = added.value;
          openTerminal(false).write(
            flags.json === true
              ? `${JSON.stringify(ruleJson(rule))}\n`
              : `kept ${printable(rule.name)}, version ${rule.version}\n`,
          );
          return exitCodes.ok;
        });
      }),
    );
}

function check(ports: StatePorts): Command {
  return stateCommand('check', 'Say whether the rule of a file can run, and if not, why. Nothing is kept.')
    .argument('<file>', 'rule in YAML, - for stdin')
    .action((file: string, flags: Flags) =>
      withState(ports, flags.data, async (store) => {
        const text = await readText(file);
        const draft = text.ok ? parseRuleFile(text.value) : text;
        if (!draft.ok) return complainFault(draft.fault);
        return withHunting(ports, ruleOptions(store, flags), async (hunting) => {
          const refusals = await examineRule(hunting, draft.value);
          if (!refusals.ok) return complainFault(refusals.fault);
          return writeRefusals(draft.value.name, refusals.value, flags.json);
        });
      }),
    );
}

/** Prints why a rule cannot run, or that it can; returns the exit code. */
function writeRefusals(name: string, refusals: readonly Refusal[], asJson: boolean | undefined): number {
  const text = refusals.length === 0 ? `${printable(name)} can run\n` : refusalsText(name, refusals);
  openTerminal(false).write(asJson === true ? `${JSON.stringify({ name, refusals })}\n` : text);
  return refusals.length === 0 ? exitCodes.ok : exitCodes.rejected;
}

function show(ports: StatePorts): Command {
  return stateCommand('show', 'Show a rule and its last runs.')
    .argument('<name>')
    .action((name: string, flags: Flags) =>
      withState(ports, flags.data, (store) => {
        const rule = store.rule(name);
        if (rule === undefined) return unknownRule(name);
        const runs = store.runs(rule.id, 10);
        openTerminal(false).write(
          flags.json === true
            ? `${JSON.stringify({ ...ruleJson(rule), runs: runs.map(runJson) }, null, 1)}\n`
            : ruleText(rule, runs),
        );
        return exitCodes.ok;
      }),
    );
}

function run(ports: StatePorts): Command {
  return stateCommand('run', 'Run rules now and keep their alerts.')
    .argument('[name...]', 'rules, also those that are off; none: every rule that is on')
    .option('--due', 'only rules whose time has come')
    .option('--as-of <time>', 'take this moment for now', time)
    .option('--from <path...>', 'hunt in these files and folders instead of the data directory')
    .action((names: string[], flags: RunFlags) =>
      withState(ports, flags.data, (store) => {
        const nowMs = flags.asOf ?? ports.now();
        const missing = names.find((name) => store.rule(name) === undefined);
        if (missing !== undefined) return unknownRule(missing);
        const rules = store
          .rules()
          .filter((rule) => (names.length === 0 ? rule.isEnabled : names.includes(rule.name)))
          .filter((rule) => flags.due !== true || isDue(rule, store.runs(rule.id, 1)[0], nowMs));
        if (rules.length === 0) {
          openTerminal(false).write(flags.json === true ? '' : 'No rule to run.\n');
          return exitCodes.ok;
        }
        const options = { ...ruleOptions(store, flags), from: flags.from ?? [] };
        return withHunting(ports, options, (hunting, signal) =>
          runAll(store, hunting, rules, { nowMs, signal, json: flags.json === true }),
        );
      }),
    );
}

/** Runs rules one after the other; one that fails does not stop the rest. */
async function runAll(
  store: StateStore,
  hunting: Hunting,
  rules: readonly DetectionRule[],
  options: { readonly nowMs: number; readonly signal: AbortSignal; readonly json: boolean },
): Promise<number> {
  const terminal = openTerminal(false);
  let failures = 0;
  for (const rule of rules) {
    options.signal.throwIfAborted();
    const result = await runRule(store, hunting, rule, options.nowMs);
    if (result.outcome.kind === 'failed') failures++;
    terminal.write(
      options.json
        ? `${JSON.stringify({ rule: rule.name, ...runJson(result) })}\n`
        : `${printable(rule.name)}: ${runText(result)}\n`,
    );
  }
  return failures > 0 ? exitCodes.rejected : exitCodes.ok;
}

function alerts(ports: StatePorts): Command {
  return stateCommand('alerts', 'List alerts, the newest event first.')
    .option('--rule <name>', 'only those of this rule')
    .option('--since <time>', 'only events from this moment on', time)
    .option('--limit <n>', 'alerts to list', rowCount, 100)
    .action((flags: AlertFlags) =>
      withState(ports, flags.data, (store) => {
        const terminal = openTerminal(false);
        const found = store.alerts({ rule: flags.rule, sinceMs: flags.since, limit: flags.limit });
        if (flags.json === true) terminal.write(`${JSON.stringify(found.map(alertJson), null, 1)}\n`);
        else terminal.write(found.length === 0 ? 'No alerts.\n' : alertsTable(found, terminal.columns));
        if (found.length === flags.limit)
          complain(`the list stops at ${flags.limit} alerts; --limit shows more`, exitCodes.ok);
        return exitCodes.ok;
      }),
    );
}

function toggle(ports: StatePorts, name: string, description: string, isEnabled: boolean): Command {
  return stateCommand(name, description)
    .argument('<name...>')
    .action((names: string[], flags: Flags) =>
      withState(ports, flags.data, (store) => {
        const missing = names.find((rule) => store.rule(rule) === undefined);
        if (missing !== undefined) return unknownRule(missing);
        for (const rule of names) store.setRuleEnabled(rule, isEnabled, ports.now());
        return exitCodes.ok;
      }),
    );
}

function remove(ports: StatePorts): Command {
  return stateCommand('delete', 'Delete a rule and its runs; its alerts stay.')
    .argument('<name>')
    .action((name: string, flags: Flags) =>
      withState(ports, flags.data, (store) => (store.deleteRule(name) ? exitCodes.ok : unknownRule(name))),
    );
}

function ruleOptions(store: StateStore, flags: Flags) {
  return { functions: functionsForRules(store), from: [], data: flags.data };
}

function unknownRule(name: string): number {
  return complain(`there is no rule ${name}; fixfirst detect list shows them`, exitCodes.usage);
}

function time(text: string): number {
  const value = parseIsoTime(text);
  if (value === undefined) throw new InvalidArgumentError('It must be a time such as 2026-01-31T10:00:00Z.');
  return value;
}
