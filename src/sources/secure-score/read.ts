import { failed, invariant } from '../../base/fault.ts';
import { asNumber, asObject, asObjects, asText } from '../../base/json-value.ts';
import { formatPath, readJson, type JsonObject, type JsonPath, type JsonValue } from '../../base/json.ts';
import { parseIsoTime } from '../../base/time.ts';
import { local, type Output, type Read } from '../source.ts';
import { controlOf } from './control.ts';

/** The newest score of a tenant; older days of the same answer are only counted. */
interface Newest {
  readonly score: JsonObject;
  readonly path: JsonPath;
  readonly time: number;
}

/** Reads secure scores: of each tenant the newest day stands. */
export const read: Read = async (report, out) => {
  const [file] = report.files;
  invariant(file !== undefined, 'a report has a file');
  const newest = new Map<string, Newest>();
  const profiles = new Map<string, JsonObject>();
  out.tool('Microsoft Secure Score');
  for (const name of ['scores', 'control_scores', 'profiles']) out.native(name, 0);
  const score = (value: JsonValue, path: JsonPath): void => {
    const record = asObject(value);
    const tenant = asText(record?.['azureTenantId']);
    if (record === undefined || tenant === undefined) {
      out.quarantine(formatPath(path), 'the score names no tenant');
      return;
    }
    out.native('scores');
    out.native('control_scores', asObjects(record['controlScores']).length);
    const time = parseIsoTime(asText(record['createdDateTime'])) ?? 0;
    const before = newest.get(tenant);
    if (before === undefined || time > before.time) newest.set(tenant, { score: record, path, time });
  };
  const form = file.head.json;
  const isSingle = form?.form === 'object' && form.paths.has('controlScores');
  const result = await readJson(file.text(), {
    records: isSingle
      ? { '': score }
      : {
          [form?.form === 'array' ? '*' : 'value.*']: score,
          'secureScore.value.*': score,
          'profiles.value.*': (value) => {
            out.native('profiles');
            const profile = asObject(value);
            const id = asText(profile?.['id']);
            if (profile !== undefined && id !== undefined) profiles.set(id, profile);
          },
        },
    pressure: () => out.pressure(),
  });
  for (const [tenant, each] of newest) addTenant(tenant, each, profiles, out);
  out.scope({ kind: 'tenants', tenants: [...newest.keys()], checks: ['configuration'] });
  if (!result.ok) return result;
  if (newest.size === 0) {
    return failed({
      code: 'wrong-content',
      message: 'the file holds no secure score',
      remedy: 'ask Graph for security/secureScores?$top=1',
    });
  }
  return { ok: true };
};

function addTenant(
  tenant: string,
  { score, path, time }: Newest,
  profiles: ReadonlyMap<string, JsonObject>,
  out: Output,
): void {
  const ref = local(`tenant ${tenant}`);
  out.observedAt(time === 0 ? undefined : time);
  out.add(
    'resource',
    {
      Ref: ref,
      ResourceType: 'cloud',
      ResourceName: tenant,
      ResourceIds: [`tenant:${tenant.toLowerCase()}`],
      Examined: ['configuration'],
      Properties: {
        provider: 'm365',
        ...numbers(score, ['currentScore', 'maxScore', 'activeUserCount', 'licensedUserCount']),
      },
    },
    formatPath(path),
  );
  asObjects(score['controlScores']).forEach((each, i) => {
    const locator = formatPath([...path, 'controlScores', i]);
    const control = controlOf(each, profiles.get(asText(each['controlName']) ?? ''), ref);
    if (control === undefined) out.quarantine(locator, 'the control has no name');
    else out.add('control', control, locator);
  });
}

function numbers(record: JsonObject, names: readonly string[]): Readonly<Record<string, number>> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const number = asNumber(record[name]);
      return number === undefined ? [] : [[name, number]];
    }),
  );
}
