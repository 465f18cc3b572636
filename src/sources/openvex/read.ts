import { invariant } from '../../base/fault.ts';
import { asLabel, asObject, asText } from '../../base/json-value.ts';
import { formatPath, readJson, type JsonObject } from '../../base/json.ts';
import { parseIsoTime } from '../../base/time.ts';
import { local, type Output, type Read } from '../source.ts';
import { productsOf, saidOf, softwareOf, type Item } from './statement.ts';

export const read: Read = async (report, out) => {
  const [file] = report.files;
  invariant(file !== undefined, 'a report has a file');
  const written = new Set<string>();
  let id: string | undefined;
  out.tool('OpenVEX');
  out.native('statements', 0);
  const time = (value: unknown): void => {
    out.observedAt(parseIsoTime(typeof value === 'string' ? value : undefined));
  };
  const result = await readJson(file.text(), {
    records: {
      '@id': (value) => {
        id = asText(value);
      },
      author: (value) => {
        out.scope({ author: asText(value) });
      },
      tooling: (value) => {
        const tool = asText(value);
        if (tool !== undefined) out.tool(tool);
      },
      version: (value) => {
        out.scope({ version: asLabel(value) });
      },
      timestamp: time,
      last_updated: time,
      'statements.*': (value, path) => {
        out.native('statements');
        const statement = asObject(value);
        state(out, written, statement, formatPath(path));
      },
    },
    pressure: () => out.pressure(),
  });
  out.scope({ document: id });
  if (!result.ok) return result;
  // A new version of a document keeps its id and says all that it still holds.
  if (id !== undefined) {
    out.checkSet(id);
    out.provesScope();
  }
  return { ok: true };
};

/** One finding for each product, or for each component of it that the statement names. */
function state(out: Output, written: Set<string>, statement: JsonObject | undefined, locator: string): void {
  const said = statement === undefined ? undefined : saidOf(statement);
  if (statement === undefined || said === undefined) {
    out.quarantine(locator, 'the statement has no vulnerability or no known status');
    return;
  }
  const products = productsOf(statement);
  if (products.length === 0) out.quarantine(locator, 'the statement names no product');
  products.forEach((product, i) => {
    const Ref = resource(out, written, product, `${locator}.products[${i}]`);
    const subjects = product.components.length === 0 ? [product] : product.components;
    subjects.forEach((subject, j) => {
      const at = product.components.length === 0 ? '' : `.subcomponents[${j}]`;
      out.add('vulnerability', { Ref, ...said, ...softwareOf(subject) }, `${locator}.products[${i}]${at}`);
    });
  });
}

function resource(out: Output, written: Set<string>, product: Item, locator: string): string {
  const ref = local(`product:${product.id}`);
  if (written.has(ref)) return ref;
  written.add(ref);
  out.add(
    'resource',
    {
      Ref: ref,
      ResourceType: /^pkg:(oci|docker)\//i.test(product.purl ?? '') ? 'image' : 'application',
      ResourceName: product.id,
      ResourceIds: [...new Set([product.id, product.purl, product.cpe, ...product.hashes])].filter(
        (text) => text !== undefined,
      ),
      Examined: ['vulnerabilities'],
      Properties: { kind: 'product' },
    },
    locator,
  );
  return ref;
}
