import { ownValue } from '../../base/own-value.ts';
import { invariant } from '../../base/fault.ts';
import { asObject, asText } from '../../base/json-value.ts';
import { formatPath, readJson, type JsonObject, type JsonPath, type JsonValue } from '../../base/json.ts';
import { child, childText, readXml, type XmlElement, type XmlOpen } from '../../base/xml.ts';
import type { Output, Read, ReadOutcome, ReportFile } from '../source.ts';
import { Bom } from './bom.ts';
import { componentFromJson, serviceFromJson, toolFromJson, vulnerabilityFromJson } from './from-json.ts';
import { componentFromXml, serviceFromXml, toolFromXml, vulnerabilityFromXml } from './from-xml.ts';
import { namespaceVersion } from './version.ts';

export const read: Read = async (report, out) => {
  const [file] = report.files;
  invariant(file !== undefined, 'a report has a file');
  const bom = new Bom(out, report.name.replace(/^.*[\\/]/, ''));
  try {
    const outcome = await (file.head.xml === undefined ? fromJson(file, bom, out) : fromXml(file, bom, out));
    if (outcome.ok) bom.closed();
    return outcome;
  } finally {
    bom.end();
  }
};

async function fromJson(file: ReportFile, bom: Bom, out: Output): Promise<ReadOutcome> {
  const each =
    (name: string, take: (value: JsonObject, locator: string) => void) =>
    (value: JsonValue, path: JsonPath): void => {
      const object = asObject(value);
      out.native(name);
      if (object === undefined) out.quarantine(formatPath(path), `an item of ${name} is no object`);
      else take(object, formatPath(path));
    };
  const result = await readJson(file.text(), {
    records: {
      specVersion: (value) => {
        out.nativeValue('spec', asText(value) ?? null);
      },
      serialNumber: (value) => {
        bom.serial(asText(value));
      },
      metadata: (value) => {
        const metadata = asObject(value);
        if (metadata === undefined) return;
        bom.metadata(asText(metadata['timestamp']), toolFromJson(metadata));
        const component = asObject(metadata['component']);
        if (component !== undefined) bom.artefact(componentFromJson(component), '$.metadata.component');
      },
      'components.*': each('components', (value, locator) => {
        bom.component(componentFromJson(value), locator);
      }),
      'services.*': each('services', (value, locator) => {
        bom.service(serviceFromJson(value), locator);
      }),
      'compositions.*': (value) => {
        bom.composition(asText(asObject(value)?.['aggregate']));
      },
      'dependencies.*': () => {
        out.native('dependencies');
      },
      'vulnerabilities.*': each('vulnerabilities', (value, locator) => {
        bom.vulnerability(vulnerabilityFromJson(value), locator);
      }),
    },
    pressure: () => out.pressure(),
  });
  return result.ok ? { ok: true } : result;
}

/** In XML the units are elements of that name, wherever they stand. */
async function fromXml(file: ReportFile, bom: Bom, out: Output): Promise<ReadOutcome> {
  const counted: Readonly<Record<string, string>> = {
    component: 'components',
    vulnerability: 'vulnerabilities',
    dependency: 'dependencies',
    service: 'services',
  };
  const count = (name: string): void => {
    const unit = ownValue(counted, name);
    if (unit !== undefined) out.native(unit);
  };
  const countAll = (element: XmlElement): void => {
    count(element.name);
    element.children.forEach(countAll);
  };
  const isTop = (ancestors: readonly XmlOpen[], list: string): boolean =>
    ancestors.length === 2 && ancestors[1]?.name === list;
  const result = await readXml(file.text(), {
    root: (root) => {
      out.nativeValue('spec', namespaceVersion(Object.values(root.attributes)) ?? null);
      bom.serial(root.attributes['serialNumber']);
      return undefined;
    },
    records: {
      metadata: (element) => {
        countAll(element);
        bom.metadata(childText(element, 'timestamp'), toolFromXml(element));
        const component = child(element, 'component');
        if (component !== undefined) bom.artefact(componentFromXml(component), `line ${component.line}`);
      },
      component: (element, ancestors) => {
        countAll(element);
        if (isTop(ancestors, 'components')) bom.component(componentFromXml(element), `line ${element.line}`);
      },
      service: (element, ancestors) => {
        count('service');
        if (isTop(ancestors, 'services')) bom.service(serviceFromXml(element), `line ${element.line}`);
      },
      composition: (element) => {
        bom.composition(childText(element, 'aggregate'));
      },
      vulnerability: (element, ancestors) => {
        countAll(element);
        if (isTop(ancestors, 'vulnerabilities')) {
          bom.vulnerability(vulnerabilityFromXml(element), `line ${element.line}`);
        }
      },
    },
    open: {
      dependency: () => {
        out.native('dependencies');
      },
    },
    pressure: () => out.pressure(),
  });
  return result.ok ? { ok: true } : result;
}
