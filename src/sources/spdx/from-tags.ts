import { failed, ok, type Result } from '../../base/fault.ts';
import type { Output } from '../source.ts';
import { asserted, type Package, type SpdxDocument } from './document.ts';

interface Open {
  line: number;
  id: string | undefined;
  name: string | undefined;
  version: string | undefined;
  supplier: string | undefined;
  purpose: string | undefined;
  fileName: string | undefined;
  readonly purls: string[];
  readonly cpes: string[];
}

/** Characters of one line: a longer one is no tag-value. */
const maxLine = 1024 * 1024;

/**
 * Reads tag-value (SPDX 2): one `Tag: value` a line, texts of several lines between `<text>` and `</text>`; a package begins
 * with `PackageName` and ends where a file, a snippet or the next package begins. The form has no end mark: a cut shows only
 * inside a text.
 */
export async function readTags(
  text: AsyncIterable<string>,
  document: SpdxDocument,
  out: Output,
): Promise<Result<void>> {
  const reader = new Tags(document, out);
  let rest = '';
  for await (const chunk of text) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) reader.line(line);
    if (rest.length > maxLine) {
      return failed({
        code: 'too-large',
        message: 'a line is longer than 1 MB',
        place: `line ${reader.lines + 1}`,
      });
    }
    await out.pressure();
  }
  if (rest !== '') reader.line(rest);
  return reader.end();
}

class Tags {
  lines = 0;
  readonly #document: SpdxDocument;
  readonly #out: Output;
  #package: Open | undefined;
  /** Within `<text>`, whose content no fact is taken from. */
  #isInText = false;

  constructor(document: SpdxDocument, out: Output) {
    this.#document = document;
    this.#out = out;
  }

  line(raw: string): void {
    this.lines++;
    if (this.#isInText) {
      if (raw.includes('</text>')) this.#isInText = false;
      return;
    }
    const line = raw.trim();
    const tag = /^([A-Za-z]\w*):/.exec(line)?.[1];
    if (tag === undefined) return;
    const value = line.slice(tag.length + 1).trimStart();
    if (value.includes('<text>') && !value.includes('</text>')) this.#isInText = true;
    this.#tag(tag, value.replace(/^<text>|<\/text>$/g, ''));
  }

  #tag(tag: string, value: string): void {
    const document = this.#document;
    const open = this.#package;
    switch (tag) {
      case 'SPDXVersion':
        document.version(value);
        return;
      case 'DocumentName':
        document.name(value);
        return;
      case 'DocumentNamespace':
        document.namespace(value);
        return;
      case 'Creator':
        document.creator(value);
        return;
      case 'Created':
        document.created(value);
        return;
      case 'PackageName':
        this.#close();
        this.#package = {
          line: this.lines,
          id: undefined,
          name: asserted(value) === '' ? undefined : asserted(value),
          version: undefined,
          supplier: undefined,
          purpose: undefined,
          fileName: undefined,
          purls: [],
          cpes: [],
        };
        return;
      case 'FileName':
      case 'SnippetSPDXID':
        this.#close();
        return;
      case 'SPDXID':
        if (open !== undefined) open.id ??= value;
        return;
      case 'PackageVersion':
        if (open !== undefined) open.version = asserted(value);
        return;
      case 'PackageSupplier':
        if (open !== undefined) open.supplier = value;
        return;
      case 'PackageFileName':
        if (open !== undefined) open.fileName = value;
        return;
      case 'PrimaryPackagePurpose':
        if (open !== undefined) open.purpose = value;
        return;
      case 'ExternalRef': {
        const [, type = '', locator = ''] = value.split(/\s+/);
        if (open !== undefined) addReference(open, type, locator);
        return;
      }
      case 'Relationship': {
        const described = /^SPDXRef-DOCUMENT\s+DESCRIBES\s+(\S+)$/i.exec(value)?.[1];
        document.describes(described ?? /^(\S+)\s+DESCRIBED_BY\s+SPDXRef-DOCUMENT$/i.exec(value)?.[1]);
        return;
      }
      default:
    }
  }

  #close(): void {
    const open = this.#package;
    this.#package = undefined;
    if (open === undefined) return;
    this.#out.native('packages');
    this.#document.package(open satisfies Package, `line ${open.line}`);
  }

  end(): Result<void> {
    this.#close();
    this.#out.nativeValue('lines', this.lines);
    if (this.lines === 0) return failed({ code: 'empty', message: 'the document has no line' });
    if (!this.#isInText) return ok(undefined);
    return failed({
      code: 'truncated',
      message: 'the document ends inside a text',
      place: `line ${this.lines}`,
      remedy: 'run the export again to its end',
    });
  }
}

/** Sorts an external reference by its type, whatever prefix it carries. */
export function addReference(
  to: { readonly purls: string[]; readonly cpes: string[] },
  type: string,
  locator: string,
): void {
  const kind = type.toLowerCase().replace(/^.*[/#]/, '');
  if (kind === 'purl' || kind === 'packageurl') to.purls.push(locator);
  else if (kind === 'cpe23type' || kind === 'cpe22type' || kind === 'cpe23' || kind === 'cpe22')
    to.cpes.push(locator);
}
