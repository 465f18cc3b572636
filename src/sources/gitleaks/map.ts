import { asNumber, asText } from '../../base/json-value.ts';
import type { JsonObject } from '../../base/json.ts';
import { parseIsoTime } from '../../base/time.ts';
import type { Observation } from '../../schema/index.ts';
import { accountIn } from '../account-in.ts';

/** A finding apart from the value, which only `fingerprint` ever sees. */
export interface Finding {
  /** Repository as the tool names it; undefined when it does not. */
  readonly repository: string | undefined;
  readonly secret: (ref: string, fingerprint: (value: string) => string) => Observation<'secret'>;
}

/** A finding of version 8 (capitalised keys) or 7 (lower case); undefined when it names no rule. */
export function findingOf(record: JsonObject): Finding | undefined {
  return record['RuleID'] === undefined ? findingOf7(record) : findingOf8(record);
}

function findingOf8(record: JsonObject): Finding | undefined {
  const rule = asText(record['RuleID']);
  if (rule === undefined) return undefined;
  return {
    repository: undefined,
    secret: (ref, fingerprint) => {
      const place = asText(record['File']);
      const line = lineOf(record['StartLine']);
      const commit = asText(record['Commit']);
      return {
        Ref: ref,
        RuleId: rule,
        Title: asText(record['Description']),
        Severity: 'Unknown',
        Place: place,
        Line: line,
        Commit: commit,
        Fingerprint: fingerprint(
          valueOf(record['Secret'] ?? record['Match']) ?? placeText(rule, place, line, commit),
        ),
        FoundAt: parseIsoTime(asText(record['Date'])),
        Account: accountIn(asText(record['Match']), asText(record['Secret'])),
      };
    },
  };
}

function findingOf7(record: JsonObject): Finding | undefined {
  const rule = asText(record['rule']);
  if (rule === undefined) return undefined;
  const repository = asText(record['repoURL']) ?? asText(record['repo']);
  return {
    repository: repository === '.' ? undefined : withoutLogin(repository),
    secret: (ref, fingerprint) => {
      const place = asText(record['file']);
      const line = lineOf(record['lineNumber']);
      const commit = asText(record['commit']);
      return {
        Ref: ref,
        RuleId: rule,
        Title: rule,
        Severity: 'Unknown',
        Place: place,
        Line: line,
        Commit: commit,
        Fingerprint: fingerprint(valueOf(record['offender']) ?? placeText(rule, place, line, commit)),
        FoundAt: parseIsoTime(asText(record['date'])),
        Account: accountIn(asText(record['line']), asText(record['offender'])),
      };
    },
  };
}

/** `https://user:token@host/…` is a usual way to clone: the login is no part of the name. */
function withoutLogin(url: string | undefined): string | undefined {
  return url?.replace(/^([a-z][a-z\d+.-]*:\/\/)[^/@]*@/i, '$1');
}

/** The value, undefined when `--redact` has masked it: a mask is the same for all secrets, or holds only their beginning. */
function valueOf(value: JsonObject[string]): string | undefined {
  const text = asText(value);
  return text === undefined || /^REDACTED$|\.\.\.$|^\*+$/.test(text) ? undefined : text;
}

function placeText(
  rule: string,
  place: string | undefined,
  line: number | undefined,
  commit: string | undefined,
): string {
  return ['gitleaks', rule, place ?? '', line ?? '', commit ?? ''].join('\n');
}

function lineOf(value: JsonObject[string]): number | undefined {
  const line = asNumber(value);
  return Number.isInteger(line) ? line : undefined;
}
