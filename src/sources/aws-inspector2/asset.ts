import { asLabel, asObject, asText, asTexts } from '../../base/json-value.ts';
import type { JsonObject } from '../../base/json.ts';
import { formatTime, parseIsoTime } from '../../base/time.ts';
import type { Observation } from '../../schema/index.ts';
import { local } from '../source.ts';
import { knownProperties } from '../texts.ts';

/** What a finding lies on: an instance is a device, an image, function or repository a resource. */
export type Asset =
  | { readonly kind: 'device'; readonly row: Observation<'device'> }
  | { readonly kind: 'resource'; readonly row: Observation<'resource'> };

/** The asset of a finding's resource; undefined without an id. */
export function assetOf(resource: JsonObject, accountId: string | undefined): Asset | undefined {
  const id = asText(resource['id']);
  if (id === undefined) return undefined;
  const type = asText(resource['type']) ?? '';
  const details = asObject(resource['details']) ?? {};
  const tags = asObject(resource['tags']) ?? {};
  const common = {
    accountId,
    region: asText(resource['region']),
    resourceType: type,
  };
  const ref = local(`resource:${id}`);
  if (type === 'AWS_EC2_INSTANCE') {
    const ec2 = asObject(details['awsEc2Instance']) ?? {};
    const instance = id.replace(/^.*\//, '').toLowerCase();
    return {
      kind: 'device',
      row: {
        Ref: ref,
        DeviceName: asText(tags['Name']) ?? instance,
        AgentIds: [`aws:${instance}`],
        IPAddresses: [...new Set([...asTexts(ec2['ipV4Addresses']), ...asTexts(ec2['ipV6Addresses'])])],
        OSPlatform: asText(ec2['platform']),
        Tags: tagsOf(tags),
        Examined: ['vulnerabilities'],
        Properties:
          knownProperties({
            ...common,
            instanceType: asText(ec2['type']),
            imageId: asText(ec2['imageId']),
            vpcId: asText(ec2['vpcId']),
            subnetId: asText(ec2['subnetId']),
            launchedAt: timeText(ec2['launchedAt']),
          }) ?? {},
      },
    };
  }
  const image = asObject(details['awsEcrContainerImage']);
  const lambda = asObject(details['awsLambdaFunction']);
  const repository = asText(image?.['repositoryName']);
  const tag = asTexts(image?.['imageTags'])[0];
  return {
    kind: 'resource',
    row: {
      Ref: ref,
      ResourceType: type.includes('IMAGE') ? 'image' : type.includes('REPOSITORY') ? 'repository' : 'cloud',
      ResourceName:
        (repository === undefined ? undefined : `${repository}${tag === undefined ? '' : `:${tag}`}`) ??
        asText(lambda?.['functionName']) ??
        id,
      ResourceIds: [...new Set([id, asText(image?.['imageHash'])])].filter((text) => text !== undefined),
      OSPlatform: asText(image?.['platform']),
      Examined: ['vulnerabilities'],
      Properties:
        knownProperties({
          ...common,
          registry: asText(image?.['registry']),
          runtime: asText(lambda?.['runtime']),
          functionVersion: asLabel(lambda?.['version']),
        }) ?? {},
    },
  };
}

function tagsOf(tags: JsonObject): readonly string[] {
  return Object.entries(tags).flatMap(([key, value]) => {
    const text = asText(value);
    return key === 'Name' ? [] : [text === undefined ? key : `${key}=${text}`];
  });
}

function timeText(value: JsonObject[string]): string | undefined {
  const time = parseIsoTime(asText(value));
  return time === undefined ? undefined : formatTime(time);
}
