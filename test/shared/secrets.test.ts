import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { DuckDBInstance } from '@duckdb/node-api';
import { expect, it } from 'vitest';
import { describeShared } from './shared.ts';

/** Folders of the corpus whose files may carry a secret in clear. */
const bearing = [
  'gitleaks',
  'trufflehog',
  'github-secrets',
  'noseyparker',
  'ggshield',
  'sarif',
  'trivy',
  'trivy-operator',
];

/** Of these at least one file holds a secret in clear; the others may have been scrubbed. */
const inClear = new Set(['gitleaks', 'trufflehog', 'github-secrets', 'noseyparker']);

/** Names of fields in which these tools write the secret itself. */
const secretFields = /^(secret|offender|raw|rawv2|stringsfound|groups|matching)$/i;

/** Pieces by which a secret is known even where a writer escapes its line ends and quotes. */
function pieces(secret: string): readonly string[] {
  return secret.split(/[\n\r"\\]+/).filter(isRaw);
}

const isRaw = (text: string): boolean => text.length >= 12 && !/[*]{3}|redacted|^[\d.]+$/i.test(text);

/** Texts under secret-bearing fields, at any depth. */
function rawSecrets(value: unknown, isSecret = false): readonly string[] {
  if (typeof value === 'string') return isSecret ? pieces(value) : [];
  if (Array.isArray(value)) return value.flatMap((item) => rawSecrets(item, isSecret));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => rawSecrets(inner, secretFields.test(name)));
}

function parsed(text: string): readonly unknown[] {
  try {
    return [JSON.parse(text)];
  } catch {
    return text.split('\n').flatMap((line) => {
      try {
        return [JSON.parse(line) as unknown];
      } catch {
        return [];
      }
    });
  }
}

/** Everything that the facts hold, as text: the engine packs texts in its file, so a search of its bytes proves little. */
async function everyRow(file: string): Promise<string> {
  const instance = await DuckDBInstance.create(file, { access_mode: 'READ_ONLY' });
  const connection = await instance.connect();
  const tables = (
    await connection.runAndReadAll(`SELECT schema_name, table_name FROM duckdb_tables() WHERE NOT internal`)
  ).getRows();
  const texts: string[] = [];
  for (const [schema, table] of tables) {
    const name = `"${String(schema)}"."${String(table)}"`;
    const rows = (await connection.runAndReadAll(`SELECT t::VARCHAR FROM ${name} t`)).getRows();
    texts.push(...rows.map(([row]) => String(row)));
  }
  connection.closeSync();
  instance.closeSync();
  return texts.join('\n');
}

const run = promisify(execFile);

describeShared('secrets', (shared) => {
  it('are in no file of the data directory, no row, no report and no message', async () => {
    const folders = bearing.map((name) => join(shared, 'corpus', name));
    const planted = new Set<string>();
    for (const folder of folders) {
      const secrets = readdirSync(folder).flatMap((name) =>
        parsed(readFileSync(join(folder, name), 'utf8')).flatMap((value) => rawSecrets(value)),
      );
      if (inClear.has(basename(folder))) expect(secrets, folder).not.toEqual([]);
      for (const secret of secrets) planted.add(secret);
    }
    const data = mkdtempSync(join(tmpdir(), 'fixfirst-secrets-'));
    try {
      // What the program leaves in the folder for temporary files is searched too.
      const temporary = join(data, 'tmp');
      mkdirSync(temporary);
      // The cache of the TypeScript runner would hold the example keys of our own sample estate.
      const env = { ...process.env, TMPDIR: temporary, TSX_DISABLE_CACHE: '1' };
      const fixfirst = async (...args: readonly string[]): Promise<string> => {
        const program = ['--import', 'tsx', 'src/main.ts', ...args, '--data', data];
        const { stdout, stderr } = await run(process.execPath, program, { maxBuffer: 1 << 28, env });
        return stdout + stderr;
      };
      const imported = await fixfirst('import', '--json', ...folders);
      const said = [
        imported,
        await fixfirst('plan', '--json'),
        await fixfirst('plan', '--csv'),
        await fixfirst('plan', '--html', join(data, 'plan.html')),
      ];
      const files = readdirSync(data, { recursive: true, withFileTypes: true }).filter((entry) =>
        entry.isFile(),
      );
      const bytes = files.map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'));
      const facts = files.find(({ name }) => name.endsWith('.duckdb'));
      const rows = await everyRow(join(facts!.parentPath, facts!.name));
      // The search can find: what is no secret is there.
      expect(rows).toContain('gitleaks');
      const found = [...planted].filter((secret) =>
        [...said, ...bytes, rows].some((text) => text.includes(secret)),
      );
      expect(found).toEqual([]);
    } finally {
      rmSync(data, { recursive: true, force: true });
    }
  });
});
