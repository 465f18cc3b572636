import { asBoolean, asNumber, asObject, asText, asTexts } from '../../base/json-value.ts';
import type { JsonObject } from '../../base/json.ts';
import { parseIsoTime, type EpochMs } from '../../base/time.ts';
import type { Observation } from '../../schema/index.ts';
import { locationOf, type Location } from './asset.ts';

type Secret = Observation<'secret'>;

/** A finding apart from its value(s), which only `fingerprint` ever sees. */
export interface Finding {
  readonly location: Location;
  /** One for each distinct value; version 2 reports several values of one change together. */
  readonly secrets: (ref: string, fingerprint: (value: string) => string) => readonly Secret[];
}

/** A finding of version 3 or 2, undefined when it is none (a log line among them, a record without a detector). */
export function findingOf(record: JsonObject): Finding | undefined {
  return record['SourceMetadata'] === undefined ? findingOf2(record) : findingOf3(record);
}

/** TruffleHog's own log lines, which a shell may have put into the same file. */
export function isLogLine(record: JsonObject): boolean {
  return record['msg'] !== undefined && record['level'] !== undefined;
}

function findingOf3(record: JsonObject): Finding | undefined {
  const rule = asText(record['DetectorName']) ?? detectorNumber(record['DetectorType']);
  if (rule === undefined) return undefined;
  const sources = asObject(asObject(record['SourceMetadata'])?.['Data']) ?? {};
  const [source = ''] = Object.keys(sources);
  const data = asObject(sources[source]) ?? {};
  const location = locationOf(source, data);
  const line = asNumber(data['line']);
  return {
    location,
    secrets: (ref, fingerprint) => {
      const value = rawOf(record);
      return [
        {
          Ref: ref,
          RuleId: rule,
          Title: asText(record['DetectorDescription']) ?? `${rule} credential`,
          Severity: 'Unknown',
          Place: location.place,
          Line: Number.isInteger(line) ? line : undefined,
          Commit: location.commit,
          Fingerprint: fingerprint(
            value ?? ['trufflehog', rule, location.place ?? '', line ?? '', location.commit ?? ''].join('\n'),
          ),
          IsVerified: verifiedOf(record),
          FoundAt: parseGoTime(asText(data['timestamp'])),
          Account: accountOf(record),
        },
      ];
    },
  };
}

function detectorNumber(value: JsonObject[string]): string | undefined {
  const number = asNumber(value);
  return number === undefined ? undefined : `detector ${number}`;
}

/** An error while verifying leaves open whether the credential works. */
function verifiedOf(record: JsonObject): boolean | undefined {
  const verified = asBoolean(record['Verified']);
  return verified === false && asText(record['VerificationError']) !== undefined ? undefined : verified;
}

/** The value itself. Versions before 3.12 (which write no `DecoderName`) encode it in base64. */
function rawOf(record: JsonObject): string | undefined {
  const raw = asText(record['Raw']) ?? asText(record['RawV2']) ?? asText(record['Redacted']);
  if (raw === undefined || record['DecoderName'] !== undefined) return raw;
  if (!/^[A-Za-z\d+/\s]+={0,2}$/.test(raw) || raw.length % 4 !== 0) return raw;
  const decoded = Buffer.from(raw, 'base64').toString('utf8');
  return decoded.includes('\ufffd') || /[\u0000-\u0008]/.test(decoded) ? raw : decoded;
}

/** The account that the detector learnt from the service; never a part of the value. */
function accountOf(record: JsonObject): string | undefined {
  const extra = asObject(record['ExtraData']);
  if (extra === undefined) return undefined;
  const values = [record['Raw'], record['RawV2'], rawOf(record)].map((value) => asText(value) ?? '');
  for (const key of ['arn', 'username', 'user', 'email', 'account', 'account_id']) {
    const account = asText(extra[key]);
    if (account !== undefined && !values.some((value) => value.includes(account))) return account;
  }
  return undefined;
}

function findingOf2(record: JsonObject): Finding | undefined {
  const rule = asText(record['reason']);
  if (rule === undefined) return undefined;
  const location: Location = {
    resourceType: 'repository',
    resourceName: undefined,
    place: asText(record['path']),
    commit: asText(record['commitHash']),
  };
  const common = {
    RuleId: rule,
    Title: rule,
    Severity: 'Unknown',
    Place: location.place,
    Commit: location.commit,
    FoundAt: parseGoTime(asText(record['date'])),
  } as const;
  return {
    location,
    secrets: (ref, fingerprint) =>
      [...new Set(asTexts(record['stringsFound']))].map((value) => ({
        Ref: ref,
        ...common,
        Fingerprint: fingerprint(value),
      })),
  };
}

/** ISO time, or as Go prints it: `2022-06-16 10:17:40 -0700 -0700`, `2023-01-02 03:04:05 +0000 UTC`. */
function parseGoTime(text: string | undefined): EpochMs | undefined {
  const go = /^(\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}(?:\.\d+)?) ([+-]\d{4})(?: \S+)?$/.exec(text ?? '');
  return parseIsoTime(go === null ? text : `${go[1] ?? ''}${go[2] ?? ''}`);
}
