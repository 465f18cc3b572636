import { invariant } from '../../base/fault.ts';
import { asLabel, asObject } from '../../base/json-value.ts';
import { formatPath, readJson, type JsonValue } from '../../base/json.ts';
import { GraphObjects } from '../graph-objects.ts';
import { directory, type Output, type Read } from '../source.ts';
import { deviceOf } from './devices.ts';
import { objectKinds } from './kinds.ts';
import { nameOf, objectIdOf, propertiesOf } from './objects.ts';
import { relationsOf } from './relations.ts';

export const read: Read = async (report, out) => {
  const [file] = report.files;
  invariant(file !== undefined, 'a report has a file');
  const collection = new Collection(out);
  const result = await readJson(file.text(), {
    records: {
      'data.*': (value, path) => {
        collection.take(value, formatPath(path));
      },
    },
    pressure: () => out.pressure(),
  });
  collection.end();
  return result.ok ? { ok: true } : result;
};

class Collection {
  readonly #out: Output;
  readonly #objects: GraphObjects;
  readonly #tenants = new Set<string>();

  constructor(out: Output) {
    this.#out = out;
    this.#objects = new GraphObjects(out);
    out.tool('AzureHound');
    out.native('records', 0);
    out.nativeValue('kinds', {});
  }

  take(value: JsonValue, locator: string): void {
    const record = asObject(value);
    const kind = asLabel(record?.['kind']);
    const data = asObject(record?.['data']);
    this.#out.native('records');
    this.#out.nativeOf('kinds', kind ?? 'null');
    if (kind === undefined || data === undefined) {
      this.#out.quarantine(locator, 'a record without kind or data');
      return;
    }
    const objectKind = objectKinds.get(kind);
    if (objectKind !== undefined) {
      const id = objectIdOf(kind, data);
      if (id === undefined) {
        this.#out.quarantine(locator, `an ${kind} without an id`);
        return;
      }
      if (kind === 'AZTenant') this.#tenants.add(id);
      const properties = propertiesOf(data);
      this.#objects.describe(
        { ref: directory(id), objectId: id, type: kind, name: nameOf(kind, data), properties },
        locator,
      );
      const device = deviceOf(kind, data, id);
      if (device !== undefined) this.#out.add('device', device, locator);
    }
    const relations = relationsOf(kind, data);
    if (relations === undefined && objectKind === undefined) this.#out.nativeOf('other_kinds', kind);
    for (const { relation, from, to, fromType, toType } of relations ?? []) {
      this.#objects.mention(directory(from), fromType, from.toUpperCase(), undefined, locator);
      this.#objects.mention(directory(to), toType, to.toUpperCase(), undefined, locator);
      this.#out.add(
        'relation',
        { Relation: relation, FromRef: directory(from), ToRef: directory(to) },
        locator,
      );
    }
  }

  end(): void {
    this.#objects.finish();
    this.#out.scope({ tenants: [...this.#tenants].sort() });
  }
}
