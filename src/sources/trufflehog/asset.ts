import { ownValue } from '../../base/own-value.ts';
import { asText } from '../../base/json-value.ts';
import type { JsonObject } from '../../base/json.ts';

/** The asset a finding lies in, and the place within it. */
export interface Location {
  readonly resourceType: string;
  /** Undefined when the tool does not name it: then the report's name stands for it. */
  readonly resourceName: string | undefined;
  readonly place: string | undefined;
  readonly commit: string | undefined;
}

/** Keys that name the asset of each source (`SourceMetadata.Data.<Source>`, TruffleHog's source_metadata.proto). */
const assets: Readonly<Record<string, { readonly type: string; readonly keys: readonly string[] }>> = {
  git: { type: 'repository', keys: ['repository'] },
  github: { type: 'repository', keys: ['repository'] },
  gitlab: { type: 'repository', keys: ['repository', 'project_name'] },
  bitbucket: { type: 'repository', keys: ['repository'] },
  gerrit: { type: 'repository', keys: ['project'] },
  azurerepos: { type: 'repository', keys: ['repository'] },
  huggingface: { type: 'repository', keys: ['repository'] },
  docker: { type: 'image', keys: ['image'] },
  artifactory: { type: 'repository', keys: ['repo'] },
  s3: { type: 'cloud', keys: ['bucket'] },
  gcs: { type: 'cloud', keys: ['bucket'] },
  azurestorage: { type: 'cloud', keys: ['container'] },
  ecr: { type: 'image', keys: ['image'] },
  filesystem: { type: 'filesystem', keys: [] },
  npm: { type: 'repository', keys: ['package'] },
  pypi: { type: 'repository', keys: ['package'] },
};

const otherKeys = [
  'repository',
  'project_name',
  'project',
  'space',
  'channel_name',
  'workspace_name',
  'team',
];

/** Where a version 3 finding lies. */
export function locationOf(source: string, data: JsonObject): Location {
  const key = source.toLowerCase().replaceAll(/[^a-z\d]/g, '');
  const asset = ownValue(assets, key);
  const named = first(data, asset?.keys ?? otherKeys);
  const tag = asText(data['tag']);
  const resourceName =
    asset?.type === 'image' && named !== undefined && tag !== undefined ? `${named}:${tag}` : named;
  return {
    resourceType: asset?.type ?? 'application',
    resourceName: named === undefined || resourceName === undefined ? undefined : withoutLogin(resourceName),
    place: first(data, ['file', 'filename', 'path', 'object', 'page', 'issue', 'location', 'link']),
    commit: first(data, ['commit', 'layer']),
  };
}

function first(data: JsonObject, keys: readonly string[]): string | undefined {
  for (const key of keys) {
    const text = asText(data[key]);
    // A link may carry a signature or a token in its query.
    if (text !== undefined) return key === 'link' ? text.replace(/[?#].*$/, '') : text;
  }
  return undefined;
}

/** `https://user:token@host/…` is a usual way to clone: the login is no part of the name. */
function withoutLogin(url: string): string {
  return url.replace(/^([a-z][a-z\d+.-]*:\/\/)[^/@]*@/i, '$1');
}
