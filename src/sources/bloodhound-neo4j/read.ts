import { detached } from '../../base/detached.ts';
import { invariant } from '../../base/fault.ts';
import { asLabel, asObject, asTexts } from '../../base/json-value.ts';
import type { JsonObject } from '../../base/json.ts';
import { GraphObjects } from '../graph-objects.ts';
import { readRecords } from '../json-records.ts';
import { directory, local, type Output, type Read } from '../source.ts';
import { objectTypes, relationOf } from './types.ts';

/** Reads nodes and relationships line by line; of a node only its number and its ref are kept for the relationships. */
export const read: Read = async (report, out) => {
  const [file] = report.files;
  invariant(file !== undefined, 'a report has a file');
  const database = new Database(out);
  const result = await readRecords(file, {
    record: (record, locator) => {
      database.take(record, locator);
    },
    bad: (locator, reason) => {
      out.quarantine(locator, reason);
    },
    pressure: () => out.pressure(),
  });
  database.end();
  return result.ok ? { ok: true } : result;
};

class Database {
  readonly #out: Output;
  readonly #objects: GraphObjects;
  readonly #refs = new Map<string, string>();

  constructor(out: Output) {
    this.#out = out;
    this.#objects = new GraphObjects(out);
    out.native('nodes', 0);
    out.native('relationships', 0);
  }

  take(record: JsonObject, locator: string): void {
    const type = asLabel(record['type']);
    const reason =
      type === 'node'
        ? this.#node(record, locator)
        : type === 'relationship'
          ? this.#relationship(record, locator)
          : 'the line is neither node nor relationship';
    if (reason !== undefined) this.#out.quarantine(locator, reason);
  }

  end(): void {
    this.#objects.finish();
    this.#out.scope({ kind: 'graph' });
  }

  #node(record: JsonObject, locator: string): string | undefined {
    const id = asLabel(record['id']);
    if (id === undefined) return 'a node without an id';
    this.#out.native('nodes');
    const properties = asObject(record['properties']) ?? {};
    const objectId = idOf(properties);
    const ref = refOf(id, objectId);
    this.#refs.set(detached(id), detached(ref));
    const name = asLabel(properties['name']) ?? objectId;
    this.#objects.describe({ ref, objectId, type: typeOf(record), name, properties }, locator);
    return undefined;
  }

  #relationship(record: JsonObject, locator: string): string | undefined {
    this.#out.native('relationships');
    const label = asLabel(record['label']);
    const from = this.#end(asObject(record['start']), locator);
    const to = this.#end(asObject(record['end']), locator);
    if (label === undefined || from === undefined || to === undefined)
      return 'a relationship without label, start or end';
    const relation = relationOf(label);
    this.#out.nativeOf('relations', relation);
    const properties = asObject(record['properties']);
    this.#out.add(
      'relation',
      {
        Relation: relation,
        FromRef: from,
        ToRef: to,
        ...(properties === undefined ? {} : { Properties: properties }),
      },
      locator,
    );
    return undefined;
  }

  /** The ref of a node that was read, else of what the relationship says of it. */
  #end(end: JsonObject | undefined, locator: string): string | undefined {
    const id = asLabel(end?.['id']);
    if (end === undefined || id === undefined) return undefined;
    const known = this.#refs.get(id);
    if (known !== undefined) return known;
    const properties = asObject(end['properties']) ?? {};
    const objectId = idOf(properties);
    const ref = refOf(id, objectId);
    this.#objects.mention(ref, typeOf(end), objectId, asLabel(properties['name']), locator);
    return ref;
  }
}

function idOf(properties: JsonObject): string | undefined {
  return asLabel(properties['objectid'] ?? properties['objectsid']);
}

function refOf(id: string, objectId: string | undefined): string {
  return objectId === undefined ? local(`node ${id}`) : directory(objectId);
}

function typeOf(record: JsonObject): string {
  return asTexts(record['labels']).find((label) => objectTypes.has(label)) ?? 'Base';
}
