import { Command, InvalidArgumentError } from 'commander';
import {
  applyRules,
  compareRules,
  forgetDecision,
  identityDecisions,
  mergeDevices,
  splitDevice,
  whyDevice,
  type DeviceWhy,
  type IdentityDecision,
  type KeptPorts,
  type LastingStore,
  type RecomputationCause,
  type RulesChange,
} from '../../app/kept/index.ts';
import { describeFault, type Result } from '../../base/fault.ts';
import { printable } from '../../base/text.ts';
import { formatTime } from '../../base/time.ts';
import { complain } from '../complain.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Terminal } from '../terminal.ts';
import { withKept, type OpenKept } from '../with-kept.ts';
import { recompute } from './import.ts';

interface Flags {
  readonly data?: string;
  readonly json?: boolean;
}
type Changing = Flags & { readonly reason: string; readonly plan: boolean };

/** `fixfirst devices why|merge|split|decisions|forget|rules`: who is who, and the word of a person on it. */
export function deviceIdentityCommands(open: OpenKept): readonly Command[] {
  return [
    command('why', 'which sightings a device was put together from, by which keys, and what was kept apart')
      .argument('<device>', 'name, address, id or any key')
      .action((name: string, flags: Flags) =>
        answer(open, flags, (store, ports) => whyDevice(store, name, ports), whyText),
      ),
    deciding('merge', 'two devices are one; holds for later imports too')
      .argument('<device>', 'name, address, id or any key of the one')
      .argument('<other>', 'of the other')
      .action((a: string, b: string, flags: Changing) =>
        decide(open, flags, (store, ports) => mergeDevices(store, [a, b], flags.reason, ports)),
      ),
    deciding('split', 'what a device is known by belongs to two; holds for later imports too')
      .argument('<key>', 'a key of the device as `why` prints it, or KEY@SOURCE')
      .argument('<other>', 'a key of what is not it')
      .action((a: string, b: string, flags: Changing) =>
        decide(open, flags, (store, ports) => splitDevice(store, [a, b], flags.reason, ports)),
      ),
    command('decisions', 'what people decided about devices').action((flags: Flags) =>
      withKept(open, flags, (_store, ports, terminal) => {
        const decisions = identityDecisions(ports);
        for (const decision of decisions)
          terminal.write(flags.json === true ? `${JSON.stringify(decision)}\n` : decisionText(decision));
        if (decisions.length === 0 && flags.json !== true)
          terminal.write('nothing was decided; fixfirst devices merge and split do\n');
        return Promise.resolve(exitCodes.ok);
      }),
    ),
    command('forget', 'take a decision back')
      .argument('<number>', 'number of the decision', whole)
      .option('--no-plan', 'do not work out the list anew at the end')
      .action((id: number, flags: Changing) =>
        withKept(open, flags, async (store, ports, terminal, signal) => {
          const done = forgetDecision(id, ports);
          if (!done.ok) return complain(describeFault(done.fault), exitCodes.rejected);
          terminal.write(flags.json === true ? `${JSON.stringify({ forgotten: id })}\n` : `forgotten\n`);
          return afterwards(store, ports, terminal, signal, flags);
        }),
      ),
    command('rules', 'the rules of identity that are in use, and what other ones would change')
      .option('--compare <version>', 'say which devices would be joined or split', whole)
      .option('--apply <version>', 'use them from now on', whole)
      .option('--no-plan', 'do not work out the list anew at the end')
      .action((flags: Changing & { readonly compare?: number; readonly apply?: number }) =>
        withKept(open, flags, async (store, ports, terminal, signal) => {
          const version = flags.apply ?? flags.compare;
          const change = await compareRules(store, version, ports);
          if (!change.ok) return complain(describeFault(change.fault), exitCodes.rejected);
          terminal.write(
            flags.json === true
              ? `${JSON.stringify(change.value, null, 1)}\n`
              : rulesText(change.value, flags.apply !== undefined),
          );
          if (flags.apply === undefined) return exitCodes.ok;
          applyRules(flags.apply, ports);
          return afterwards(store, ports, terminal, signal, flags, 'rules of identity');
        }),
      ),
  ];
}

function command(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .option('--data <folder>', 'data directory (default: FIXFIRST_DATA, else that of the platform)')
    .option('--json', 'for machines');
}

function deciding(name: string, description: string): Command {
  return command(name, description)
    .option('--reason <text>', 'why, for those who read it later', '')
    .option('--no-plan', 'do not work out the list anew at the end');
}

function answer<T>(
  open: OpenKept,
  flags: Flags,
  ask: (store: LastingStore, ports: KeptPorts) => Promise<Result<T>>,
  text: (value: T) => string,
): Promise<void> {
  return withKept(open, flags, async (store, ports, terminal) => {
    const answered = await ask(store, ports);
    if (!answered.ok) return complain(describeFault(answered.fault), exitCodes.rejected);
    terminal.write(
      flags.json === true ? `${JSON.stringify(answered.value, asJson, 1)}\n` : text(answered.value),
    );
    return exitCodes.ok;
  });
}

