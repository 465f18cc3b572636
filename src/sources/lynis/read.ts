import { failed, invariant } from '../../base/fault.ts';
import { parseIsoTime } from '../../base/time.ts';
import { local, type Output, type Read } from '../source.ts';
import { controlOf, quietControl } from './controls.ts';
import { deviceOf, endpointOf, packagesOf, type Values } from './host.ts';
import { readLines } from './lines.ts';

/** Reads `key=value` lines of one host. The last one, `finish=true`, is the end mark. */
export const read: Read = async (report, out) => {
  const [file] = report.files;
  invariant(file !== undefined, 'a report has a file');
  const values = new Map<string, string[]>();
  const remarked = new Set<string>();
  const ref = local('host');
  out.tool('Lynis');
  out.native('warnings', 0);
  out.native('suggestions', 0);
  const result = await readLines(
    file.text(),
    (line, number) => {
      const match = /^([\w-]+)(\[\])?=(.*)$/.exec(line);
      const [, key = '', , value = ''] = match ?? [];
      if (key === 'warning' || key === 'suggestion') {
        out.native(`${key}s`);
        const control = controlOf(key, value, ref);
        if (control === undefined) out.quarantine(`line ${number}`, 'the remark names no test');
        else {
          remarked.add(control.ControlId);
          out.add('control', control, `line ${number}`);
        }
      } else if (key === 'network_listen' || key === 'network_listen_port') {
        const endpoint = endpointOf(value, ref);
        if (endpoint !== undefined) out.add('endpoint', endpoint, `line ${number}`);
      } else if (key !== '') {
        const known = values.get(key);
        if (known === undefined) values.set(key, [value.trim()]);
        else known.push(value.trim());
      }
    },
    () => out.pressure(),
  );
  addHost(values, remarked, ref, out);
  if (!result.ok) return result;
  if (values.get('finish')?.[0] !== 'true') {
    return failed({
      code: 'truncated',
      message: 'the report has no last line finish=true',
      remedy: 'let lynis audit system run to its end',
    });
  }
  if (values.get('hostname')?.[0] !== undefined || values.get('hostid')?.[0] !== undefined) out.provesScope();
  return { ok: true };
};

function addHost(values: Values, remarked: ReadonlySet<string>, ref: string, out: Output): void {
  const first = (key: string): string | undefined => values.get(key)?.find((text) => text !== '');
  const time = parseIsoTime(first('report_datetime_end')) ?? parseIsoTime(first('report_datetime_start'));
  out.tool('Lynis', first('lynis_version'));
  out.observedAt(time);
  for (const key of ['hardening_index', 'installed_packages', 'hostname']) {
    const value = first(key);
    if (value !== undefined) out.nativeValue(key, value);
  }
  out.add('device', deviceOf(values, time, ref), 'file');
  for (const row of packagesOf(values, ref)) out.add('software', row, 'installed_packages_array');
  for (const name of values.get('vulnerable_package') ?? []) {
    out.add(
      'vulnerability',
      {
        Ref: ref,
        VulnerabilityId: `lynis:${name.split('|')[0] ?? name}`,
        CveIds: [],
        Title: 'A newer version from the security repository is not installed',
        Severity: 'Unknown',
        SoftwareName: name.split('|')[0] ?? name,
        Status: 'affected',
      },
      `vulnerable_package[]=${name}`,
    );
  }
  for (const [key, isExecuted] of [
    ['tests_executed', true],
    ['tests_skipped', false],
  ] as const) {
    for (const id of (values.get(key) ?? []).flatMap((text) => text.split('|'))) {
      if (/^[A-Z0-9]+-\d+$/i.test(id) && !remarked.has(id))
        out.add('control', quietControl(id, isExecuted, ref), key);
    }
  }
  const group = `${first('test_group') ?? 'all'}, ${first('test_category') ?? 'all'}`;
  out.scope({
    kind: 'hosts',
    host: first('hostname') ?? 'unknown',
    checks: ['configuration', 'software'],
    tests: group,
  });
  out.checkSet(`Lynis tests: ${group}`);
}
