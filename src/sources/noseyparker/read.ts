import { invariant } from '../../base/fault.ts';
import { asNumber, asObject, asObjects, asText, asTexts } from '../../base/json-value.ts';
import type { JsonObject } from '../../base/json.ts';
import { parseEpochSeconds, type EpochMs } from '../../base/time.ts';
import { readRecords } from '../json-records.ts';
import { SecretAssets } from '../secret-assets.ts';
import type { Output, Read } from '../source.ts';

export const read: Read = async (report, out) => {
  const [file] = report.files;
  invariant(file !== undefined, 'a report has a file');
  const assets = new SecretAssets(out, report.name);
  out.tool('Nosey Parker');
  out.native('findings', 0);
  const result = await readRecords(file, {
    record: (finding, locator) => {
      // A datastore without findings: `{}`.
      if (Object.keys(finding).length === 0) return;
      out.native('findings');
      const rule = asText(finding['rule_text_id']) ?? asText(finding['rule_name']);
      if (rule === undefined) out.quarantine(locator, 'the finding names no rule');
      else takeFinding(finding, rule, locator, assets, out);
    },
    bad: (locator, reason) => {
      out.quarantine(locator, reason);
    },
    pressure: () => out.pressure(),
  });
  // A clean scan is a statement too.
  if (result.ok && assets.names.length === 0) assets.of('repository');
  out.scope({ resources: assets.names });
  return result.ok ? { ok: true } : result;
};

/** A finding is one value; each match is a place it lies in. What a person rejected is no finding. */
function takeFinding(
  finding: JsonObject,
  rule: string,
  locator: string,
  assets: SecretAssets,
  out: Output,
): void {
  const value = valueOf(finding);
  asObjects(finding['matches']).forEach((match, i) => {
    if (asText(match['status']) === 'reject') {
      out.native('rejected');
      return;
    }
    const origin = originOf(asObjects(match['provenance']));
    const line = asNumber(
      asObject(asObject(asObject(match['location'])?.['source_span'])?.['start'])?.['line'],
    );
    const secret = valueOf(match) ?? value;
    out.add(
      'secret',
      {
        Ref: assets.of('repository', origin.repository),
        RuleId: rule,
        Title: asText(finding['rule_name']),
        Severity: 'Unknown',
        Place: origin.place,
        Line: Number.isSafeInteger(line) ? line : undefined,
        Commit: origin.commit,
        Fingerprint: out.fingerprint(
          secret ??
            ['noseyparker', rule, asText(match['blob_id']) ?? origin.place ?? '', line ?? ''].join('\n'),
        ),
        FoundAt: origin.at,
      },
      `${locator}, match ${i + 1}`,
    );
  });
}

/** Version 0.17 and later write what the rule's groups captured, in base64; older ones the text of one group. */
function valueOf(record: JsonObject): string | undefined {
  const groups = asTexts(record['groups']).map((group) => Buffer.from(group, 'base64').toString('utf8'));
  return groups.length > 0 ? groups.join('\n') : asText(record['match_content']);
}

interface Origin {
  repository?: string | undefined;
  place?: string | undefined;
  commit?: string | undefined;
  at?: EpochMs | undefined;
}

/** Where the blob comes from: the commit that first held it, else the file. */
function originOf(provenance: readonly JsonObject[]): Origin {
  const origin: Origin = {};
  for (const entry of provenance) {
    const commit = asObject(entry['first_commit']) ?? asObject(entry['commit_provenance']);
    if (asText(entry['kind']) === 'git_repo') {
      origin.repository ??= repositoryName(asText(entry['repo_path']));
      const metadata = asObject(commit?.['commit_metadata']);
      origin.commit ??= asText(metadata?.['commit_id']);
      origin.at ??= parseEpochSeconds(asText(metadata?.['committer_timestamp'])?.replace(/ [+-]\d{4}$/, ''));
      origin.place ??= asText(commit?.['blob_path']);
    } else {
      origin.place ??= asText(entry['path']);
    }
  }
  return origin;
}

/** The clone's folder; `.git` and `./.git` say nothing. */
function repositoryName(path: string | undefined): string | undefined {
  const name = path?.replace(/\/?\.git\/?$/, '').replace(/\/$/, '');
  return name === undefined || /^[./]*$/.test(name) ? undefined : name;
}
