/** What a table is read as; `other` tables are known, but hold nothing that observations take. */
type TableKind =
  | 'system'
  | 'os'
  | 'agent'
  | 'uptime'
  | 'address'
  | 'interface'
  | 'neighbour'
  | 'software'
  | 'user'
  | 'session'
  | 'port'
  | 'encryption'
  | 'bitlocker'
  | 'other';

export interface Table {
  readonly name: string;
  readonly kind: TableKind;
  /** Sets of columns of which one is enough to recognise the table by its rows. */
  readonly marks: readonly (readonly string[])[];
  /** Columns that are needed when the query is named after the table. */
  readonly needs: readonly string[];
}

function table(name: string, kind: TableKind, needs: string, ...marks: readonly string[]): Table {
  return { name, kind, needs: needs.split(' '), marks: marks.map((mark) => mark.split(' ')) };
}

/** Tables of osquery's schema (https://osquery.io/schema) that are read, the telling ones first. */
const tables: readonly Table[] = [
  table(
    'system_info',
    'system',
    'hostname',
    'uuid hardware_serial',
    'uuid cpu_brand',
    'computer_name cpu_type',
  ),
  table(
    'os_version',
    'os',
    'name version',
    'major minor patch',
    'codename platform version',
    'platform_like name',
  ),
  table('osquery_info', 'agent', 'version', 'instance_id version', 'config_hash config_valid'),
  table('uptime', 'uptime', 'total_seconds', 'total_seconds days'),
  table('interface_addresses', 'address', 'address', 'interface address mask', 'interface address broadcast'),
  table('interface_details', 'interface', 'mac', 'interface mac mtu', 'interface mac flags'),
  table('arp_cache', 'neighbour', 'address mac', 'address mac permanent', 'address mac interface'),
  table(
    'deb_packages',
    'software',
    'name version',
    'name version admindir',
    'name version maintainer section',
    'name version arch revision status',
  ),
  table(
    'rpm_packages',
    'software',
    'name version',
    'name version release epoch',
    'name version release sha1',
  ),
  table(
    'programs',
    'software',
    'name',
    'name install_location',
    'name identifying_number',
    'name uninstall_string',
    'name version publisher install_date',
  ),
  table('apps', 'software', 'name', 'name bundle_identifier', 'name bundle_short_version'),
  table('homebrew_packages', 'software', 'name version', 'name version prefix path'),
  table(
    'npm_packages',
    'software',
    'name version',
    'name version homepage directory',
    'name version description license path',
  ),
  table('python_packages', 'software', 'name version', 'name version summary directory'),
  table('chocolatey_packages', 'software', 'name version', 'name version summary author license path'),
  table(
    'chrome_extensions',
    'software',
    'name',
    'name identifier browser_type',
    'name identifier permissions',
  ),
  table('firefox_addons', 'software', 'name', 'name identifier creator', 'name identifier source_url'),
  table('safari_extensions', 'software', 'name', 'name identifier sdk', 'name identifier developer_id'),
  table('vscode_extensions', 'software', 'name', 'name publisher_id', 'name publisher prerelease'),
  table('software', 'software', 'name version source', 'name version source extension_id browser'),
  table('logged_in_users', 'session', 'user', 'user tty host'),
  table('users', 'user', 'username', 'username uid directory', 'username uid shell'),
  table('listening_ports', 'port', 'port', 'port protocol address', 'port protocol pid socket'),
  table(
    'disk_encryption',
    'encryption',
    'name encrypted',
    'name encrypted encryption_status',
    'name encrypted uid',
  ),
  table('bitlocker_info', 'bitlocker', 'drive_letter protection_status', 'drive_letter protection_status'),
  table('etc_hosts', 'other', 'hostnames', 'address hostnames'),
  table('certificates', 'other', 'common_name', 'common_name not_valid_after', 'common_name sha1'),
  table('processes', 'other', 'pid', 'pid parent cmdline', 'pid parent cwd'),
  table('process_open_sockets', 'other', 'pid', 'pid local_port remote_port'),
  table('groups', 'other', 'groupname', 'gid groupname'),
  table('user_groups', 'other', 'uid gid', 'uid gid gid_signed uid_signed'),
  table('kernel_info', 'other', 'version', 'version arguments path'),
  table('patches', 'other', 'hotfix_id', 'hotfix_id'),
  table('mounts', 'other', 'device path', 'device path blocks_free'),
  table('routes', 'other', 'destination', 'destination gateway netmask'),
  table('services', 'other', 'name', 'name service_type start_type'),
  table('startup_items', 'other', 'name', 'name path args type source status'),
  table('crontab', 'other', 'command', 'command minute hour'),
  table('authorized_keys', 'other', 'key_file', 'uid algorithm key key_file'),
  table('sudoers', 'other', 'rule_details', 'source header rule_details'),
  table('suid_bin', 'other', 'path', 'path permissions username groupname'),
  table('block_devices', 'other', 'name', 'name block_size label'),
  table('cpu_info', 'other', 'device_id', 'device_id model socket_designation'),
  table('memory_info', 'other', 'memory_total', 'memory_total memory_free'),
  table('docker_images', 'other', 'id', 'id created tags size_bytes'),
  table('docker_containers', 'other', 'id', 'id image image_id command'),
  table('shell_history', 'other', 'command', 'uid command history_file'),
  table('last', 'other', 'username', 'username tty pid type_name'),
];

/**
 * The table of a row: by the query's name together with the columns that table must have, else by its columns. A query is
 * named freely (`pack_inventory_deb_packages`), so the longest table name in it counts.
 */
export function tableOf(queryName: string, columns: ReadonlySet<string>): Table | undefined {
  const name = queryName.toLowerCase();
  let named: Table | undefined;
  for (const candidate of tables) {
    if (!isWordIn(candidate.name, name) || !candidate.needs.every((column) => columns.has(column))) continue;
    if (named === undefined || candidate.name.length > named.name.length) named = candidate;
  }
  return (
    named ??
    tables.find((candidate) => candidate.marks.some((mark) => mark.every((column) => columns.has(column))))
  );
}

function isWordIn(word: string, text: string): boolean {
  const at = text.indexOf(word);
  if (at < 0) return false;
  const isLetter = (c: string | undefined): boolean => c !== undefined && /[a-z\d]/.test(c);
  return !isLetter(text[at - 1]) && !isLetter(text[at + word.length]);
}
