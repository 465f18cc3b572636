import { detached } from '../../base/detached.ts';
import { invariant } from '../../base/fault.ts';
import { asObject, asObjects, asText } from '../../base/json-value.ts';
import { formatPath, readJson, type JsonObject } from '../../base/json.ts';
import { readRecords } from '../json-records.ts';
import type { Output, Read, ReadOutcome, ReportFile } from '../source.ts';
import { UniqueRefs } from '../unique-refs.ts';
import { checkedOf, type Checked } from './control.ts';
import { Target, targetKey } from './target.ts';

/** Reads the results of one target (a JSON report) or of several (one control a line). */
export const read: Read = async (report, out) => {
  const [file] = report.files;
  invariant(file !== undefined, 'a report has a file');
  out.tool('InSpec');
  out.native('controls', 0);
  out.nativeValue('results', {});
  return report.format === 'InSpec controls' ? readControls(file, out) : readReport(file, out);
};

async function readReport(file: ReportFile, out: Output): Promise<ReadOutcome> {
  const profiles = new Map<string, { name?: string; version?: string; isBase: boolean }>();
  const controls: { readonly checked: Checked; readonly profile: string }[] = [];
  /** Results of the reporter `json-min`: without profiles. */
  const flat = new Map<string, JsonObject[]>();
  let platform: JsonObject | undefined;
  let isWhole = false as boolean;
  const profile = (
    index: string | number | undefined,
  ): { name?: string; version?: string; isBase: boolean } => {
    const key = String(index);
    const known = profiles.get(key) ?? { isBase: false };
    profiles.set(key, known);
    return known;
  };
  const result = await readJson(file.text(), {
    records: {
      'profiles.*.controls.*': (value, path) => {
        out.native('controls');
        const record = asObject(value);
        for (const each of asObjects(record?.['results']))
          out.nativeOf('results', asText(each['status']) ?? 'null');
        const checked = record === undefined ? undefined : checkedOf(record, undefined, formatPath(path));
        if (checked === undefined) out.quarantine(formatPath(path), 'the control has no id');
        else controls.push({ checked, profile: String(path[1]) });
      },
      'profiles.*.name': (value, path) => {
        profile(path[1]).name ??= asText(value) ?? '';
      },
      'profiles.*.title': (value, path) => {
        const title = asText(value);
        if (title !== undefined) profile(path[1]).name = title;
      },
      'profiles.*.version': (value, path) => {
        profile(path[1]).version = asText(value) ?? '';
      },
      'profiles.*.parent_profile': (value, path) => {
        profile(path[1]).isBase = asText(value) !== undefined;
      },
      'controls.*': (value) => {
        const record = asObject(value);
        const id = asText(record?.['id']);
        if (record === undefined || id === undefined) return;
        flat.set(id, [...(flat.get(id) ?? []), record]);
      },
      platform: (value) => {
        platform = asObject(value);
      },
      statistics: () => {
        isWhole = true;
      },
      version: (value) => {
        out.tool('InSpec', asText(value));
      },
    },
    pressure: () => out.pressure(),
  });
  if (controls.length === 0) {
    for (const [id, results] of flat) {
      const checked = checkedOf({ ...results[0], results }, undefined, `$.controls (${id})`);
      if (checked !== undefined)
        controls.push({ checked, profile: asText(results[0]?.['profile_id']) ?? '' });
    }
  }
  const target = new Target(platform, file.name);
  const benchmarks = new Map(
    [...profiles].map(([key, { name, version }]) => [key, [name, version].filter(Boolean).join(' ')]),
  );
  for (const { checked, profile: key } of controls) {
    const benchmark = benchmarks.get(key) ?? key;
    target.add(
      { ...checked, control: { ...checked.control, Benchmark: benchmark } },
      profiles.get(key)?.isBase ?? false,
    );
  }
  target.flush(out, new UniqueRefs());
  const names = [...new Set(benchmarks.values())].sort();
  out.scope({ kind: 'hosts', checks: ['configuration'], profiles: names });
  if (!result.ok) return result;
  if (names.length > 0) out.checkSet(names.join(', '));
  // A target without a name cannot be told from another one: such a report closes nothing.
  if (isWhole && target.isNamed && profiles.size > 0) out.provesScope();
  return { ok: true };
}

/** One control a line, as the audit cookbook logs it; each line names its target. */
async function readControls(file: ReportFile, out: Output): Promise<ReadOutcome> {
  const targets = new Map<string, Target>();
  const profiles = new Set<string>();
  const result = await readRecords(file, {
    record: (record, locator) => {
      for (const each of asObjects(record['results']))
        out.nativeOf('results', asText(each['status']) ?? 'null');
      const profile = asObject(record['profile']);
      const name = detached(
        [asText(profile?.['title']) ?? asText(profile?.['name']), asText(profile?.['version'])]
          .filter(Boolean)
          .join(' '),
      );
      const checked = checkedOf(record, name, locator);
      if (checked === undefined) {
        out.quarantine(locator, 'the control has no id');
        return;
      }
      profiles.add(name);
      const platform = asObject(record['platform']);
      const key = targetKey(platform);
      const target = targets.get(key) ?? new Target(platform, file.name);
      targets.set(detached(key), target);
      target.add(checked, false);
    },
    bad: (locator, reason) => {
      out.quarantine(locator, reason);
    },
    pressure: () => out.pressure(),
  });
  const refs = new UniqueRefs();
  for (const target of targets.values()) target.flush(out, refs);
  out.scope({ kind: 'hosts', checks: ['configuration'], profiles: [...profiles] });
  return result.ok ? { ok: true } : result;
}
