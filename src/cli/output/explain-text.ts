import type { Assessment, RankedAction } from '../../app/index.ts';
import { printable } from '../../base/text.ts';
import type { Terminal } from '../terminal.ts';
import { grouped, percent, short } from '../../base/figures.ts';
import { padEnd, wrap } from './wrap.ts';

/** The action a person means: a rank (the first of that rank), a place in bundles, or an id. */
export function findAction(assessment: Assessment, wanted: string): RankedAction | undefined {
  if (/^\d+$/.test(wanted)) {
    const number = Number(wanted);
    // A rank that neighbours share leaves a gap behind it: there the number is the place in the list.
    return assessment.actions.find((action) => action.rank === number) ?? assessment.actions[number - 1];
  }
  return assessment.actions.find((action) => action.id === wanted);
}

/** Why an action stands where it does, what it rests on, and how to do it. */
export function explainText(assessment: Assessment, action: RankedAction, terminal: Terminal): string {
  const out: string[] = [];
  const line = (text: string, indent = 0): void => {
    for (const [i, part] of wrap(printable(text), terminal.columns - indent - 2).entries())
      out.push(`${' '.repeat(indent + (i === 0 ? 0 : 2))}${part}`);
  };
  const entry = (label: string, text: string): void => {
    for (const [i, part] of wrap(printable(text), terminal.columns - 13).entries())
      out.push(`${padEnd(i === 0 ? label : '', 13)}${part}`);
  };
  const { alone, inPlan } = action.riskRemoved;
  const before = assessment.risk.total;
  line(`${action.rank}  ${action.title}`);
  line(`id ${action.id}`, 3);
  const equals = assessment.actions.filter((other) => other.rank === action.rank && other.id !== action.id);
  if (equals.length > 0) {
    const shown = equals.slice(0, 5).map((other) => other.id);
    line(
      `of the same rank: ${shown.join(', ')}${equals.length > 5 ? `, … (${equals.length} in all)` : ''}`,
      3,
    );
  }
  out.push('');
  out.push('Risk');
  line(
    `now ${short(before.value)} (99 % between ${short(before.interval[0])} and ${short(before.interval[1])})`,
    2,
  );
  line(
    `with this action alone ${short(before.value - alone.value)}: removes ${short(alone.value)} (${short(alone.interval[0])}–${short(alone.interval[1])})`,
    2,
  );
  line(
    `in its place in the plan it removes ${short(inPlan.value)} (${short(inPlan.interval[0])}–${short(inPlan.interval[1])})`,
    2,
  );
  line(
    `it alone saves a critical asset in ${percent(action.decisive)} of ${grouped(assessment.worlds)} simulated campaigns`,
    2,
  );
  if (action.bundle.length > 1)
    line(`works only together with: ${action.bundle.filter((id) => id !== action.id).join(', ')}`, 2);
  out.push('');
  out.push('Attack paths it breaks');
  if (action.paths.length === 0) line('none that can be seen in the input', 2);
  for (const path of action.paths) {
    line(`to ${path.target}, probability ${percent(path.p)}`, 2);
    for (const hop of path.hops) {
      line(
        `${hop.from} → ${hop.to}   ${hop.kind}, p ${short(hop.p)}${hop.factors.length > 0 ? ` × ${hop.factors.join(' × ')}` : ''}`,
        4,
      );
      line(
        `${hop.meaning}${hop.technique === undefined ? '' : ` (${hop.technique})`}${hop.note === undefined ? '' : `. ${hop.note}`}`,
        8,
      );
      for (const { file, locator } of hop.evidence.slice(0, 2))
        line(`seen in ${file} ${locator}${age(assessment, file)}`, 8);
      const others = hop.brokenBy.filter((id) => id !== action.id);
      if (others.length > 0) line(`also broken by: ${titles(assessment, others)}`, 8);
    }
  }
  out.push('');
  entry('Effort', `${action.effort.level}, ${short(action.effort.hours)} h: ${action.effort.source}`);
  const { people } = action.userImpact;
  entry(
    'User impact',
    `${action.userImpact.level}${people === undefined ? '' : `, ${grouped(people)} ${people === 1 ? 'person' : 'people'}`}: ${action.userImpact.source}`,
  );
  const { affected } = action;
  entry(
    'Affected',
    [
      list('device', affected.devices),
      list('account', affected.identities),
      list('asset', affected.resources),
      affected.cves > 0 ? `${affected.cves} CVEs (${affected.knownExploitedCves} known exploited)` : '',
      `${grouped(affected.findings)} finding${affected.findings === 1 ? '' : 's'}`,
    ]
      .filter((text) => text !== '')
      .join('; '),
  );
  out.push('');
  out.push('What to do');
  line(action.fix, 2);
  out.push('');
  out.push('Evidence');
  if (action.evidence.length === 0) line('follows from the way the estate is built', 2);
  for (const { file, locator } of action.evidence.slice(0, 10)) line(`${file} ${locator}`, 2);
  return `${out.join('\n')}\n`;
}

function list(noun: string, names: readonly string[]): string {
  if (names.length === 0) return '';
  const shown = names.slice(0, 5).join(', ');
  return `${names.length} ${noun}${names.length === 1 ? '' : 's'}: ${shown}${names.length > 5 ? ', …' : ''}`;
}

/** How much older than the run a file's observations are. */
function age(assessment: Assessment, file: string): string {
  const report = assessment.files.find(
    (candidate) => file === candidate.file || file.startsWith(`${candidate.file}!/`),
  );
  if (report?.observedAt === undefined || assessment.asOf.basis === 'none') return '';
  const days = Math.floor((assessment.asOf.time - report.observedAt) / 86_400_000);
  return days <= 0 ? '' : `, ${days} day${days === 1 ? '' : 's'} before the time of the run`;
}

function titles(assessment: Assessment, ids: readonly string[]): string {
  const shown = ids
    .slice(0, 3)
    .map((id) => assessment.actions.find((action) => action.id === id)?.title ?? id);
  return `${shown.join('; ')}${ids.length > 3 ? '; …' : ''}`;
}
