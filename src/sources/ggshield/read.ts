import { invariant } from '../../base/fault.ts';
import { asNumber, asObject, asObjects, asText } from '../../base/json-value.ts';
import { formatPath, readJson, type JsonObject, type JsonPath, type JsonValue } from '../../base/json.ts';
import { parseCtime } from '../../base/ctime.ts';
import { parseIsoTime, type EpochMs } from '../../base/time.ts';
import { isMasked, SecretAssets } from '../secret-assets.ts';
import type { Output, Read } from '../source.ts';

export const read: Read = async (report, out) => {
  const [file] = report.files;
  invariant(file !== undefined, 'a report has a file');
  const assets = new SecretAssets(out, report.name);
  const isDocker = /docker/.test(file.head.json?.scalars.get('type') ?? '');
  const image = isDocker ? file.head.json?.scalars.get('id') : undefined;
  const asset = (): string => (isDocker ? assets.of('image', image) : assets.of('repository'));
  out.tool('ggshield');
  out.native('incidents', 0);
  const take = (value: JsonValue, path: JsonPath): void => {
    const entity = asObject(value);
    if (entity === undefined) out.quarantine(formatPath(path), 'the entity is no JSON object');
    else takeEntity(entity, formatPath(path), undefined, asset(), out);
  };
  const result = await readJson(file.text(), {
    records: {
      'scans.*': (value, path) => {
        const scan = asObject(value);
        if (scan === undefined) out.quarantine(formatPath(path), 'the scan is no JSON object');
        else takeScan(scan, formatPath(path), asset(), out);
      },
      'entities_with_incidents.*': take,
      secrets_engine_version: (value) => {
        out.tool('ggshield', asText(value));
      },
    },
    pressure: () => out.pressure(),
  });
  // A clean scan is a statement too.
  if (result.ok) asset();
  out.scope({ resources: assets.names });
  return result.ok ? { ok: true } : result;
};

/** A scan with its entities; groups of scans hold further ones. */
function takeScan(scan: JsonObject, locator: string, ref: string, out: Output): void {
  const isCommit = asText(scan['type']) === 'commit';
  const commit = isCommit ? { id: asText(scan['id']), at: commitTime(scan) } : undefined;
  asObjects(scan['entities_with_incidents']).forEach((entity, i) => {
    takeEntity(entity, `${locator}.entities_with_incidents[${i}]`, commit, ref, out);
  });
  asObjects(scan['scans']).forEach((inner, i) => {
    takeScan(inner, `${locator}.scans[${i}]`, ref, out);
  });
}

interface Commit {
  readonly id: string | undefined;
  readonly at: EpochMs | undefined;
}

function takeEntity(
  entity: JsonObject,
  locator: string,
  commit: Commit | undefined,
  ref: string,
  out: Output,
): void {
  const place = asText(entity['filename']);
  asObjects(entity['incidents']).forEach((incident, i) => {
    const at = `${locator}.incidents[${i}]`;
    // Incidents of the older checks of infrastructure code stand in the same place.
    const rule = asText(incident['type']);
    out.native('incidents');
    if (rule === undefined) {
      out.quarantine(at, 'the incident names no type');
      return;
    }
    const validity = asText(incident['validity']);
    const occurrences = asObjects(incident['occurrences']);
    (occurrences.length === 0 ? [{} as JsonObject] : occurrences).forEach((occurrence, n) => {
      out.add(
        'secret',
        {
          Ref: ref,
          RuleId: rule,
          Title: rule,
          Severity: 'Unknown',
          Place: place,
          Line: lineOf(occurrence),
          Commit: commit?.id,
          Fingerprint: out.fingerprint(valueOf(occurrence, incident, place)),
          IsVerified: validity === 'valid' ? true : validity === 'invalid' ? false : undefined,
          FoundAt: commit?.at,
        },
        occurrences.length > 1 ? `${at}.occurrences[${n}]` : at,
      );
    });
  });
}

/** The value with `--show-secrets`, else the hash of the secret that ggshield ignores it by, with the part it stands for. */
function valueOf(occurrence: JsonObject, incident: JsonObject, place: string | undefined): string {
  const match = asText(occurrence['match']);
  if (match !== undefined && !isMasked(match)) return match;
  const hash = asText(incident['ignore_sha']) ?? asText(incident['hash']);
  return ['ggshield', hash ?? place ?? '', asText(occurrence['type']) ?? ''].join('\n');
}

function lineOf(occurrence: JsonObject): number | undefined {
  const line = asNumber(occurrence['line_start']);
  return Number.isSafeInteger(line) ? line : undefined;
}

/** The date as git prints it: `Mon Jul 5 12:54:43 2021 +0530`. */
function commitTime(scan: JsonObject): EpochMs | undefined {
  const text = asText(asObject(scan['extra_info'])?.['date']) ?? '';
  const [, local = '', sign = '', hours = '', minutes = ''] = /^(.+) ([+-])(\d{2})(\d{2})$/.exec(text) ?? [];
  const time = parseCtime(local);
  if (time === undefined) return parseIsoTime(text);
  const offset = (Number(hours) * 60 + Number(minutes)) * 60_000;
  return sign === '-' ? time + offset : time - offset;
}
