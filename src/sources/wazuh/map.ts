import { ownValue } from '../../base/own-value.ts';
import { asObject, asObjects, asText, asTexts } from '../../base/json-value.ts';
import type { JsonValue } from '../../base/json.ts';
import { severityOfCvss, severityOfWord } from '../../base/severity.ts';
import type { Observation } from '../../schema/index.ts';
import { cveIds } from '../cve-ids.ts';
import { shorten } from '../texts.ts';
import type { WazuhRecord } from './record.ts';

/** A vulnerability of the API (4.7) or of the indexer (4.8 on); undefined without an id. */
export function vulnerabilityOf(record: WazuhRecord, ref: string): Observation<'vulnerability'> | undefined {
  const id = record.first('cve', 'vulnerability.id');
  if (id === undefined) return undefined;
  // A score of 0 is what Wazuh writes where there is none.
  const score = ['cvss3_score', 'cvss2_score', 'vulnerability.score.base']
    .map((path) => record.number(path) ?? 0)
    .find((number) => number > 0 && number <= 10);
  const word = severityOfWord(record.first('severity', 'vulnerability.severity'));
  const title = record.first('title', 'vulnerability.description');
  const condition = record.first('condition', 'vulnerability.scanner.condition');
  return {
    Ref: ref,
    VulnerabilityId: id,
    CveIds: cveIds([id]),
    Title: title === undefined ? undefined : shorten(title, 200),
    Severity: word === 'Unknown' && score !== undefined ? severityOfCvss(score) : word,
    CvssScore: score,
    SoftwareName: record.first('name', 'package.name'),
    SoftwareVersion: record.first('version', 'package.version'),
    FixedVersion: fixOf(condition),
    ...statusOf(record.text('status'), condition),
    FirstSeen: record.time('detection_time') ?? record.time('vulnerability.detected_at'),
  };
}

/** `Package less than 2.3` names the version that is no longer vulnerable; `less than or equal to` names the last that is. */
function fixOf(condition: string | undefined): string | undefined {
  return /^Package less than (?!or equal)(\S+)$/i.exec(condition ?? '')?.[1];
}

function statusOf(
  status: string | undefined,
  condition: string | undefined,
): Pick<Observation<'vulnerability'>, 'Status' | 'Reason'> {
  switch (status?.toUpperCase()) {
    case 'OBSOLETE':
      return { Status: 'fixed', Reason: 'the manager calls it obsolete: the last scan did not find it' };
    case 'PENDING':
      return { Status: 'under_investigation', Reason: 'the manager has not confirmed it yet' };
    default:
      return {
        Status: 'affected',
        Reason: condition === undefined ? undefined : shorten(condition, 200),
      };
  }
}

/** A check of a policy (SCA); undefined without an id. */
export function controlOf(record: WazuhRecord, ref: string): Observation<'control'> | undefined {
  const isDocument = record.has('check');
  const at = (key: string): string | undefined => record.text(isDocument ? `check.${key}` : key);
  const id = at('id');
  if (id === undefined) return undefined;
  const reason = at('reason');
  return {
    Ref: ref,
    ControlId: id,
    Benchmark: record.first('policy.name', 'policy.id', 'policy_id'),
    Title: at('title') ?? at('name'),
    // A check passes or fails; Wazuh does not rate it.
    Severity: 'Unknown',
    ...verdictOf(at('result') ?? at('status'), reason),
    FixText: at('remediation'),
    References: compliance(record.value(isDocument ? 'check.compliance' : 'compliance')),
    Place: at('file') ?? at('directory') ?? at('registry'),
  };
}

function verdictOf(
  result: string | undefined,
  reason: string | undefined,
): Pick<Observation<'control'>, 'Result' | 'Reason'> {
  switch (result?.toLowerCase()) {
    case 'passed':
      return { Result: 'pass', Reason: reason };
    case 'failed':
      return { Result: 'fail', Reason: reason };
    case 'not applicable':
      return { Result: 'notApplicable', Reason: reason ?? 'the check could not run on this system' };
    default:
      return {
        Result: 'unknown',
        Reason:
          reason ?? (result === undefined ? 'the check has no result' : `result ${shorten(result, 100)}`),
      };
  }
}

/** `cis:1.1.1` of a map of lists (documents), of key and value (API), or of plain texts. */
function compliance(value: JsonValue | undefined): readonly string[] {
  const ids: string[] = [...asTexts(value)];
  for (const item of asObjects(value)) {
    const key = asText(item['key']);
    for (const id of (asText(item['value']) ?? '').split(',')) {
      if (key !== undefined && id.trim() !== '') ids.push(`${key}:${id.trim()}`);
    }
  }
  for (const [key, list] of Object.entries(asObject(value) ?? {})) {
    for (const id of asTexts(list)) ids.push(`${key}:${id}`);
  }
  return [...new Set(ids)];
}

const ecosystems: Readonly<Record<string, string>> = { win: 'windows', pkg: 'macos' };

/** An installed package; undefined without a name. */
export function softwareOf(record: WazuhRecord, ref: string): Observation<'software'> | undefined {
  const isDocument = record.has('package');
  const at = (...keys: readonly string[]): string | undefined =>
    record.first(...keys.map((key) => (isDocument ? `package.${key}` : key)));
  const name = at('name');
  if (name === undefined) return undefined;
  const type = at('type', 'format')?.toLowerCase();
  return {
    Ref: ref,
    SoftwareVendor: at('vendor'),
    SoftwareName: name,
    SoftwareVersion: at('version'),
    Ecosystem: ownValue(ecosystems, type) ?? type,
    InstallPath: at('path', 'location'),
  };
}

/** An installed Windows update. */
export function hotfixOf(record: WazuhRecord, ref: string): Observation<'software'> | undefined {
  const name = record.first('package.hotfix.name', 'hotfix');
  if (name === undefined) return undefined;
  return { Ref: ref, SoftwareVendor: 'Microsoft', SoftwareName: name, Ecosystem: 'windows' };
}

/** The sockets that listen; a UDP socket has no state, and listens when it has no peer. */
export function endpointsOf(record: WazuhRecord, ref: string): readonly Observation<'endpoint'>[] {
  const transport = record.first('network.transport', 'protocol')?.toLowerCase().replace(/6$/, '');
  const port = record.number('source.port') ?? record.number('local.port');
  if (transport === undefined || port === undefined) return [];
  const state = record.first('interface.state', 'state')?.toLowerCase();
  const peer = record.number('destination.port') ?? record.number('remote.port') ?? 0;
  const listens = state === 'listening' || (transport === 'udp' && peer === 0);
  if (!listens || port < 1) return [];
  const addresses = [...record.texts('source.ip'), ...record.texts('local.ip')];
  const socket = (address: string | undefined): Observation<'endpoint'> => ({
    Ref: ref,
    IPAddress: address,
    Port: port,
    Protocol: transport,
    State: 'listening',
    Process: record.first('process.name', 'process'),
  });
  return addresses.length === 0 ? [socket(undefined)] : addresses.map(socket);
}
