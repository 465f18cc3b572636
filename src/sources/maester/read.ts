import { invariant } from '../../base/fault.ts';
import { asObject, asObjects, asText, asTexts } from '../../base/json-value.ts';
import { formatPath, readJson, type JsonObject } from '../../base/json.ts';
import { severityOfWord } from '../../base/severity.ts';
import { parseIsoTime } from '../../base/time.ts';
import type { Observation } from '../../schema/index.ts';
import { local, type Read } from '../source.ts';
import { distinctTexts, shorten } from '../texts.ts';

/** Keys of the run that are kept as texts. */
const keys = ['TenantId', 'TenantName', 'ExecutedAt', 'CurrentVersion', 'EndOfJson'];

/** Reads the tests of one tenant. */
export const read: Read = async (report, out) => {
  const [file] = report.files;
  invariant(file !== undefined, 'a report has a file');
  const ref = local('tenant');
  const run = new Map<string, string>();
  const blocks = new Set<string>();
  out.tool('Maester');
  out.native('tests', 0);
  out.nativeValue('result', {});
  const result = await readJson(file.text(), {
    records: {
      ...Object.fromEntries(
        keys.map((key) => [
          key,
          (value: Parameters<typeof asText>[0]) => {
            const text = asText(value);
            if (text !== undefined) run.set(key, text);
          },
        ]),
      ),
      'Tests.*': (value, path) => {
        const test = asObject(value) ?? {};
        out.native('tests');
        out.nativeOf('result', asText(test['Result']) ?? 'null');
        const control = controlOf(test, ref);
        if (control === undefined) {
          out.quarantine(formatPath(path), 'the test has no id or no result');
          return;
        }
        if (control.Benchmark !== undefined) blocks.add(control.Benchmark);
        out.add('control', control, formatPath(path));
      },
    },
    pressure: () => out.pressure(),
  });
  const known = (key: string): string | undefined => {
    const text = run.get(key);
    // Maester writes so into the id and the name when it ran without Graph.
    return text?.includes('not connected to Graph') === true ? undefined : text;
  };
  const tenant = known('TenantId');
  out.tool('Maester', known('CurrentVersion'));
  out.observedAt(parseIsoTime(known('ExecutedAt')));
  out.add(
    'resource',
    {
      Ref: ref,
      ResourceType: 'cloud',
      ResourceName: known('TenantName') ?? tenant ?? file.name.replace(/^.*[\\/]/, ''),
      ResourceIds: tenant === undefined ? [] : [`tenant:${tenant.toLowerCase()}`],
      Examined: ['configuration'],
      Properties: { provider: 'm365' },
    },
    '$.TenantId',
  );
  const checks = [...blocks].sort();
  out.scope({ kind: 'tenant', tenant: tenant ?? 'unknown', checks: ['configuration'], blocks: checks });
  if (checks.length > 0) out.checkSet(checks.join(', '));
  if (!result.ok) return result;
  if (tenant !== undefined && checks.length > 0) out.provesScope();
  return { ok: true };
};

/** A test as control; undefined when it has no id or no result. */
function controlOf(test: JsonObject, ref: string): Observation<'control'> | undefined {
  const name = asText(test['Name']);
  const id = asText(test['Id']) ?? name?.split(':')[0];
  const word = asText(test['Result']);
  if (id === undefined || word === undefined) return undefined;
  const detail = asObject(test['ResultDetail']);
  const title = asText(detail?.['TestTitle']) ?? asText(test['Title']) ?? name;
  return {
    Ref: ref,
    ControlId: id,
    Benchmark: asText(test['Block']),
    Title: title?.startsWith(`${id}: `) === true ? title.slice(id.length + 2) : title,
    Severity: severityOfWord(asText(test['Severity']) ?? asText(detail?.['Severity'])),
    ...verdictOf(word, test, detail),
    References:
      distinctTexts([...asTexts(test['Tag']).filter((tag) => tag !== id), asText(test['HelpUrl'])]) ?? [],
  };
}

function verdictOf(
  word: string,
  test: JsonObject,
  detail: JsonObject | undefined,
): Pick<Observation<'control'>, 'Result' | 'Reason'> {
  const exception = asObjects(test['ErrorRecord']).map((record) =>
    asText(asObject(record['Exception'])?.['Message']),
  )[0];
  const said = exception ?? asText(detail?.['TestResult']);
  const text = said === undefined ? undefined : shorten(said.replace(/\s+/g, ' '), 300);
  const because = (reason: string, more: string | undefined = text): string =>
    more === undefined ? reason : `${reason}: ${more}`;
  switch (word) {
    case 'Passed':
      return { Result: 'pass' };
    case 'Failed':
      return { Result: 'fail', Reason: text };
    case 'Skipped':
      return {
        Result: 'unknown',
        Reason: because('skipped', asText(detail?.['SkippedReason']) ?? asText(detail?.['TestSkipped'])),
      };
    case 'NotRun':
      return { Result: 'unknown', Reason: 'not run' };
    case 'Investigate':
      return { Result: 'unknown', Reason: because('manual: a person must look into it') };
    case 'Error':
      return { Result: 'unknown', Reason: because('the test ended with an error') };
    default:
      return { Result: 'unknown', Reason: because(`Maester says ${shorten(word, 80)}`) };
  }
}
