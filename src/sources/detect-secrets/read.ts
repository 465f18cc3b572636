import { invariant } from '../../base/fault.ts';
import { asBoolean, asNumber, asObject, asText } from '../../base/json-value.ts';
import { formatPath, readJson, type JsonPath, type JsonValue } from '../../base/json.ts';
import { parseIsoTime } from '../../base/time.ts';
import { SecretAssets } from '../secret-assets.ts';
import type { Output, Read } from '../source.ts';

export const read: Read = async (report, out) => {
  const [file] = report.files;
  invariant(file !== undefined, 'a report has a file');
  const assets = new SecretAssets(out, report.name);
  const ref = assets.of('repository');
  const plugins = new Set<string>();
  out.tool('detect-secrets');
  out.native('secrets', 0);
  const result = await readJson(file.text(), {
    records: {
      version: (value) => {
        out.tool('detect-secrets', asText(value));
      },
      generated_at: (value) => {
        out.observedAt(parseIsoTime(asText(value)));
      },
      'plugins_used.*.name': (value) => {
        const name = asText(value);
        if (name !== undefined) plugins.add(name);
      },
      'results.*.*': (value, path) => {
        take(value, path, ref, out);
      },
    },
    pressure: () => out.pressure(),
  });
  out.checkSet([...plugins].sort().join(', '));
  out.scope({ resources: assets.names });
  return result.ok ? { ok: true } : result;
};

function take(value: JsonValue, path: JsonPath, ref: string, out: Output): void {
  const secret = asObject(value);
  const rule = asText(secret?.['type']);
  const hash = asText(secret?.['hashed_secret']);
  const locator = formatPath(path);
  out.native('secrets');
  if (secret === undefined || rule === undefined) {
    out.quarantine(locator, 'the entry names no type of secret');
    return;
  }
  // An audit by a person said that it is none.
  if (asBoolean(secret['is_secret']) === false) {
    out.native('audited_as_none');
    return;
  }
  const place = asText(secret['filename']) ?? String(path[1]);
  const line = asNumber(secret['line_number']);
  out.add(
    'secret',
    {
      Ref: ref,
      RuleId: rule,
      Title: rule,
      Severity: 'Unknown',
      Place: place.replaceAll('\\', '/'),
      Line: Number.isSafeInteger(line) ? line : undefined,
      // The baseline holds SHA-1 of the value: it is hashed again, so that equal values stay equal within this tool.
      Fingerprint: out.fingerprint(['detect-secrets', hash ?? `${place}:${line ?? ''}`].join('\n')),
      // `false` is also what it writes when nothing was tried.
      IsVerified: asBoolean(secret['is_verified']) === true ? true : undefined,
    },
    locator,
  );
}
