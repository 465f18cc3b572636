import { invariant } from '../../base/fault.ts';
import { asLabel, asObject, asObjects, asTexts } from '../../base/json-value.ts';
import { formatPath, readJson, type JsonObject, type JsonValue } from '../../base/json.ts';
import { GraphObjects } from '../graph-objects.ts';
import { directory, local, type Output, type Read } from '../source.ts';
import { Tally } from '../tally.ts';

/** Reads the nodes, then the edges, so that edges can name nodes by their name wherever they stand in the file. */
export const read: Read = async (report, out) => {
  const [file] = report.files;
  invariant(file !== undefined, 'a report has a file');
  const graph = new Graph(out);
  const pressure = (): Promise<void> | undefined => out.pressure();
  const nodes = await readJson(file.text(), {
    records: {
      'graph.nodes.*': (value, path) => {
        graph.node(value, formatPath(path));
      },
      'metadata.source_kind': (value) => {
        const kind = asLabel(value);
        if (kind === undefined) return;
        out.tool(kind);
        out.checkSet(kind);
      },
    },
    pressure,
  });
  // What stands before a fault is read a second time for its edges.
  await readJson(file.text(), {
    records: {
      'graph.edges.*': (value, path) => {
        graph.edge(value, formatPath(path));
      },
    },
    pressure,
  });
  graph.end();
  return nodes.ok ? { ok: true } : nodes;
};

/** Kinds of edge that are listed with their counts, the most frequent ones. */
const listedKinds = 40;

interface End {
  readonly ref: string;
  readonly kind: string | undefined;
  readonly objectId: string | undefined;
  readonly name: string | undefined;
}

class Graph {
  readonly #out: Output;
  readonly #objects: GraphObjects;
  readonly #kinds = new Tally();
  /** Ids by kind and name; undefined where several nodes share both. */
  readonly #byName = new Map<string, string | undefined>();

  constructor(out: Output) {
    this.#out = out;
    this.#objects = new GraphObjects(out);
    out.native('opengraph_nodes', 0);
    out.native('opengraph_edges', 0);
  }

  node(value: JsonValue, locator: string): void {
    const node = asObject(value);
    this.#out.native('opengraph_nodes');
    const id = asLabel(node?.['id']);
    if (node === undefined || id === undefined) {
      this.#out.quarantine(locator, 'a node without an id');
      return;
    }
    const properties = asObject(node['properties']) ?? {};
    const kinds = asTexts(node['kinds']);
    const name = asLabel(properties['name']) ?? asLabel(properties['displayname']);
    if (name !== undefined) for (const kind of ['', ...kinds]) this.#remember(kind, name, id);
    this.#objects.describe(
      { ref: directory(id), objectId: id, type: typeOf(kinds), name, properties },
      locator,
    );
  }

  edge(value: JsonValue, locator: string): void {
    const edge = asObject(value);
    this.#out.native('opengraph_edges');
    const kind = asLabel(edge?.['kind']);
    this.#kinds.add(kind ?? 'null');
    const start = this.#end(asObject(edge?.['start']));
    const end = this.#end(asObject(edge?.['end']));
    if (kind === undefined || start === undefined || end === undefined) {
      this.#out.quarantine(
        locator,
        'an edge without kind, start or end, or with a match that is not supported',
      );
      return;
    }
    for (const { ref, kind: type = 'Base', objectId, name } of [start, end])
      this.#objects.mention(ref, type, objectId, name, locator);
    const properties = asObject(edge?.['properties']);
    this.#out.add(
      'relation',
      {
        Relation: kind,
        FromRef: start.ref,
        ToRef: end.ref,
        ...(properties === undefined ? {} : { Properties: properties }),
      },
      locator,
    );
  }

  end(): void {
    this.#objects.finish();
    const top = Object.entries(this.#kinds.counts).sort(([, a], [, b]) => b - a);
    this.#out.nativeValue('edge_kinds', Object.fromEntries(top.slice(0, listedKinds)));
    this.#out.scope({ kind: 'graph' });
  }

  #remember(kind: string, name: string, id: string): void {
    const key = nameKey(kind, name);
    const known = this.#byName.get(key);
    this.#byName.set(key, this.#byName.has(key) && known !== id ? undefined : id);
  }

  /** Matched by id, by name, or by properties that say one of the two. */
  #end(end: JsonObject | undefined): End | undefined {
    if (end === undefined) return undefined;
    const kind = asLabel(end['kind']);
    const [matcher, ...others] = asObjects(end['property_matchers']);
    const by = matcher === undefined ? (asLabel(end['match_by']) ?? 'id') : keyOf(matcher);
    const value = asLabel(matcher === undefined ? end['value'] : matcher['value']);
    if (value === undefined || others.length > 0) return undefined;
    if (by === 'id') return { ref: directory(value), kind, objectId: value, name: undefined };
    if (by !== 'name') return undefined;
    const id = this.#byName.get(nameKey(kind ?? '', value));
    return id === undefined
      ? { ref: local(`name ${nameKey(kind ?? '', value)}`), kind, objectId: undefined, name: value }
      : { ref: directory(id), kind, objectId: id, name: value };
  }
}

function keyOf(matcher: JsonObject): string | undefined {
  const key = asLabel(matcher['key'])?.toLowerCase();
  return key === 'objectid' ? 'id' : key;
}

function nameKey(kind: string, name: string): string {
  return `${kind} ${name.toUpperCase()}`;
}

/** The kind that says most: neither a tag nor the common kind of a collector. */
function typeOf(kinds: readonly string[]): string {
  return kinds.find((kind) => !/Base$/.test(kind) && !kind.startsWith('Tag_')) ?? kinds[0] ?? 'Base';
}
