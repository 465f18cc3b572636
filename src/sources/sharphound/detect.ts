import { isLitter } from '../member-path.ts';
import type { Fault } from '../../base/fault.ts';
import type { Detection, Head } from '../source.ts';
import { dataKindOf, dataKinds } from './kinds.ts';
import { metaOfHead } from './meta.ts';

/** First version whose records carry `data` and object ids. */
const oldestVersion = 4;

/** What only records of this format carry; the first record may be longer than the head, so lists count too. */
const signs = [
  'data.*.ObjectIdentifier',
  'data.*.Aces.*.RightName',
  'data.*.Aces.*.PrincipalSID',
  'data.*.Members.*.ObjectIdentifier',
  'data.*.ChildObjects.*.ObjectIdentifier',
  'data.*.ComputerSID',
];

/** Collector files are told by `meta` and by their records; graphs and Azure collections have sources of their own. */
export function detect(head: Head): Detection | undefined {
  const json = head.json;
  if (json?.form !== 'object') return undefined;
  const { paths, scalars } = json;

  const meta = metaOfHead(head);
  if (paths.has('data')) {
    if (meta.type === 'azure' || /^AZ/.test(scalars.get('data.*.kind') ?? '')) return undefined;
    if (dataKindOf(meta.type) === undefined && !signs.some((sign) => paths.has(sign))) return undefined;
    if (meta.version !== undefined && meta.version < oldestVersion)
      return refuse(`sharphound v${meta.version}`, oldFault(meta.version));
    return { kind: 'read', format: formatOf(meta.version) };
  }
  return isOld(paths, meta.type)
    ? refuse(
        meta.version === undefined ? 'sharphound v3 or older' : `sharphound v${meta.version}`,
        oldFault(meta.version),
      )
    : undefined;
}

/**
 * The members of an archive are one collection when every one of them is a collector's file. Files that are no data at all
 * (notes, caches, what macOS adds) do not matter; a file of another format does, then each is read alone.
 */
export function detectArchive(members: readonly Head[]): Detection | undefined {
  let refusal: Detection | undefined;
  let version: number | undefined;
  let isCollection = false;
  for (const member of members) {
    if (isLitter(member.name)) continue;
    const detection = detect(member);
    if (detection === undefined) {
      if (member.json === undefined && member.xml === undefined) continue;
      return undefined;
    }
    if (detection.kind === 'refuse') {
      refusal ??= detection;
    } else {
      isCollection = true;
      version = Math.max(version ?? 0, metaOfHead(member).version ?? 0);
    }
  }
  if (isCollection) return refusal === undefined ? { kind: 'read', format: formatOf(version) } : undefined;
  return refusal;
}

function formatOf(version: number | undefined): string {
  return version === undefined || version === 0 ? 'sharphound' : `sharphound v${version}`;
}

/** Up to version 3 the list is named after its kind: `{computers: […], meta: {…}}`. */
function isOld(paths: ReadonlySet<string>, metaType: string | undefined): boolean {
  return dataKinds.some(
    ({ type }) =>
      paths.has(type) &&
      (metaType === type ||
        paths.has(`${type}.*.ObjectIdentifier`) ||
        paths.has(`${type}.*.Aces`) ||
        paths.has(`${type}.*.PrimaryGroup`)),
  );
}

function refuse(format: string, fault: Fault): Detection {
  return { kind: 'refuse', format, fault };
}

function oldFault(version: number | undefined): Fault {
  return {
    code: 'wrong-version',
    message: `the collection has version ${version ?? 3} or older of the format, which lacks object types`,
    remedy: 'collect again with SharpHound 1.0 or newer (format version 4 to 6)',
  };
}