function decide(
  open: OpenKept,
  flags: Changing,
  ask: (store: LastingStore, ports: KeptPorts) => Promise<Result<IdentityDecision>>,
): Promise<void> {
  return withKept(open, flags, async (store, ports, terminal, signal) => {
    const decided = await ask(store, ports);
    if (!decided.ok) return complain(describeFault(decided.fault), exitCodes.rejected);
    terminal.write(flags.json === true ? `${JSON.stringify(decided.value)}\n` : decisionText(decided.value));
    return afterwards(store, ports, terminal, signal, flags);
  });
}

/** Works out the list anew: who is who decides what leads where. */
async function afterwards(
  store: LastingStore,
  ports: KeptPorts,
  terminal: Terminal,
  signal: AbortSignal,
  flags: Changing,
  what: RecomputationCause['what'] = 'decision on devices',
): Promise<number> {
  if (!flags.plan) return exitCodes.ok;
  const told = await recompute(store, { what }, ports, signal);
  terminal.endProgress();
  if (flags.json !== true) terminal.write(told);
  return exitCodes.ok;
}

function whyText({ device, rules, sightings, joinedBy, keptApart, decisions }: DeviceWhy): string {
  const lines = [
    `${printable(device.name)} (${printable(device.id)}): ${sightings.length} sightings of ${device.sources.join(', ')}, identity rules ${rules}`,
    '',
    'Seen as',
    ...sightings.map(
      ({ source, importId, file, locator, time, keys }) =>
        `  ${source}, import ${importId ?? '?'}${time === undefined ? '' : `, ${formatTime(time)}`}: ${printable(keys.join('  '))}\n    ${printable(file)} ${printable(locator)}`,
    ),
    '',
    'Joined by',
    ...(joinedBy.length === 0
      ? [
          sightings.length === 1
            ? '  nothing: it was seen once'
            : '  the word of its source, which calls it the same each time',
        ]
      : joinedBy.map(
          ({ class: by, key, sources }) =>
            `  ${by} ${printable(key)}${sources.length === 0 ? '' : ` (${sources.join(', ')})`}`,
        )),
  ];
  if (keptApart.length > 0)
    lines.push(
      '',
      'Not joined with',
      ...keptApart.map(
        ({ key, other, otherId, because }) =>
          `  ${printable(other)} (${printable(otherId)}), though both have ${printable(key)}: ${printable(because)}`,
      ),
    );
  if (decisions.length > 0)
    lines.push('', 'Decided', ...decisions.map((decision) => `  ${decisionText(decision).trimEnd()}`));
  return `${lines.join('\n')}\n`;
}

function decisionText({ id, kind, a, b, reason, by, madeMs }: IdentityDecision): string {
  const what = kind === 'same' ? 'are one device' : 'are two devices';
  const why = reason === '' ? '' : `: ${printable(reason)}`;
  return `${id}  ${printable(a)} and ${printable(b)} ${what} (${printable(by)}, ${formatTime(madeMs)})${why}\n`;
}

/** Devices that are named of each kind of change. */
const mostNamed = 20;

function rulesText(
  { from, to, devicesBefore, devicesAfter, merged, split }: RulesChange,
  isApplied: boolean,
): string {
  if (from === to)
    return [
      `identity rules ${from.version} are in use, ${devicesBefore} devices`,
      ...from.says.map((text) => `  ${text}`),
      '',
    ].join('\n');
  const more = (count: number): readonly string[] =>
    count > mostNamed ? [`  … and ${count - mostNamed} more`] : [];
  return [
    `identity rules ${to.version} instead of ${from.version}: ${isApplied ? 'merges' : 'would merge'} ${merged.length}, ${isApplied ? 'splits' : 'split'} ${split.length}; ${devicesBefore} devices become ${devicesAfter}`,
    ...merged.slice(0, mostNamed).map((names) => `  one: ${printable(names.join(', '))}`),
    ...more(merged.length),
    ...split
      .slice(0, mostNamed)
      .map(({ name, into }) => `  ${into.length} of ${printable(name)}: ${printable(into.join(', '))}`),
    ...more(split.length),
    isApplied ? 'in use from now on' : `fixfirst devices rules --apply ${to.version} uses them`,
    '',
  ].join('\n');
}

/** Sets as lists. */
function asJson(_key: string, value: unknown): unknown {
  return value instanceof Set ? [...(value as ReadonlySet<unknown>)] : value;
}

function whole(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 0x7fffffff)
    throw new InvalidArgumentError('It must be a whole number from 1.');
  return value;
}
