import type { Fault } from '../../base/fault.ts';
import { formatPath, readJson } from '../../base/json.ts';
import type { JsonValue } from '../../base/json.ts';
import type { Output, Read, ReportFile } from '../source.ts';
import { isLitter, memberPath } from '../member-path.ts';
import { detect } from './detect.ts';
import { Identities } from './identities.ts';
import { dataKinds, type DataKind } from './kinds.ts';
import { kindOf, metaOfFile, type Meta } from './meta.ts';
import { takeRecord, type Target } from './records.ts';

interface DataFile {
  readonly file: ReportFile;
  readonly meta: Meta | undefined;
  readonly kind: DataKind;
}

/**
 * Reads the data files of a collection, or one of them alone. Objects are described once, by the newest file that has
 * them; who is named but not described anywhere is told at the end.
 */
export const read: Read = async (report, out) => {
  const target: Target = { out, identities: new Identities(out), domains: new Set() };
  const members: Record<string, JsonValue> = {};
  let fault: Fault | undefined;
  let isWhole = true;
  const data: DataFile[] = [];
  for (const file of report.files) {
    if (isLitter(file.name) || detect(file.head)?.kind !== 'read') continue;
    const meta = await metaOfFile(file);
    const kind = kindOf(meta, file.head);
    if (kind === undefined) fault ??= unknownKind(file, meta);
    else data.push({ file, meta, kind });
  }
  data.sort(inReadingOrder);

  out.tool(
    'SharpHound',
    data.find(({ meta }) => meta?.collectorVersion !== undefined)?.meta?.collectorVersion,
  );
  for (const member of data) {
    const { file, meta, kind } = member;
    out.observedAt(collectionTime(file.name));
    const { objects, fault: failure } = await readData(member, target);
    fault ??= failure;
    // More objects than counted is a miscount that collectors make; fewer are missing.
    isWhole &&= meta?.count !== undefined && objects >= meta.count;
    const facts = { type: kind.type, meta_count: meta?.count ?? null, objects };
    if (report.files.length > 1) {
      members[memberPath(file.name)] = { ...facts, version: meta?.version ?? null };
    } else {
      tellFacts(out, meta?.version === undefined ? facts : { ...facts, version: meta.version });
    }
  }
  target.identities.finish();
  if (report.files.length > 1) out.nativeValue('per_member', members);
  const methods = new Set(data.flatMap(({ meta }) => meta?.methods ?? []));
  out.scope({ domains: [...target.domains].sort(), methods: [...methods].sort() });
  out.checkSet([...methods].sort().join('+'));
  if (fault === undefined && isWhole && isCollection(data)) out.provesScope();
  return fault === undefined ? { ok: true } : { ok: false, fault };
};

/** Kinds that every collection of a domain has. */
const needed = ['users', 'computers', 'groups', 'domains'];

/** One collection with all kinds of object: it lists every computer of its domain, each looked at by the same methods. */
function isCollection(data: readonly DataFile[]): boolean {
  const methods = new Set(data.map(({ meta }) => meta?.methods.join('+') ?? ''));
  return methods.size === 1 && needed.every((type) => data.some(({ kind }) => kind.type === type));
}

async function readData(
  { file, kind }: DataFile,
  target: Target,
): Promise<{ objects: number; fault: Fault | undefined }> {
  let objects = 0;
  const result = await readJson(file.text(), {
    records: {
      'data.*': (value, path) => {
        objects++;
        const locator = formatPath(path);
        const reason = takeRecord(value, kind, { locator, file }, target);
        if (reason !== undefined) target.out.quarantine(locator, reason, file);
      },
    },
    pressure: () => target.out.pressure(),
  });
  if (result.ok) return { objects, fault: undefined };
  const place = [file.name, result.fault.place].filter((part) => part !== undefined).join(': ');
  return { objects, fault: { ...result.fault, place } };
}

function tellFacts(out: Output, facts: Readonly<Record<string, JsonValue>>): void {
  for (const [name, value] of Object.entries(facts)) out.nativeValue(name, value);
}

/** Newest collection first, so that its word counts; within one the kinds in their order, then by name. */
function inReadingOrder(a: DataFile, b: DataFile): number {
  return (
    (collectionTime(b.file.name) ?? 0) - (collectionTime(a.file.name) ?? 0) ||
    dataKinds.indexOf(a.kind) - dataKinds.indexOf(b.kind) ||
    (a.file.name < b.file.name ? -1 : 1)
  );
}

/** Collectors put the time of the collection before the kind: `20240305110018_computers.json`. The files hold no other. */
function collectionTime(name: string): number | undefined {
  const match = /(?:^|[/\\])(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})_[^/\\]*$/.exec(name);
  if (match === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1).map(Number);
  const time = Date.UTC(year, month - 1, day, hour, minute, second);
  return month >= 1 && month <= 12 && day >= 1 && day <= 31 && hour < 24 && year >= 2000 ? time : undefined;
}

function unknownKind(file: ReportFile, meta: Meta | undefined): Fault {
  return {
    code: 'wrong-content',
    message:
      meta?.type === undefined
        ? 'the file does not say what kind of objects it holds'
        : `the kind of objects "${meta.type.slice(0, 40)}" is not known`,
    place: file.name,
    remedy: 'export the collection again with the collector itself',
  };
}
