import { asArray, asObject, asText, asTexts } from '../../base/json-value.ts';
import type { JsonObject, JsonValue } from '../../base/json.ts';
import { parseIsoTime } from '../../base/time.ts';
import type { Observation } from '../../schema/index.ts';
import { cveIds } from '../cve-ids.ts';
import { parsePackageUrl, qualifiedName } from '../package-url.ts';
import { shorten } from '../texts.ts';

/** A product or a component of one, as the document names it. */
export interface Item {
  readonly id: string;
  readonly purl: string | undefined;
  readonly cpe: string | undefined;
  readonly hashes: readonly string[];
  readonly components: readonly Item[];
}

/** Products of a statement; before 0.2.0 they are plain texts and components stand beside them. */
export function productsOf(statement: JsonObject): readonly Item[] {
  const beside = itemsOf(statement['subcomponents']);
  return itemsOf(statement['products']).map((item) =>
    item.components.length > 0 ? item : { ...item, components: beside },
  );
}

function itemsOf(value: JsonValue | undefined): readonly Item[] {
  return asArray(value).flatMap((entry) => {
    const object = asObject(entry);
    const identifiers = asObject(object?.['identifiers']);
    const named = asText(entry) ?? asText(object?.['@id']);
    const purlText = [asText(identifiers?.['purl']), named].find(
      (text) => parsePackageUrl(text) !== undefined,
    );
    const cpe = asText(identifiers?.['cpe23']) ?? asText(identifiers?.['cpe22']);
    const id = named ?? purlText ?? cpe;
    if (id === undefined) return [];
    const hashes = Object.entries(asObject(object?.['hashes']) ?? {}).flatMap(([algorithm, hash]) => {
      const text = asText(hash);
      return text === undefined ? [] : [`${algorithm}:${text}`];
    });
    return [{ id, purl: purlText, cpe, hashes, components: itemsOf(object?.['subcomponents']) }];
  });
}

/** What a statement says of a vulnerability; undefined without a vulnerability or with a status that is none. */
export function saidOf(statement: JsonObject): Omit<Observation<'vulnerability'>, 'Ref'> | undefined {
  const vulnerability = asObject(statement['vulnerability']);
  // 0.0.1 has a text; an object may have the id only as a link.
  const name =
    asText(statement['vulnerability']) ?? asText(vulnerability?.['name']) ?? asText(vulnerability?.['@id']);
  const status = statusOf(asText(statement['status']));
  if (name === undefined || status === undefined) return undefined;
  const id = /^https?:\/\/.*\/([^/]+)\/?$/.exec(name)?.[1] ?? name;
  const why = [
    asText(statement['justification']),
    asText(statement['impact_statement']),
    asText(statement['status_notes']),
  ].filter((part) => part !== undefined);
  const title = asText(vulnerability?.['description']);
  return {
    VulnerabilityId: id,
    CveIds: cveIds([id, ...asTexts(vulnerability?.['aliases'])]),
    Title: title === undefined ? undefined : shorten(title, 200),
    Severity: 'Unknown',
    FixText: asText(statement['action_statement']),
    Status: status,
    Reason: why.length === 0 ? undefined : shorten(why.join(': '), 500),
    FirstSeen: parseIsoTime(asText(statement['timestamp'])),
    LastSeen: parseIsoTime(asText(statement['last_updated'])),
  };
}

function statusOf(status: string | undefined): Observation<'vulnerability'>['Status'] | undefined {
  switch (status) {
    case 'affected':
    case 'not_affected':
    case 'fixed':
    case 'under_investigation':
      return status;
    default:
      return undefined;
  }
}

/** The item as the software that a finding speaks of. */
export function softwareOf(
  item: Item,
): Pick<Observation<'vulnerability'>, 'SoftwareName' | 'SoftwareVersion' | 'Purl' | 'Cpe'> {
  const purl = parsePackageUrl(item.purl);
  return {
    SoftwareName: purl === undefined ? item.id : qualifiedName(purl.type, purl.namespace, purl.name),
    SoftwareVersion: purl?.version,
    Purl: item.purl,
    Cpe: item.cpe,
  };
}
