import { severityOfWord } from '../../base/severity.ts';
import type { Observation } from '../../schema/index.ts';
import { cveIds } from '../cve-ids.ts';
import { local } from '../source.ts';
import { knownProperties, shorten } from '../texts.ts';
import type { Row } from './row.ts';

/** What a line lies on: something with addresses is a device, everything else a resource. */
export type Asset =
  | { readonly kind: 'device'; readonly row: Observation<'device'> }
  | { readonly kind: 'resource'; readonly row: Observation<'resource'> };

/** The object of an issue; undefined when the line names none. */
export function issueAssetOf(row: Row): Asset | undefined {
  const id = row.first('resource vertex id', 'resource external id');
  const name = row.first('resource name', 'resource external id');
  if (id === undefined || name === undefined) return undefined;
  const platform = row.text('resource platform');
  return {
    kind: 'resource',
    row: {
      Ref: local(`resource:${id}`),
      ResourceType:
        platform?.toLowerCase() === 'kubernetes' || row.text('kubernetes cluster') !== undefined
          ? 'kubernetes'
          : 'cloud',
      ResourceName: name,
      ResourceIds: unique(wizId(row.text('resource vertex id')), row.text('resource external id')),
      OSPlatform: row.text('resource os'),
      Examined: ['configuration'],
      Properties:
        knownProperties({
          resourceType: row.text('resource type'),
          platform,
          region: row.text('resource region'),
          status: row.text('resource status'),
          subscription: row.first('subscription name', 'subscription id'),
          projects: row.text('project names'),
          cluster: row.text('kubernetes cluster'),
          namespace: row.text('kubernetes namespace'),
        }) ?? {},
    },
  };
}

/** An issue is the verdict of a control on an object; undefined without a control. */
export function controlOf(row: Row, ref: string): Observation<'control'> | undefined {
  const id = row.first('control id', 'title');
  if (id === undefined) return undefined;
  const remedy = row.text('remediation recommendation');
  return {
    Ref: ref,
    ControlId: id,
    Benchmark: 'Wiz',
    Title: row.text('title'),
    Severity: severityOfWord(row.text('severity')),
    ...verdictOf(row),
    FixText: remedy === undefined ? undefined : shorten(remedy, 2000),
  };
}

function verdictOf(row: Row): Pick<Observation<'control'>, 'Result' | 'Reason'> {
  const status = row.text('status')?.toUpperCase().replaceAll(/[ _]+/g, '_');
  const resolution = row.text('resolution')?.toUpperCase();
  const note = row.text('note');
  switch (status) {
    case 'OPEN':
    case 'IN_PROGRESS':
      return { Result: 'fail', Reason: note };
    case 'RESOLVED':
      // Only a fix says that the object is well: others say that nobody looks any more.
      return resolution === undefined || /FIXED/.test(resolution)
        ? { Result: 'pass', Reason: note }
        : { Result: 'notApplicable', Reason: `resolved: ${resolution}` };
    case 'REJECTED':
    case 'IGNORED':
      return {
        Result: 'notApplicable',
        Reason: `rejected${resolution === undefined ? '' : `: ${resolution}`}`,
      };
    default:
      return { Result: 'unknown', Reason: `status ${status ?? 'missing'}` };
  }
}

/** The asset of a vulnerability finding; undefined without an id. */
export function findingAssetOf(row: Row): Asset | undefined {
  const id = row.first('assetid', 'provideruniqueid');
  const name = row.first('assetname', 'provideruniqueid', 'assetid');
  if (id === undefined || name === undefined) return undefined;
  const ref = local(`asset:${id}`);
  const type = row.first('assettype', 'type');
  const os = row.text('operatingsystem');
  const addresses = row.list('ipaddresses').filter((address) => /^[\da-f.:]+$/i.test(address));
  const Properties =
    knownProperties({
      assetType: type,
      platform: row.text('cloudplatform'),
      region: row.text('assetregion'),
      status: row.text('status'),
      subscription: row.first('subscriptionname', 'subscriptionexternalid'),
      projects: row.text('projects'),
      providerId: row.text('provideruniqueid'),
    }) ?? {};
  const isMachine = type === undefined ? addresses.length > 0 : /machine|instance|server/i.test(type);
  if (isMachine) {
    return {
      kind: 'device',
      row: {
        Ref: ref,
        DeviceName: name,
        AgentIds: unique(wizId(row.text('assetid'))),
        HostNames: /^[a-z\d][\w.-]*$/i.test(name) ? [name] : [],
        IPAddresses: addresses,
        OSPlatform: os,
        Examined: ['vulnerabilities'],
        Properties,
      },
    };
  }
  return {
    kind: 'resource',
    row: {
      Ref: ref,
      ResourceType: /image/i.test(type ?? '') ? 'image' : 'cloud',
      ResourceName: name,
      ResourceIds: unique(wizId(row.text('assetid')), row.text('provideruniqueid')),
      OSPlatform: os,
      Examined: ['vulnerabilities'],
      Properties,
    },
  };
}

/** A vulnerability finding; undefined without a name. */
export function vulnerabilityOf(row: Row, ref: string): Observation<'vulnerability'> | undefined {
  const id = row.text('name');
  if (id === undefined) return undefined;
  const score = Number(row.first('score', 'cvssscore') ?? Number.NaN);
  const word = severityOfWord(row.first('vendorseverity', 'severity'));
  return {
    Ref: ref,
    VulnerabilityId: id,
    CveIds: cveIds([id]),
    Severity: word === 'Unknown' ? severityOfWord(row.text('cvssseverity')) : word,
    CvssScore: score > 0 && score <= 10 ? score : undefined,
    SoftwareName: row.text('detailedname'),
    SoftwareVersion: row.text('version'),
    FixedVersion: row.text('fixedversion'),
    FixText: row.text('remediation'),
    ExploitMaturity: row.isTrue('hasexploit') ? 'poc' : undefined,
    IsKnownExploited: row.isTrue('hascisakevexploit') ? true : undefined,
    ...stateOf(row),
    FirstSeen: row.time('firstdetected'),
    LastSeen: row.time('lastdetected'),
  };
}

function stateOf(row: Row): Pick<Observation<'vulnerability'>, 'Status' | 'Reason'> {
  const reason = row.text('resolutionreason');
  switch (row.text('findingstatus')?.toLowerCase().replaceAll(/[ _]+/g, '')) {
    case 'resolved':
      return { Status: 'fixed', Reason: reason };
    case 'rejected':
    case 'ignored':
      return /false/i.test(reason ?? '')
        ? { Status: 'false_positive', Reason: reason }
        : { Status: 'will_not_fix', Reason: reason ?? 'rejected in Wiz' };
    default:
      return { Status: 'affected', Reason: reason };
  }
}

function wizId(id: string | undefined): string | undefined {
  return id === undefined ? undefined : `wiz:${id.toLowerCase()}`;
}

function unique(...texts: readonly (string | undefined)[]): readonly string[] {
  return [...new Set(texts)].filter((text) => text !== undefined);
}
