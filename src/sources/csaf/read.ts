import { invariant } from '../../base/fault.ts';
import { asObject, asText } from '../../base/json-value.ts';
import { formatPath, readJson, type JsonObject } from '../../base/json.ts';
import { parseIsoTime } from '../../base/time.ts';
import { knownProperties } from '../texts.ts';
import { local, type Output, type Read } from '../source.ts';
import { groupsOf, productsOf, type Product } from './products.ts';
import { findingOf, idOf, Sayings, statementsOf, type Context } from './statements.ts';

export const read: Read = async (report, out) => {
  const [file] = report.files;
  invariant(file !== undefined, 'a report has a file');
  const advisory = new Advisory(out);
  const result = await readJson(file.text(), {
    records: {
      document: (value) => {
        advisory.document(asObject(value) ?? {});
      },
      product_tree: (value) => {
        advisory.tree(asObject(value));
      },
      'vulnerabilities.*': (value, path) => {
        advisory.vulnerability(asObject(value), formatPath(path));
      },
    },
    pressure: () => out.pressure(),
  });
  advisory.end(result.ok);
  return result.ok ? { ok: true } : result;
};

/** A vulnerability that came before the product tree. */
interface Waiting {
  readonly vulnerability: JsonObject;
  readonly locator: string;
}

/** One document. Its product tree is kept (findings refer to it by id), its vulnerabilities go by. */
class Advisory {
  readonly #out: Output;
  readonly #waiting: Waiting[] = [];
  readonly #written = new Map<string, string>();
  readonly #cves = new Set<string>();
  #products: ReadonlyMap<string, Product> | undefined;
  #context: Context = { groups: new Map(), severity: undefined };
  #publisher: string | undefined;
  #id: string | undefined;

  constructor(out: Output) {
    this.#out = out;
    out.tool('CSAF');
    for (const name of ['vulnerabilities', 'product_ids']) out.native(name, 0);
  }

  document(document: JsonObject): void {
    const out = this.#out;
    const tracking = asObject(document['tracking']);
    const publisher = asObject(document['publisher']);
    const engine = asObject(asObject(tracking?.['generator'])?.['engine']);
    const name = asText(engine?.['name']);
    if (name !== undefined) out.tool(name, asText(engine?.['version']));
    out.nativeValue('csaf', asText(document['csaf_version']) ?? null);
    out.nativeValue('category', asText(document['category']) ?? null);
    out.observedAt(parseIsoTime(asText(tracking?.['current_release_date'])));
    this.#id = asText(tracking?.['id']);
    this.#publisher = asText(publisher?.['name']);
    const severity = asText(asObject(document['aggregate_severity'])?.['text']);
    this.#context = { ...this.#context, severity };
    out.scope({ document: this.#id, publisher: this.#publisher, title: asText(document['title']) });
  }

  tree(tree: JsonObject | undefined): void {
    this.#products = productsOf(tree);
    this.#context = { ...this.#context, groups: groupsOf(tree) };
    this.#out.native('product_ids', this.#products.size);
    for (const { vulnerability, locator } of this.#waiting.splice(0)) this.#state(vulnerability, locator);
  }

  vulnerability(vulnerability: JsonObject | undefined, locator: string): void {
    this.#out.native('vulnerabilities');
    if (vulnerability === undefined) this.#out.quarantine(locator, 'the vulnerability is no JSON object');
    else if (this.#products === undefined) this.#waiting.push({ vulnerability, locator });
    else this.#state(vulnerability, locator);
  }

  /** Also after a fault; only a whole document with an id proves what it says, against its own earlier versions. */
  end(isWhole: boolean): void {
    for (const { vulnerability, locator } of this.#waiting.splice(0)) this.#state(vulnerability, locator);
    this.#out.nativeValue('cves', this.#cves.size);
    if (!isWhole || this.#id === undefined) return;
    this.#out.checkSet(`${this.#publisher ?? ''} ${this.#id}`.trim());
    this.#out.provesScope();
  }

  #state(vulnerability: JsonObject, locator: string): void {
    const cve = asText(vulnerability['cve']);
    if (cve !== undefined) this.#cves.add(cve);
    const id = idOf(vulnerability);
    if (id === undefined) {
      this.#out.quarantine(locator, 'the vulnerability has neither CVE, id nor title');
      return;
    }
    const sayings = new Sayings(vulnerability, this.#context);
    for (const statement of statementsOf(vulnerability)) {
      const product = this.#products?.get(statement.productId);
      const ref = this.#resource(statement.productId, product, locator);
      const row = findingOf(sayings, id, statement, product, ref);
      this.#out.add('vulnerability', row, `${locator} ${statement.productId}`);
    }
  }

  /** The resource that stands for the product: of a relationship the component as part of its platform. */
  #resource(id: string, product: Product | undefined, locator: string): string {
    const known = this.#written.get(id);
    if (known !== undefined) return known;
    const ref = local(`product:${id}`);
    this.#written.set(id, ref);
    const platform = this.#products?.get(product?.parts?.platform ?? '');
    this.#out.add(
      'resource',
      {
        Ref: ref,
        ResourceType: 'application',
        ResourceName: product?.name ?? id,
        ResourceIds: [product?.purl, product?.cpe].filter((text) => text !== undefined),
        Examined: ['vulnerabilities'],
        Properties:
          knownProperties({
            kind: 'product',
            publisher: this.#publisher,
            document: this.#id,
            platform: platform?.name,
          }) ?? {},
      },
      locator,
    );
    return ref;
  }
}
