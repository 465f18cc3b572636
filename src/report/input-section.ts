import type { Assessment, FileReport } from '../app/index.ts';
import { describeFault } from '../base/fault.ts';
import { bytes, count, day, grouped } from './figures.ts';
import { markup, type Fill, type Html } from './html.ts';
import { moreLine, table } from './listing.ts';

/** Files that are listed; the rest is in the JSON answer. */
const listedFiles = 200;

/** What the input could not show, and what it was. */
export function inputSection(assessment: Assessment): Html {
  return markup`<section id="not-seen" aria-labelledby="not-seen-title">
<h2 id="not-seen-title">What could not be seen</h2>
${notSeen(assessment)}
</section>
<section id="files" aria-labelledby="files-title">
<h2 id="files-title">Files read</h2>
${files(assessment)}
</section>`;
}

function notSeen({ notSeen: gaps }: Assessment): Html {
  if (gaps.length === 0)
    return markup`<p class="empty">No gap in the input is known that would change the list.</p>`;
  return markup`<ul class="gaps">
${gaps.map(
  ({ what, meaning, remedy }) =>
    markup`<li><strong>${what}</strong><br/>${meaning}${remedy === '' ? undefined : markup`<br/><span class="remedy">To see it: ${remedy}</span>`}</li>`,
)}
</ul>`;
}

function files({ files: all }: Assessment): Html {
  if (all.length === 0)
    return markup`<p class="empty">Here would stand what was read. No file was given that could be opened.</p>`;
  const troubled = (['rejected', 'partial', 'ok'] as const).flatMap((status) =>
    all.filter((file) => file.status === status),
  );
  const rows = troubled
    .slice(0, listedFiles)
    .map(
      (file) =>
        markup`<tr><td>${statuses[file.status]}</td><td class="name">${file.file}</td><td>${format(file)}</td><td>${bytes(file.sizeBytes)}</td><td>${contents(file)}</td><td>${messages(file)}</td></tr>`,
    );
  return markup`${table('Files read', ['Status', 'File', 'Format', 'Size', 'It states', 'Message'], markup`<tbody>${rows}</tbody>`)}
${moreLine(Math.min(all.length, listedFiles), all.length, 'files')}`;
}

const statuses: Readonly<Record<FileReport['status'], string>> = {
  ok: 'read',
  partial: 'read in part',
  rejected: 'refused',
};

function format({ format: name, tool, source, observedAt }: FileReport): Fill {
  const made =
    tool === undefined ? '' : `${tool.name}${tool.version === undefined ? '' : ` ${tool.version}`}`;
  return [
    markup`<div>${name ?? source ?? 'unknown'}</div>`,
    made === '' && observedAt === undefined
      ? undefined
      : markup`<div class="quiet">${made}${observedAt === undefined ? '' : `${made === '' ? '' : ', '}${day(observedAt)}`}</div>`,
  ];
}

function contents({ counts, intelligence, status }: FileReport): string {
  if (status === 'rejected') return '';
  if (intelligence !== undefined)
    return `${count(intelligence.entries, 'entry', 'entries')} of ${intelligence.feed}`;
  const relations = Object.values(counts.relations).reduce((sum, n) => sum + n, 0);
  const { pass, fail, notApplicable, unknown } = counts.controls;
  const parts: readonly (readonly [number, string, string?])[] = [
    [counts.devices, 'device'],
    [counts.endpoints, 'service'],
    [counts.software, 'program'],
    [counts.vulnerabilities, 'open vulnerability', 'open vulnerabilities'],
    [pass + fail + notApplicable + unknown, 'check result'],
    [counts.identities, 'identity', 'identities'],
    [relations, 'relation'],
    [counts.secrets, 'secret'],
    [counts.resources, 'resource'],
    [counts.events, 'event'],
  ];
  const stated = parts.filter(([n]) => n > 0).map(([n, noun, plural]) => count(n, noun, plural));
  return stated.length === 0 ? 'nothing' : stated.join(', ');
}

function messages({ fault, quarantinedCount }: FileReport): Fill {
  return [
    ...(fault === undefined ? [] : describeFault(fault).split(/\r\n|\r|\n/)),
    ...(quarantinedCount > 0
      ? [`${grouped(quarantinedCount)} records set aside; fixfirst inspect says why`]
      : []),
  ].map((line) => markup`<div>${line}</div>`);
}
