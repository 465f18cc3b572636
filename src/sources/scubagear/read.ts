import { readCsv } from '../csv.ts';
import { invariant } from '../../base/fault.ts';
import { asBoolean, asObject, asObjects, asText } from '../../base/json-value.ts';
import { formatPath, readJson, type JsonObject, type JsonPath, type JsonValue } from '../../base/json.ts';
import { parseIsoTime } from '../../base/time.ts';
import { local, type Output, type Read } from '../source.ts';
import { controlOf, type Policy } from './map.ts';

/** Reads the results of the policies of one tenant. */
export const read: Read = async (report, out) => {
  const [file] = report.files;
  invariant(file !== undefined, 'a report has a file');
  const reader = new Reader(out);
  const pressure = (): Promise<void> | undefined => out.pressure();
  if (report.format === 'ScubaGear CSV') {
    const result = await readCsv(file.text(), ',', {
      isHeader: (cells) => cells.includes('Control ID') && cells.includes('Criticality'),
      record: (row, line) => {
        const cell = (name: string): string | undefined => row.get(name)?.trim() || undefined;
        reader.take(
          {
            id: cell('Control ID'),
            requirement: cell('Requirement'),
            result: cell('Result'),
            criticality: cell('Criticality'),
            details: cell('Details'),
          },
          `line ${line}`,
        );
      },
      bad: (line, reason) => {
        out.quarantine(`line ${line}`, reason);
      },
      pressure,
    });
    reader.end(file.name, false);
    return result.ok ? { ok: true } : result;
  }
  const group = (value: JsonValue, path: JsonPath): void => {
    asObjects(asObject(value)?.['Controls']).forEach((control, i) => {
      reader.take(policyOf(control), formatPath([...path, 'Controls', i]));
    });
  };
  const tests = report.format === 'ScubaGear tests';
  const result = await readJson(file.text(), {
    records: tests
      ? {
          '*': (value, path) => {
            reader.take(testOf(asObject(value) ?? {}), formatPath(path));
          },
        }
      : {
          'Results.*.*': group,
          '*.Results.*': group,
          MetaData: (value) => {
            reader.metadata = asObject(value);
          },
          '*.MetaData': (value) => {
            reader.metadata = asObject(value);
          },
        },
    pressure,
  });
  reader.end(file.name, result.ok && report.format === 'ScubaResults');
  return result.ok ? { ok: true } : result;
};

function policyOf(control: JsonObject): Policy {
  return {
    id: asText(control['Control ID']),
    requirement: asText(control['Requirement']),
    result: asText(control['Result']),
    criticality: asText(control['Criticality']),
    details: asText(control['Details']),
  };
}

function testOf(test: JsonObject): Policy {
  const isMet = asBoolean(test['RequirementMet']);
  return {
    id: asText(test['PolicyId']),
    requirement: undefined,
    result: isMet === undefined ? undefined : isMet ? 'Pass' : 'Fail',
    criticality: asText(test['Criticality']),
    details: asText(test['ReportDetails']),
  };
}

class Reader {
  metadata: JsonObject | undefined;
  readonly #out: Output;
  readonly #ref = local('tenant');
  readonly #products = new Set<string>();

  constructor(out: Output) {
    this.#out = out;
    out.tool('ScubaGear');
    out.native('policies', 0);
    out.nativeValue('result', {});
  }

  take(policy: Policy, locator: string): void {
    this.#out.native('policies');
    if (policy.result !== undefined) this.#out.nativeOf('result', policy.result);
    const control = controlOf(policy, this.#ref);
    if (control === undefined) {
      this.#out.quarantine(locator, 'the policy has no id or no result');
      return;
    }
    this.#products.add(control.Benchmark ?? '');
    this.#out.add('control', control, locator);
  }

  end(fileName: string, isWhole: boolean): void {
    const out = this.#out;
    const text = (key: string): string | undefined => asText(this.metadata?.[key]);
    const tenant = text('TenantId');
    const name = text('DomainName') ?? text('DisplayName') ?? text('Tenant Display Name');
    out.tool('ScubaGear', text('ToolVersion') ?? text('Module Version'));
    out.observedAt(parseIsoTime(text('TimestampZulu')));
    out.add(
      'resource',
      {
        Ref: this.#ref,
        ResourceType: 'cloud',
        ResourceName: name ?? tenant ?? fileName.replace(/^.*[\\/]/, ''),
        ResourceIds: tenant === undefined ? [] : [`tenant:${tenant.toLowerCase()}`],
        Examined: ['configuration'],
        Properties: { provider: 'm365' },
      },
      '$.MetaData',
    );
    const products = [...this.#products].sort();
    out.scope({ kind: 'tenant', tenant: tenant ?? name ?? 'unknown', checks: ['configuration'], products });
    if (products.length > 0) out.checkSet(products.join(', '));
    if (isWhole && tenant !== undefined && products.length > 0) out.provesScope();
  }
}
