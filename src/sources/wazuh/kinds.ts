/** What a record is; told by its fields, since the API names no list and indices were renamed between versions. */
export type RecordKind =
  | 'vulnerability'
  | 'check'
  | 'policy'
  | 'agent'
  | 'hotfix'
  | 'package'
  | 'port'
  | 'system'
  | 'hardware'
  | 'interface'
  | 'address';

/** Kind of an item of an API answer (`data.affected_items`), undefined for lists that are not read. */
export function apiKindOf(has: (key: string) => boolean): RecordKind | undefined {
  if (has('cve')) return 'vulnerability';
  if (has('policy_id')) return has('title') || has('result') ? 'check' : 'policy';
  if (has('hotfix')) return 'hotfix';
  if (has('local') && has('protocol')) return 'port';
  if (has('address') && has('iface')) return 'address';
  if (has('mac') && has('name')) return 'interface';
  if (has('board_serial') || (has('cpu') && has('ram'))) return 'hardware';
  if (has('os') && has('hostname')) return 'system';
  if (has('lastKeepAlive') || has('registerIP') || (has('id') && has('dateAdd'))) return 'agent';
  return has('name') && has('version') && has('format') ? 'package' : undefined;
}

/** Kind of a document of the indexer or of an agent's synchronisation; paths are joined by dots. */
export function documentKindOf(has: (path: string) => boolean): RecordKind | undefined {
  if (has('vulnerability.id')) return 'vulnerability';
  if (has('check.id')) return 'check';
  if (has('package.hotfix')) return 'hotfix';
  if (has('package.name')) return has('package.version') || has('package.type') ? 'package' : undefined;
  if (has('source.port') && has('network.transport')) return 'port';
  if (has('network.ip')) return 'address';
  if (has('host.mac')) return 'interface';
  if (has('host.serial_number') || has('host.cpu')) return 'hardware';
  return has('host.hostname') || has('host.os') ? 'system' : undefined;
}

/** What a record of that kind shows to have been looked at on its agent. */
export function examinedBy(kind: RecordKind): string | undefined {
  switch (kind) {
    case 'vulnerability':
      return 'vulnerabilities';
    case 'check':
    case 'policy':
      return 'configuration';
    case 'package':
    case 'hotfix':
      return 'software';
    case 'port':
      return 'ports';
    default:
      return undefined;
  }
}
