import { shorten } from '../texts.ts';
import type { Detection, Head, JsonHead, Source } from '../source.ts';
import { formats } from './formats.ts';
import { tableOf } from './tables.ts';

export const osquery: Source = {
  manifest: {
    id: 'osquery',
    title: 'osquery',
    reads:
      'osquery result logs (differential, batch and snapshot, one entry a line or an array), the body of the TLS logger, and tables of `osqueryi --json`',
    howToExport:
      'osqueryd with the filesystem logger: osqueryd.results.log, osqueryd.snapshots.log; or osqueryi --json "SELECT * FROM deb_packages" > deb_packages.json',
    observes: ['device', 'endpoint', 'software', 'control', 'identity'],
  },
  detect,
  load: async () => (await import('./read.ts')).read,
};

function detect(head: Head): Detection | undefined {
  const { json } = head;
  if (json === undefined || json.form === 'null' || json.form === 'scalar') return undefined;
  const prefix = json.form === 'array' ? '*.' : '';
  if (json.form === 'object' && json.paths.has('log_type') && hasResult(json, 'data.*.')) {
    return { kind: 'read', format: formats.tls };
  }
  if (hasResult(json, prefix)) return { kind: 'read', format: formats.log };
  const has = (key: string): boolean => json.paths.has(prefix + key);
  if (has('hostIdentifier') && has('severity') && has('filename') && has('message')) {
    return {
      kind: 'refuse',
      format: 'osquery status log',
      fault: {
        code: 'not-supported',
        message: 'osquery’s own status messages, not the results of its queries',
        remedy: 'pass osqueryd.results.log and osqueryd.snapshots.log',
      },
    };
  }
  return json.form === 'array' ? detectTable(head, json) : undefined;
}

function hasResult(json: JsonHead, prefix: string): boolean {
  const has = (...keys: readonly string[]): boolean => keys.some((key) => json.paths.has(prefix + key));
  return (
    has('name') &&
    has('hostIdentifier', 'host_identifier', 'hostname') &&
    has('columns', 'snapshot', 'diffResults')
  );
}

function detectTable(head: Head, json: JsonHead): Detection | undefined {
  const isNamed = /osquery/i.test(head.name);
  // An empty array is nobody's: only the name can tell whose it is.
  if (/^\[\s*\]$/.test(head.text.trim()))
    return isNamed ? { kind: 'read', format: formats.table } : undefined;
  const columns = new Set<string>();
  for (const path of json.paths) {
    if (path.startsWith('*.')) columns.add(path.slice(2));
  }
  // Rows of a table are flat, which tells them from other tools' objects.
  if (columns.size === 0 || [...columns].some((column) => column.includes('.'))) return undefined;
  const table = tableOf('', columns);
  if (table !== undefined) return { kind: 'read', format: `${formats.table} ${table.name}` };
  if (!isNamed) return undefined;
  return {
    kind: 'refuse',
    format: formats.table,
    fault: {
      code: 'not-supported',
      message: `osquery table not recognised by its columns ${shorten([...columns].slice(0, 8).join(', '), 200)}`,
      remedy: 'export with SELECT * FROM the table',
    },
  };
}
