import { invariant } from '../../base/fault.ts';
import { asLabel, asNumber, asObject, asObjects, asText, asTexts } from '../../base/json-value.ts';
import { formatPath, readJson, type JsonObject } from '../../base/json.ts';
import { parseEpochSeconds } from '../../base/time.ts';
import type { Observation } from '../../schema/index.ts';
import { local, type Read } from '../source.ts';
import { shorten } from '../texts.ts';

/** Reads the checks of one Docker host; the report does not name it, so the file does. */
export const read: Read = async (report, out) => {
  const [file] = report.files;
  invariant(file !== undefined, 'a report has a file');
  const ref = local('host');
  out.tool('Docker Bench');
  out.native('results', 0);
  out.nativeValue('result', {});
  const result = await readJson(file.text(), {
    records: {
      dockerbenchsecurity: (value) => {
        out.tool('Docker Bench', asLabel(value));
      },
      end: (value) => {
        out.observedAt(parseEpochSeconds(asNumber(value)));
      },
      'tests.*': (value, path) => {
        const section = asObject(value);
        asObjects(section?.['results']).forEach((each, i) => {
          out.native('results');
          out.nativeOf('result', asText(each['result']) ?? 'null');
          const locator = formatPath([...path, 'results', i]);
          const control = controlOf(each, asText(section?.['desc']), ref);
          if (control === undefined) out.quarantine(locator, 'the check has no id or no result');
          else out.add('control', control, locator);
        });
      },
    },
    pressure: () => out.pressure(),
  });
  out.add(
    'resource',
    {
      Ref: ref,
      ResourceType: 'application',
      ResourceName: file.name.replace(/^.*[\\/]/, '').replace(/\.json$/i, ''),
      ResourceIds: [],
      Examined: ['configuration'],
      Properties: { product: 'Docker', named: 'by the file; the report names no host' },
    },
    '$',
  );
  out.scope({ kind: 'host', checks: ['configuration'], benchmark: 'CIS Docker' });
  return result.ok ? { ok: true } : result;
};

/** A check as control; undefined when it has no id or no result. */
function controlOf(
  check: JsonObject,
  section: string | undefined,
  ref: string,
): Observation<'control'> | undefined {
  const id = asLabel(check['id']);
  const word = asText(check['result']);
  if (id === undefined || word === undefined) return undefined;
  const found = asText(check['details']) ?? (asTexts(check['items']).join(', ') || undefined);
  return {
    Ref: ref,
    ControlId: `CIS Docker: ${id}`,
    Benchmark: 'CIS Docker',
    Title: asText(check['desc']),
    // Docker Bench knows no severities.
    Severity: 'Unknown',
    ...verdictOf(
      word,
      asText(check['desc']) ?? '',
      found === undefined ? undefined : shorten(found.replace(/\s+/g, ' '), 400),
    ),
    FixText: asText(check['remediation']),
    References: [`CIS ${id}`],
    Place: section,
  };
}

function verdictOf(
  word: string,
  title: string,
  found: string | undefined,
): Pick<Observation<'control'>, 'Result' | 'Reason'> {
  const because = (reason: string): string => (found === undefined ? reason : `${reason}: ${found}`);
  if (word === 'PASS') return { Result: 'pass', Reason: found };
  if (word === 'NOTE' || (word !== 'WARN' && /\(manual\)/i.test(title)))
    return { Result: 'unknown', Reason: because('manual: a person must check it') };
  if (word === 'WARN') return { Result: 'fail', Reason: found };
  return {
    Result: 'unknown',
    Reason: because(word === 'INFO' ? 'informational' : `Docker Bench says ${shorten(word, 80)}`),
  };
}
