import { subscribe } from 'node:diagnostics_channel';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPaths } from '../../src/ingest/files/open.ts';
import { reportFile } from '../../src/ingest/files/report-file.ts';
import { readOpened, type IngestContext } from '../../src/ingest/read-opened.ts';
import { IntelligenceBuilder } from '../../src/intel/index.ts';
import { hostile, type Hostile } from './hostile.ts';

/** What became of one file, printed as a line of JSON. */
export interface HostileReport {
  readonly name: string;
  readonly outcome: string;
  /** Connections that were opened or taken. */
  readonly connections: number;
  /** Files beside those that were there. */
  readonly written: readonly string[];
  readonly isLeaked: boolean;
  readonly isPolluted: boolean;
  readonly seconds: number;
  /** Largest memory of the process so far, MB. */
  readonly peak: number;
}

const folder = mkdtempSync(join(tmpdir(), 'fixfirst-hostile-'));
const canary = join(folder, 'canary');
const secret = 'content of the canary';
writeFileSync(canary, secret);
let connections = 0;
const server = createServer((socket) => {
  connections++;
  socket.destroy();
}).listen(0, '127.0.0.1');
await new Promise((resolve) => server.once('listening', resolve));
const address = server.address();
const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
subscribe('net.client.socket', () => connections++);

async function* bytesOf({ pieces }: Hostile): AsyncGenerator<Uint8Array, void> {
  for (const piece of pieces()) {
    await Promise.resolve();
    yield typeof piece === 'string' ? Buffer.from(filled(piece)) : piece;
  }
}

function filled(text: string): string {
  return text.length > 100_000 ? text : text.replaceAll('PORT', String(port)).replaceAll('CANARY', canary);
}

async function* opened(one: Hostile): ReturnType<typeof openPaths> {
  if (one.isArchive !== true) {
    yield { kind: 'file', file: await reportFile(one.file, () => bytesOf(one)), sizeBytes: 0 };
    return;
  }
  const path = join(folder, one.file);
  writeFileSync(path, '');
  for await (const bytes of bytesOf(one)) writeFileSync(path, bytes, { flag: 'a' });
  yield* openPaths([path]);
  rmSync(path);
}

async function read(name: string, one: Hostile): Promise<HostileReport> {
  const started = performance.now();
  connections = 0;
  let outcome = '';
  let isLeaked = false;
  const context: IngestContext = {
    sink: {
      add: (_, row) => (isLeaked ||= JSON.stringify(row).includes(secret)),
      quarantine: () => undefined,
      pressure: () => undefined,
    },
    intelligence: new IntelligenceBuilder(),
    fingerprintKey: 'key of tests',
    nextImportId: 1,
  };
  try {
    for await (const item of opened(one)) {
      for await (const report of readOpened(item, context)) {
        isLeaked ||= JSON.stringify(report).includes(secret);
        const aside = report.quarantinedCount === 0 ? '' : ` ${report.quarantinedCount} set aside`;
        outcome ||= `${report.status}${report.fault === undefined ? '' : ` ${report.fault.code}`}${aside}`;
      }
    }
  } catch (error) {
    outcome = `thrown: ${error instanceof Error ? (error.stack ?? '') : String(error)}`;
  }
  return {
    name,
    outcome,
    connections,
    written: readdirSync(folder).filter((file) => file !== 'canary'),
    isLeaked,
    isPolluted: 'polluted' in {},
    seconds: (performance.now() - started) / 1000,
    peak: process.resourceUsage().maxRSS / 1024,
  };
}

for (const name of process.argv.slice(2)) {
  const one = hostile[name];
  if (one !== undefined) process.stdout.write(`${JSON.stringify(await read(name, one))}\n`);
}
server.close();
rmSync(folder, { recursive: true });
