import { asNumber, asObject, asObjects, asText, asTexts } from '../../base/json-value.ts';
import type { JsonObject } from '../../base/json.ts';
import { severityOfCvss, type Severity } from '../../base/severity.ts';
import type { Observation } from '../../schema/index.ts';
import { distinctTexts, knownProperties, shorten } from '../texts.ts';

type Verdict = Pick<Observation<'control'>, 'Result' | 'Reason'>;

/** What the summary says of a control. */
export interface Summary {
  readonly severity: Severity;
  readonly category: string | undefined;
  readonly status: string | undefined;
  readonly subStatus: string | undefined;
  readonly info: string | undefined;
  readonly name: string | undefined;
}

export function summaryOf(record: JsonObject): Summary {
  const info = asObject(record['statusInfo']);
  const factor = asNumber(record['scoreFactor']);
  return {
    // The bands of Kubescape's own severities for scoreFactor are those of CVSS.
    severity: factor === undefined ? 'Unknown' : severityOfCvss(factor),
    category: asText(asObject(record['category'])?.['name']),
    status: asText(info?.['status']) ?? asText(record['status']),
    subStatus: asText(info?.['subStatus']),
    info: asText(info?.['info']),
    name: asText(record['name']),
  };
}

/** A control that no resource was found for: it was asked but has no result on a resource. */
export function unmetControl(id: string, summary: Summary, ref: string): Observation<'control'> {
  const verdict = verdictOf(summary.status, summary.subStatus, summary.info);
  // Without a resource a pass says only that there was nothing to look at.
  const isIdle = verdict.Result === 'pass' || verdict.Result === 'notApplicable';
  return {
    Ref: ref,
    ControlId: id,
    Benchmark: 'Kubescape',
    Title: summary.name,
    Severity: summary.severity,
    ...(isIdle
      ? { Result: 'notApplicable' as const, Reason: 'there is no resource that the control applies to' }
      : verdict),
    References: [],
  };
}

/** The result of a control on one resource; undefined when it has no id. */
export function controlOf(
  control: JsonObject,
  place: string,
  summary: Summary | undefined,
  ref: string,
): Observation<'control'> | undefined {
  const id = asText(control['controlID']);
  if (id === undefined) return undefined;
  const status = asObject(control['status']);
  return {
    Ref: ref,
    ControlId: id,
    Benchmark: 'Kubescape',
    Title: asText(control['name']) ?? summary?.name,
    Severity: summary?.severity ?? 'Unknown',
    ...withPaths(
      control,
      verdictOf(
        asText(status?.['status']) ?? asText(control['status']),
        asText(status?.['subStatus']),
        asText(status?.['info']),
      ),
    ),
    FixText: fixOf(control),
    References: distinctTexts([summary?.category]) ?? [],
    Place: place,
  };
}

function verdictOf(
  status: string | undefined,
  subStatus: string | undefined,
  info: string | undefined,
): Verdict {
  const because = (reason: string): string =>
    [reason, subStatus, info].filter((text) => text !== undefined).join(': ');
  switch (status) {
    case 'passed':
      if (subStatus === 'irrelevant')
        return { Result: 'notApplicable', Reason: because('the control does not apply') };
      return { Result: 'pass', Reason: subStatus === undefined ? undefined : because('passed') };
    case 'failed':
      return { Result: 'fail', Reason: subStatus === undefined ? undefined : because('failed') };
    case 'excluded':
      return { Result: 'unknown', Reason: because('excluded by an exception') };
    case 'irrelevant':
      return { Result: 'notApplicable', Reason: because('the control does not apply') };
    case 'skipped':
      return { Result: 'unknown', Reason: because('skipped') };
    default:
      return {
        Result: 'unknown',
        Reason: because(status === undefined ? 'the control has no status' : `Kubescape says ${status}`),
      };
  }
}

/** The settings that made a control fail; their values stay out, they may be secrets. */
function withPaths(control: JsonObject, verdict: Verdict): Verdict {
  if (verdict.Result !== 'fail' || verdict.Reason !== undefined) return verdict;
  const paths = asObjects(control['rules'])
    .flatMap((rule) => asObjects(rule['paths']))
    .map(
      (path) =>
        asText(path['failedPath']) ??
        asText(asObject(path['fixPath'])?.['path']) ??
        asText(path['reviewPath']),
    );
  const text = distinctTexts(paths)?.join(', ');
  return { Result: 'fail', Reason: text === undefined ? undefined : shorten(text, 400) };
}

function fixOf(control: JsonObject): string | undefined {
  const fixes = asObjects(control['rules'])
    .flatMap((rule) => asObjects(rule['paths']))
    .map((path) => asText(asObject(path['fixPath'])?.['path']));
  const text = distinctTexts(fixes)?.join(', ');
  return text === undefined ? undefined : shorten(`set ${text}`, 400);
}

/** `apps/v1//Deployment/nginx` of a resource id, without the hash of the path it was read from. */
export function placeOf(resourceId: string): string {
  return resourceId.replace(/^path=\d+\/(?:api=)?/, '');
}

/** What was scanned, by the metadata; a name only where the scan was of a cluster or a repository. */
export function assetOf(
  clusterName: string | undefined,
  metadata: JsonObject | undefined,
  fileName: string,
  ref: string,
): { readonly resource: Observation<'resource'>; readonly isNamed: boolean } {
  const target = asObject(metadata?.['targetMetadata']) ?? asObject(metadata?.['contextMetadata']);
  const cluster = clusterName ?? asText(asObject(target?.['clusterContextMetadata'])?.['contextName']);
  const repository = asText(asObject(target?.['gitRepoContextMetadata'])?.['repo']);
  const file = asObject(target?.['fileContextMetadata']) ?? asObject(target?.['directoryContextMetadata']);
  const path = asText(file?.['filePath']) ?? asText(file?.['basePath']);
  const remote = repository?.startsWith('file@') === true ? undefined : repository;
  const name = cluster ?? remote ?? path;
  return {
    // A path is one thing on each machine: only a cluster or a repository is named for all.
    isNamed: cluster !== undefined || remote !== undefined,
    resource: {
      Ref: ref,
      ResourceType:
        cluster !== undefined
          ? 'kubernetes'
          : remote !== undefined
            ? 'repository'
            : name === undefined
              ? 'kubernetes'
              : 'filesystem',
      ResourceName: name ?? fileName.replace(/^.*[\\/]/, ''),
      ResourceIds: name === undefined ? [] : [name],
      Examined: ['configuration'],
      Properties: knownProperties({ host: asText(file?.['hostName']) }) ?? {},
    },
  };
}

/** The frameworks and limits of the scan: together they are the set of checks. */
export function checksOf(metadata: JsonObject | undefined): string {
  const scan = asObject(metadata?.['scanMetadata']);
  const names = [...asTexts(scan?.['targetNames'])].sort().join(', ');
  const limits = ['includeNamespaces', 'excludedNamespaces', 'excludeNamespaces'].flatMap((key) => {
    const texts = asTexts(scan?.[key]);
    return texts.length === 0 ? [] : [`${key} ${[...texts].sort().join(', ')}`];
  });
  return [asText(scan?.['targetType']) ?? 'scan', names, ...limits].filter((text) => text !== '').join('; ');
}
