import { decodeText } from '../../base/text.ts';
import type { ObservationKind } from '../../schema/index.ts';
import type { Observation } from '../../schema/index.ts';
import { headBytes, headOf } from '../head.ts';
import type { Detection, Output, ReadOutcome, ReportFile, Source } from '../source.ts';

/** What a source made of a file, for tests: observations by kind and everything else it said. */
export interface Reading {
  readonly detection: Detection | undefined;
  readonly outcome: ReadOutcome | undefined;
  readonly observations: { readonly [K in ObservationKind]: (Observation<K> & { readonly at: string })[] };
  readonly native: Record<string, unknown>;
  readonly quarantined: { locator: string; reason: string }[];
  readonly tool: { name: string; version?: string } | undefined;
  readonly observedAt: number | undefined;
  readonly scope: Record<string, unknown>;
  readonly provesScope: boolean;
  readonly checks: string;
}

/** A file in memory, handed out in small chunks so that readers meet their chunk borders. */
export function memoryFile(name: string, content: string | Uint8Array, chunkBytes = 977): ReportFile {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  async function* chunks(): AsyncGenerator<Uint8Array, void> {
    for (let at = 0; at < bytes.length; at += chunkBytes) {
      await Promise.resolve();
      yield bytes.subarray(at, at + chunkBytes);
    }
  }
  return {
    name,
    head: headOf(name, bytes.subarray(0, headBytes)),
    bytes: chunks,
    text: () => decodeText(chunks()),
  };
}

/** Detects and reads one file (or, with several, the members of one archive report) as ingest does. */
export async function readWith(source: Source, ...files: readonly ReportFile[]): Promise<Reading> {
  const [first] = files;
  const detection =
    files.length === 1 && first !== undefined
      ? source.detect(first.head)
      : source.detectArchive?.(files.map((f) => f.head));
  const reading = {
    detection,
    outcome: undefined as ReadOutcome | undefined,
    observations: {
      device: [],
      endpoint: [],
      software: [],
      vulnerability: [],
      control: [],
      identity: [],
      relation: [],
      resource: [],
      secret: [],
      event: [],
    } as Reading['observations'],
    native: {} as Record<string, unknown>,
    quarantined: [] as Reading['quarantined'],
    tool: undefined as Reading['tool'],
    observedAt: undefined as number | undefined,
    scope: {} as Record<string, unknown>,
    provesScope: false,
    checks: '',
  };
  if (detection?.kind !== 'read') return reading;
  const out: Output = {
    add(kind, observation, locator) {
      (reading.observations[kind] as unknown[]).push({ ...observation, at: locator });
    },
    native(name, count = 1) {
      reading.native[name] = ((reading.native[name] as number | undefined) ?? 0) + count;
    },
    nativeOf(name, key, count = 1) {
      const counts = (reading.native[name] ??= {}) as Record<string, number>;
      counts[key] = (counts[key] ?? 0) + count;
    },
    nativeValue(name, value) {
      reading.native[name] = value;
    },
    quarantine(locator, reason) {
      reading.quarantined.push({ locator, reason });
    },
    tool(name, version) {
      reading.tool = version === undefined ? { name } : { name, version };
    },
    observedAt(time) {
      if (time !== undefined) reading.observedAt = Math.max(reading.observedAt ?? 0, time);
    },
    scope(scope) {
      Object.assign(reading.scope, scope);
    },
    provesScope() {
      reading.provesScope = true;
    },
    checkSet(name) {
      reading.checks = name;
    },
    fingerprint: (secret) => `hash-of-${secret.length}-characters`,
    pressure: () => undefined,
  };
  reading.outcome = await (
    await source.load()
  )({ name: first?.name ?? '', format: detection.format, files }, out);
  return reading;
}
