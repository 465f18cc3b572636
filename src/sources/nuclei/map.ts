import { asArray, asLabel, asNumber, asObject, asText, asTexts } from '../../base/json-value.ts';
import type { JsonObject, JsonValue } from '../../base/json.ts';
import { severityOfWord } from '../../base/severity.ts';
import { parseIsoTime, type EpochMs } from '../../base/time.ts';
import type { Observation } from '../../schema/index.ts';
import { parseCpe } from '../cpe-name.ts';
import { cveIds } from '../cve-ids.ts';
import { parseHostPort, portNumber, type HostPort } from '../host-port.ts';

export type Finding = Omit<Observation<'vulnerability'>, 'Ref'>;

/** What a result was found on. */
export type Target =
  | { readonly kind: 'host'; readonly host: HostPort; readonly ip: string | undefined }
  | { readonly kind: 'domain' | 'filesystem'; readonly name: string };

/** Version 3 writes `template-id`, `matched-at`; version 2.2 and older `templateID`, `matched`. */
function field(result: JsonObject, ...names: readonly string[]): JsonValue | undefined {
  return names.map((name) => result[name]).find((value) => value !== undefined && value !== null);
}

export function targetOf(result: JsonObject): Target | undefined {
  const type = asText(result['type'])?.toLowerCase();
  const host = asText(result['host']);
  const matched = asText(field(result, 'matched-at', 'matched'));
  if (type === 'file') {
    const name = host ?? matched;
    return name === undefined ? undefined : { kind: 'filesystem', name };
  }
  const first = parseHostPort(host) ?? parseHostPort(asText(result['url']));
  const at = parseHostPort(matched);
  const known = at ?? first;
  if (known === undefined) return undefined;
  if (type === 'dns' || type === 'whois') return { kind: 'domain', name: known.host.toLowerCase() };
  // The address of the match has the port; the own field of version 3 has it too.
  const port = at?.port ?? portNumber(asLabel(result['port'])) ?? first?.port;
  return {
    kind: 'host',
    host: { host: known.host, ...(port !== undefined && { port }) },
    ip: asText(result['ip']),
  };
}

/** A match of a template that is more than information; undefined for the others. */
export function findingOf(result: JsonObject): Finding | undefined {
  const info = asObject(result['info']) ?? {};
  const classification = asObject(info['classification']) ?? {};
  const id = asText(field(result, 'template-id', 'templateID'));
  const severity = severityOfWord(asText(info['severity']));
  const cves = cveIds([...listOf(classification['cve-id']), id]);
  if (id === undefined || (severity === 'None' && cves.length === 0)) return undefined;
  const matcher = asText(field(result, 'matcher-name', 'matcher_name'));
  const score = asNumber(classification['cvss-score']);
  const epss = asNumber(classification['epss-score']);
  const cpe = parseCpe(asText(classification['cpe']));
  return {
    // As nuclei itself shows it.
    VulnerabilityId: matcher === undefined ? id : `${id}:${matcher}`,
    CveIds: cves,
    Title: asText(info['name']),
    Severity: severity,
    CvssScore: score !== undefined && score >= 0 && score <= 10 ? score : undefined,
    CvssVector: asText(classification['cvss-metrics']),
    SoftwareVendor: cpe?.vendor,
    SoftwareName: cpe?.product,
    Cpe: cpe?.text,
    FixText: asText(info['remediation']),
    IsKnownExploited: listOf(info['tags']).some((tag) => tag.toLowerCase() === 'kev') || undefined,
    EpssScore: epss !== undefined && epss >= 0 && epss <= 1 ? epss : undefined,
    Status: 'affected',
    LastSeen: timeOf(result),
  };
}

export function timeOf(result: JsonObject): EpochMs | undefined {
  return parseIsoTime(asText(result['timestamp']));
}

/** Lists are arrays in new versions and texts with commas in old ones. */
function listOf(value: JsonValue | undefined): readonly string[] {
  return asArray(value).length > 0
    ? asTexts(value)
    : (asText(value)?.split(',') ?? []).map((text) => text.trim());
}
