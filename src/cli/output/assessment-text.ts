import type { Assessment, CumulativePoint, FileReport, RankedAction } from '../../app/index.ts';
import { describeFault } from '../../base/fault.ts';
import { printable } from '../../base/text.ts';
import { colour, type Terminal } from '../terminal.ts';
import { version } from '../version.ts';
import { grouped, percent, short } from '../../base/figures.ts';
import { padEnd, padStart, width, wrap } from './wrap.ts';

export interface TextOptions {
  /** Actions to list. */
  readonly top: number;
  /** Wall clock, for the age of the intelligence; the document itself has none. */
  readonly now: number;
  readonly tookMs: number;
  /** How this run was called, for the commands at the end. */
  readonly command: string;
  /** Files that are listed one by one; more of the same fate are summed up. */
  readonly listedFiles: number;
}

const dayMs = 24 * 3600 * 1000;

/** The answer for a person: what was read, what was found, the risk, the list with its stop line, and what could not be seen. */
export function assessmentText(assessment: Assessment, terminal: Terminal, options: TextOptions): string {
  if (assessment.files.every((file) => file.status === 'rejected')) {
    const next = labelled('Next', 'fixfirst sources lists what can be read and how to export it', terminal);
    const refused = [
      headline(assessment, terminal, options),
      readSection(assessment, terminal, options),
      next,
    ];
    return `${refused.map((lines) => lines.join('\n')).join('\n\n')}\n`;
  }
  const sections = [
    headline(assessment, terminal, options),
    readSection(assessment, terminal, options),
    foundSection(assessment, terminal),
    riskSection(assessment, terminal),
    listSection(assessment, terminal, options),
    notSeenSection(assessment, terminal),
    nextSection(assessment, terminal, options),
  ];
  return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function headline(
  { intelligence, asOf, seed }: Assessment,
  terminal: Terminal,
  { now }: TextOptions,
): readonly string[] {
  const newest = new Map<string, number>();
  for (const { id, date } of intelligence)
    if (date !== undefined) newest.set(id, Math.max(date, newest.get(id) ?? 0));
  const ages = [...newest].map(
    ([id, date]) => `${id} ${day(date)} (${Math.max(0, Math.floor((now - date) / dayMs))} days old)`,
  );
  const intel = ages.length === 0 ? 'no intelligence' : `intelligence: ${ages.join(', ')}`;
  const at =
    asOf.basis === 'none' ? 'no time stated in the input' : `as of ${day(asOf.time)} (${asOf.basis})`;
  return hanging('', `fixfirst ${version} · ${intel} · ${at} · seed ${seed}`, 2, terminal);
}

function readSection(
  { files }: Assessment,
  terminal: Terminal,
  { tookMs, listedFiles }: TextOptions,
): readonly string[] {
  const bytes = files.reduce((sum, file) => sum + file.sizeBytes, 0);
  const byStatus = (status: FileReport['status']): readonly FileReport[] =>
    files.filter((file) => file.status === status);
  const [read, part, refused] = [byStatus('ok'), byStatus('partial'), byStatus('rejected')];
  const lines = [
    `Read   ${count(files.length, 'file')}, ${megabytes(bytes)}; assessed in ${(tookMs / 1000).toFixed(1)} s${' '.repeat(8)}inspect: fixfirst inspect FILE`,
  ];
  if (read.length > 0)
    lines.push(
      ...hanging(`  ✓ ${read.length} read    `, bySource(read), 4, terminal).map((line) =>
        line.replace('✓', colour(terminal, 'green', '✓')),
      ),
    );
  if (part.length > 0)
    lines.push(
      `  ${colour(terminal, 'yellow', '~')} ${part.length} in part`,
      ...fates(part, terminal, listedFiles),
    );
  if (refused.length > 0)
    lines.push(
      `  ${colour(terminal, 'red', '✗')} ${refused.length} refused`,
      ...fates(refused, terminal, listedFiles),
    );
  const quarantined = files.reduce((sum, file) => sum + file.quarantinedCount, 0);
  if (quarantined > 0)
    lines.push(
      `  ! ${count(quarantined, 'record')} set aside with a reason (fixfirst inspect FILE lists them)`,
    );
  return lines;
}

function bySource(files: readonly FileReport[]): string {
  const counts = new Map<string, number>();
  for (const file of files) counts.set(file.source ?? '?', (counts.get(file.source ?? '?') ?? 0) + 1);
  return [...counts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([source, n]) => `${source} ${n}`)
    .join(' · ');
}

function fates(files: readonly FileReport[], terminal: Terminal, listed: number): readonly string[] {
  const indent = ' '.repeat(8);
  const lines = files.slice(0, listed).flatMap((file) => {
    const reason = file.fault === undefined ? '' : describeFault(file.fault);
    return wrap(`${printable(file.file)}: ${printable(reason)}`, terminal.columns - indent.length).map(
      (line) => indent + line,
    );
  });
  return files.length <= listed
    ? lines
    : [...lines, `${indent}… and ${files.length - listed} more (--json names each)`];
}

function foundSection({ totals }: Assessment, terminal: Terminal): readonly string[] {
  const { controls } = totals;
  const parts = [
    `${count(totals.devices, 'device')} (from ${count(totals.deviceRecords, 'record')}; ${grouped(totals.mergedDevices)} merged by two or more tools)`,
    ...(totals.identities > 0 ? [`${grouped(totals.identities)} directory objects`] : []),
    `${grouped(totals.vulnerabilities)} open vulnerabilities (${count(totals.cves, 'CVE')}, ${grouped(totals.knownExploitedCves)} known exploited)`,
    ...(controls.pass + controls.fail + controls.unknown > 0
      ? [
          `${grouped(controls.fail)} failed controls (${grouped(controls.pass)} passed, ${grouped(controls.unknown)} unknown)`,
        ]
      : []),
    ...(totals.secrets > 0 ? [count(totals.secrets, 'exposed secret')] : []),
    ...(totals.resources > 0
      ? [count(totals.resources, 'image or application', 'images and applications')]
      : []),
    count(totals.criticalAssets, 'critical asset'),
  ];
  return labelled('Found', parts.join(' · '), terminal);
}

function riskSection({ risk, criticalAssets }: Assessment, terminal: Terminal): readonly string[] {
  if (risk.most === 0)
    return ['Risk   unknown: nothing in the input is an asset whose fall could be measured'];
  const [low, high] = risk.exposure.interval;
  const text = `${short(risk.total.value)} of ${short(risk.most)} (${percent(risk.exposure.value)}, 99 % between ${percent(low)} and ${percent(high)}) expected loss of critical value in 30 days; ${percent(risk.withEverythingDone.value / risk.most)} would stay with everything below done`;
  const lines = [...labelled('Risk', text, terminal)];
  const reach = `${risk.reachable} of ${criticalAssets.length} critical assets can be reached`;
  const path = risk.likeliestPath;
  const way =
    path === undefined
      ? ''
      : `; the likeliest way in: ${[path.hops[0]?.kind ?? '', ...path.hops.map((hop) => hop.to)].join(' → ')}`;
  lines.push(...wrap(printable(reach + way), terminal.columns - 7).map((line) => `       ${line}`));
  return lines;
}

interface Line {
  readonly action: RankedAction;
  /** Line of the plan the action belongs to; undefined beyond the plan. */
  readonly point: CumulativePoint | undefined;
  readonly pointIndex: number;
  /** Place in its bundle. */
  readonly place: 'alone' | 'first' | 'middle' | 'last';
}

function listSection(assessment: Assessment, terminal: Terminal, { top }: TextOptions): readonly string[] {
  const lines = planLines(assessment);
  if (lines.length === 0) {
    return [
      'What to fix first',
      ...wrap(
        'Nothing in the input removes measurable risk. Below stands what is missing to see more.',
        terminal.columns - 2,
      ).map((line) => `  ${line}`),
      ...unplanned(assessment, terminal, Math.min(top, 5)),
    ];
  }
  const bars = terminal.isInteractive && terminal.columns >= 100;
  const titleWidth = Math.max(28, terminal.columns - (bars ? 61 : 55));
  const onWidth = terminal.columns - titleWidth - (bars ? 48 : 42);
  const header = `${padEnd('What to fix first', titleWidth + 4)}  ${padEnd('risk removed', bars ? 20 : 14)} ${padEnd('effort', 9)} ${padEnd('users hit', 10)} on`;
  const most = Math.max(...lines.map((line) => line.action.riskRemoved.inPlan.value));
  const out = [header];
  const stop = assessment.stopLine;
  let shown = 0;
  for (const [i, line] of lines.entries()) {
    if (shown >= top && (line.place === 'alone' || line.place === 'first')) break;
    out.push(...actionLines(line, { title: titleWidth, gain: bars ? 20 : 14, on: onWidth }, bars ? most : 0));
    shown++;
    const next = lines[i + 1];
    if (stop !== undefined && line.pointIndex === stop.after && next?.pointIndex !== stop.after) {
      const what = stop.reason === 'budget' ? 'budget' : 'stop line';
      out.push(
        rule(
          `${what}: ${count(stop.actions, 'action')}, ${short(stop.hours)} h, ${percent(stop.share)} of what can be removed`,
          terminal,
        ),
      );
    }
  }
  const left = lines.length - shown;
  if (left > 0)
    out.push(
      `  … ${count(left, 'more action')} that ${left === 1 ? 'removes' : 'remove'} risk (--top ${lines.length})`,
    );
  return [...out, ...restLines(assessment, lines.length, terminal)];
}

/** What stands below the plan: actions that would remove risk were it not gone already, and those on no path at all. */
function restLines(
  { actions, stopLine }: Assessment,
  planned: number,
  terminal: Terminal,
): readonly string[] {
  const rest = actions.slice(planned);
  const alone = rest.filter((action) => action.riskRemoved.alone.value > 0).length;
  const nothing = rest.length - alone;
  if (stopLine?.reason === 'budget') {
    if (rest.length === 0) return [];
    const text = `${count(rest.length, 'further action')} beyond the budget, not needed with the above, or on no measurable attack path (all in --json and --csv)`;
    return hanging('  … ', text, 4, terminal);
  }
  const lines = [
    ...(alone > 0
      ? [
          `${count(alone, 'further action')} ${alone === 1 ? 'removes' : 'remove'} risk alone, but ${alone === 1 ? 'is' : 'are'} not needed once the above is done`,
        ]
      : []),
    ...(nothing > 0
      ? [`${count(nothing, 'further action')} on no measurable attack path (all in --json and --csv)`]
      : []),
  ];
  return lines.flatMap((line) => hanging('  … ', line, 4, terminal));
}

function planLines({ actions, cumulative }: Assessment): readonly Line[] {
  const byId = new Map(actions.map((action) => [action.id, action]));
  return cumulative.flatMap((point, pointIndex) =>
    point.actions.map((id, place): Line => ({
      action: byId.get(id)!,
      point,
      pointIndex,
      place:
        point.actions.length === 1
          ? 'alone'
          : place === 0
            ? 'first'
            : place === point.actions.length - 1
              ? 'last'
              : 'middle',
    })),
  );
}

/** The lines of one action; bars are drawn against `most`, none when it is 0. */
function actionLines(
  { action, point, place }: Line,
  widths: { readonly title: number; readonly gain: number; readonly on: number },
  most: number,
): readonly string[] {
  const removed = action.riskRemoved.inPlan;
  const isHead = place === 'alone' || place === 'first';
  const mark = place === 'alone' ? ' ' : place === 'first' ? '┐' : place === 'last' ? '┘' : '│';
  const title = wrap(printable(action.title), widths.title);
  const bar =
    isHead && most > 0 ? `  ${'█'.repeat(Math.max(1, Math.round((removed.value / most) * 6)))}` : '';
  const gain = isHead ? `−${short(removed.value)}  ${percent(point?.share ?? 0)}${bar}` : '';
  const range = isHead ? `(${short(removed.interval[0])}–${short(removed.interval[1])})` : 'only together';
  const people = action.userImpact.people === undefined ? '' : ` ${grouped(action.userImpact.people)}`;
  const columns = [
    padEnd(gain, widths.gain),
    padEnd(`${levelWord(action.effort.level)} ${short(action.effort.hours)} h`, 9),
    padEnd(`${levelWord(action.userImpact.level)}${people}`, 10),
    clipped(printable(onWhat(action)), widths.on),
  ];
  const first =
    `${padStart(String(action.rank), 2)} ${mark}${padEnd(title[0] ?? '', widths.title)}  ${columns.join(' ')}`.trimEnd();
  const rest = [...title.slice(1), ...(title.length === 1 ? [''] : [])].map((line, i) =>
    `   ${place === 'first' || place === 'middle' ? '│' : ' '}${padEnd(line, widths.title)}  ${i === 0 ? `${padEnd(range, widths.gain)} ${exploited(action)}` : ''}`.trimEnd(),
  );
  return [first, ...rest];
}

function exploited({ affected }: RankedAction): string {
  return affected.knownExploitedCves > 0 ? count(affected.knownExploitedCves, 'exploited CVE') : '';
}

function onWhat({ affected }: RankedAction): string {
  const names = [...affected.devices, ...affected.resources];
  const shown =
    names.length === 1
      ? shorten(names[0] ?? '')
      : names.length > 1
        ? count(names.length, affected.devices.length > 0 ? 'device' : 'asset')
        : '';
  const who =
    affected.identities.length === 0 || shown !== ''
      ? ''
      : affected.identities.length === 1
        ? shorten(affected.identities[0] ?? '')
        : count(affected.identities.length, 'account');
  return shown === '' ? who : shown;
}

function shorten(name: string): string {
  return name.split(/[.@]/)[0] ?? name;
}

function unplanned({ actions }: Assessment, terminal: Terminal, top: number): readonly string[] {
  if (actions.length === 0) return [];
  return [
    '  Findings that are on no attack path that can be seen, most exploited first:',
    ...actions.slice(0, top).flatMap((action) => hanging('  · ', printable(action.title), 4, terminal)),
  ];
}

function notSeenSection({ notSeen }: Assessment, terminal: Terminal): readonly string[] {
  if (notSeen.length === 0) return [];
  return [
    'What we could not see',
    ...notSeen.flatMap(({ what, meaning, remedy }) => {
      const text = `${what}: ${meaning}${remedy === '' ? '' : ` — ${remedy}`}`;
      return hanging('  · ', printable(text), 4, terminal);
    }),
  ];
}

function nextSection(
  { actions }: Assessment,
  terminal: Terminal,
  { command }: TextOptions,
): readonly string[] {
  const explain = actions.length > 0 ? `${command} --explain 1   ·   ` : '';
  return labelled('Next', `${explain}--html report.html   ·   --json   ·   --csv`, terminal);
}

function labelled(label: string, text: string, terminal: Terminal): readonly string[] {
  return hanging(padEnd(label, 7), printable(text), 7, terminal);
}

/** Text behind a mark, its further lines indented. */
function hanging(mark: string, text: string, indent: number, terminal: Terminal): readonly string[] {
  const room = terminal.columns - Math.max(indent, width(mark));
  return wrap(text, room).map((line, i) => `${i === 0 ? mark : ' '.repeat(indent)}${line}`);
}

function clipped(text: string, columns: number): string {
  return width(text) <= columns
    ? text
    : `${Array.from(text)
        .slice(0, columns - 1)
        .join('')}…`;
}

function rule(text: string, terminal: Terminal): string {
  return colour(terminal, 'dim', `${'─'.repeat(Math.max(4, terminal.columns - text.length - 1))} ${text}`);
}

function levelWord(level: string): string {
  return level === 'Medium' ? 'Med' : level;
}

function count(n: number, noun: string, plural = `${noun}s`): string {
  return `${grouped(n)} ${n === 1 ? noun : plural}`;
}

function megabytes(bytes: number): string {
  return bytes < 1024 * 1024
    ? `${Math.max(1, Math.round(bytes / 1024))} kB`
    : `${Math.round(bytes / 1024 / 1024)} MB`;
}

function day(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
