import { readCsv, type CsvRow } from '../csv.ts';
import { detached } from '../../base/detached.ts';
import { invariant } from '../../base/fault.ts';
import { severityOfWord } from '../../base/severity.ts';
import { parseIsoTime } from '../../base/time.ts';
import type { Observation } from '../../schema/index.ts';
import { local, type Read } from '../source.ts';
import { shorten } from '../texts.ts';

/** Reads recommendations; each subscription is one asset, its resources are places. */
export const read: Read = async (report, out) => {
  const [file] = report.files;
  invariant(file !== undefined, 'a report has a file');
  const subscriptions = new Set<string>();
  out.tool('Defender for Cloud');
  out.native('recommendations', 0);
  out.nativeValue('state', {});
  const result = await readCsv(
    file.text(),
    file.head.text.split('\n')[0]?.includes(';') === true ? ';' : ',',
    {
      isHeader: (cells) => cells.includes('subscriptionId'),
      record: (row, line) => {
        const locator = `line ${line}`;
        out.native('recommendations');
        out.nativeOf('state', cell(row, 'state') ?? 'null');
        const id = cell(row, 'subscriptionId');
        const control = id === undefined ? undefined : controlOf(row, local(id));
        if (id === undefined || control === undefined) {
          out.quarantine(locator, 'the line names no subscription or no recommendation');
          return;
        }
        if (!subscriptions.has(id)) {
          subscriptions.add(detached(id));
          out.add(
            'resource',
            {
              Ref: local(id),
              ResourceType: 'cloud',
              ResourceName: cell(row, 'subscriptionName') ?? id,
              ResourceIds: [`azure:${id}`],
              Examined: ['configuration'],
              Properties: { provider: 'azure' },
            },
            locator,
          );
        }
        out.observedAt(parseIsoTime(cell(row, 'exportedTimestamp')));
        out.add('control', control, locator);
      },
      bad: (line, reason) => {
        out.quarantine(`line ${line}`, reason);
      },
      pressure: () => out.pressure(),
    },
  );
  out.scope({ kind: 'subscriptions', subscriptions: [...subscriptions], checks: ['configuration'] });
  return result.ok ? { ok: true } : result;
};

function cell(row: CsvRow, name: string): string | undefined {
  const text = row.get(name)?.trim();
  return text === '' ? undefined : text;
}

function controlOf(row: CsvRow, ref: string): Observation<'control'> | undefined {
  const title = cell(row, 'recommendationDisplayName');
  // `recommendationName` is the key of the assessment, one for all resources; `recommendationId` names the resource too.
  const id = cell(row, 'recommendationName') ?? title;
  if (id === undefined) return undefined;
  const fix = cell(row, 'remediationSteps');
  return {
    Ref: ref,
    ControlId: id,
    Benchmark: 'Defender for Cloud',
    Title: title,
    Severity: severityOfWord(cell(row, 'severity')),
    ...verdictOf(cell(row, 'state'), cell(row, 'notApplicableReason')),
    FixText: fix === undefined ? undefined : shorten(fix, 400),
    References: controlNames(cell(row, 'controls')),
    Place: cell(row, 'resourceId') ?? cell(row, 'resourceName'),
  };
}

function verdictOf(
  state: string | undefined,
  reason: string | undefined,
): Pick<Observation<'control'>, 'Result' | 'Reason'> {
  switch (state?.toLowerCase()) {
    case 'healthy':
      return { Result: 'pass' };
    case 'unhealthy':
      return { Result: 'fail' };
    case 'notapplicable':
    case 'not applicable':
      return { Result: 'notApplicable', Reason: reason ?? 'the recommendation does not apply' };
    default:
      return {
        Result: 'unknown',
        Reason:
          state === undefined ? 'the line has no state' : `Defender for Cloud says ${shorten(state, 80)}`,
      };
  }
}

/** `{"Restrict unauthorized network access":"id"}`: the security controls that the recommendation belongs to. */
function controlNames(text: string | undefined): readonly string[] {
  return [...(text ?? '').matchAll(/"([^"]+)"\s*:/g)].flatMap((match) => match[1] ?? []);
}
