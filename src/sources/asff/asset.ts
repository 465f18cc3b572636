import { isIP } from 'node:net';
import { asLabel, asObject, asText, asTexts } from '../../base/json-value.ts';
import type { JsonObject } from '../../base/json.ts';
import type { Observation } from '../../schema/index.ts';
import { distinctTexts, knownProperties } from '../texts.ts';

/** An account as resource: the asset that all controls of its resources belong to. */
export function accountOf(finding: JsonObject, ref: string): Observation<'resource'> {
  const id = accountId(finding);
  return {
    Ref: ref,
    ResourceType: 'cloud',
    ResourceName: asText(finding['AwsAccountName']) ?? id ?? 'unknown account',
    ResourceIds: id === undefined ? [] : [`aws:${id}`],
    Examined: ['configuration'],
    Properties: { provider: 'aws' },
  };
}

export function accountId(finding: JsonObject): string | undefined {
  return asLabel(finding['AwsAccountId']);
}

/** The resource that has a vulnerability: an instance is a device, an image or function a resource. */
export function assetOf(
  resource: JsonObject,
  ref: string,
): { readonly device: Observation<'device'> } | { readonly resource: Observation<'resource'> } {
  const type = asText(resource['Type']) ?? '';
  const id = asText(resource['Id']) ?? '';
  const details = asObject(asObject(resource['Details'])?.[type]);
  if (type === 'AwsEc2Instance') return { device: instanceOf(resource, id, details, ref) };
  const isImage = type === 'AwsEcrContainerImage';
  const tags = asTexts(details?.['ImageTags']);
  const repository = asText(details?.['RepositoryName']);
  const name = isImage && repository !== undefined && tags[0] !== undefined ? `${repository}:${tags[0]}` : id;
  return {
    resource: {
      Ref: ref,
      ResourceType: isImage ? 'image' : 'cloud',
      ResourceName: name === '' ? type : name,
      ResourceIds: distinctTexts([id, asText(details?.['ImageDigest']), isImage ? name : undefined]) ?? [],
      Examined: ['vulnerabilities'],
      Properties: knownProperties({ type, region: asText(resource['Region']) }) ?? {},
    },
  };
}

function instanceOf(
  resource: JsonObject,
  id: string,
  details: JsonObject | undefined,
  ref: string,
): Observation<'device'> {
  const instance = /\bi-[0-9a-z]+$/i.exec(id)?.[0];
  const tags = asObject(resource['Tags']);
  const addresses = [...asTexts(details?.['IpV4Addresses']), ...asTexts(details?.['IpV6Addresses'])].filter(
    (text) => isIP(text) > 0 && text !== '0.0.0.0',
  );
  return {
    Ref: ref,
    DeviceName: asText(tags?.['Name']) ?? instance ?? id,
    AgentIds: instance === undefined ? undefined : [`aws:${instance.toLowerCase()}`],
    IPAddresses: addresses.length === 0 ? undefined : [...new Set(addresses)],
    DeviceType: 'Server',
    Examined: ['vulnerabilities'],
    Properties: knownProperties({
      region: asText(resource['Region']),
      instanceType: asText(details?.['Type']),
      image: asText(details?.['ImageId']),
    }),
  };
}
