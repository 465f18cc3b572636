import type { Fault, Result } from '../../base/fault.ts';
import { isLitter, memberPath } from '../member-path.ts';
import { asObject, asText } from '../../base/json-value.ts';
import { formatPath, readJson, type JsonObject } from '../../base/json.ts';
import type { Observation } from '../../schema/index.ts';
import { readRecords } from '../json-records.ts';
import { local, type Output, type Read, type ReportFile } from '../source.ts';
import { deviceIdOf, deviceOf, mergeDevices, refOf } from './device.ts';
import { examinedBy, kindOf, type RowKind } from './kinds.ts';

import { configurationOf, recommendationOf, softwareOf, vulnerabilityOf } from './map.ts';
import { Row } from './row.ts';
import { shapeOf, type Form } from './shape.ts';

export const read: Read = async (report, out) => {
  const isArchive = report.format.startsWith('Defender archive');
  const members = report.files
    .filter((file) => !isLitter(file.name))
    .flatMap((file) => {
      const shape = shapeOf(file.head);
      return shape === undefined ? [] : [{ file, ...shape }];
    })
    // Machines first: they say more of a device than a row of what was found on it.
    .sort((a, b) => Number(b.kind === 'machine') - Number(a.kind === 'machine'));
  const kinds = members.map((member) => member.kind);
  const reading = new Reading(out, kinds, isArchive);
  let fault: Fault | undefined;
  try {
    for (const { file, form } of members) {
      const result = await reading.read(file, form);
      if (result.ok) continue;
      const member = isArchive ? `${memberPath(file.name)}: ` : '';
      fault ??= { ...result.fault, message: member + result.fault.message };
    }
  } finally {
    reading.end();
  }
  fault ??= reading.unread();
  return fault === undefined ? { ok: true } : { ok: false, fault };
};

/** Where the rows of a document lie, and the unit they are counted in. */
const lists: Readonly<Record<Exclude<Form, 'records'>, { readonly pattern: string; readonly unit: string }>> =
  {
    page: { pattern: 'value.*', unit: 'value' },
    hunting: { pattern: 'Results.*', unit: 'results' },
    graphHunting: { pattern: 'results.*', unit: 'results' },
  };

/** A row with its place. */
interface Taken {
  readonly row: Row;
  readonly locator: string;
  readonly file: ReportFile | undefined;
  readonly isHunting: boolean;
}

/** State of one report: devices that were written, the tenant if something speaks of it, and the counts. */
class Reading {
  readonly #out: Output;
  readonly #isArchive: boolean;
  readonly #machinesExamined: readonly string[];
  readonly #written = new Set<string>();
  /** Devices of hunting tables, where one device has many rows. */
  readonly #gathered = new Map<string, { time: number; device: Observation<'device'> }>();
  readonly #perMember: Record<string, { value_items: number }> = {};
  #tenantExamined: Set<string> | undefined;
  #isComplete = true;
  #rows = 0;
  #strangeRows = 0;

  constructor(out: Output, kinds: readonly (RowKind | undefined)[], isArchive: boolean) {
    this.#out = out;
    this.#isArchive = isArchive;
    // A list of machines says nothing of what was looked at; the lists beside it do.
    const examined = kinds.flatMap((kind) => (kind === undefined ? [] : examinedBy(kind)));
    this.#machinesExamined = [...new Set(examined)].sort();
    out.tool('Microsoft Defender for Endpoint');
    out.native('value', 0);
  }

  async read(file: ReportFile, form: Form): Promise<Result<void>> {
    const source = this.#isArchive ? file : undefined;
    const take = (record: JsonObject | undefined, locator: string): void => {
      if (record === undefined) this.#out.quarantine(locator, 'the row is no JSON object', source);
      else
        this.#take({
          row: new Row(record),
          locator,
          file: source,
          isHunting: form !== 'page' && form !== 'records',
        });
    };
    const pressure = (): Promise<void> | undefined => this.#out.pressure();
    if (form === 'records') {
      return readRecords(file, {
        record: (record, locator) => {
          this.#out.native('records');
          take(record, locator);
        },
        bad: (locator, reason) => {
          this.#out.quarantine(locator, reason, source);
        },
        pressure,
      });
    }
    const { pattern, unit } = lists[form];
    const counted = { value_items: 0 };
    if (this.#isArchive) this.#perMember[memberPath(file.name)] = counted;
    return readJson(file.text(), {
      records: {
        [pattern]: (value, path) => {
          this.#out.native(unit);
          counted.value_items++;
          take(asObject(value), formatPath(path));
        },
        '@odata\\.nextLink': (value) => {
          if (asText(value) !== undefined) this.#isComplete = false;
        },
      },
      pressure,
    });
  }

  #take(taken: Taken): void {
    const { row } = taken;
    const kind = kindOf((column) => row.has(column));
    this.#rows++;
    switch (kind) {
      case undefined:
        this.#strangeRows++;
        this.#out.native('rows_not_read');
        return;
      case 'machine':
      case 'network':
        this.#machine(taken);
        return;
      case 'recommendation':
      case 'softwareList':
        this.#ofTenant(kind, taken);
        return;
      // Knowledge about CVEs, tasks and profiles: true of no asset, so nothing is observed.
      case 'knowledge':
      case 'remediation':
      case 'baselineProfile':
        this.#out.native(kind);
        return;
      default:
        this.#ofDevice(kind, taken);
    }
  }

  #machine({ row, locator, file, isHunting }: Taken): void {
    const id = deviceIdOf(row);
    if (id === undefined) {
      this.#out.quarantine(locator, 'the machine has no id', file);
      return;
    }
    const device = deviceOf(row, id, this.#machinesExamined);
    if (!isHunting) {
      if (this.#isNew(device.Ref)) this.#out.add('device', device, locator, file);
      return;
    }
    const time = device.LastSeen ?? 0;
    const before = this.#gathered.get(device.Ref);
    if (before === undefined) this.#gathered.set(device.Ref, { time, device });
    else if (time >= before.time)
      this.#gathered.set(device.Ref, { time, device: mergeDevices(before.device, device) });
    else before.device = mergeDevices(device, before.device);
  }

  #ofDevice(kind: RowKind, { row, locator, file }: Taken): void {
    const id = row.text('deviceid') ?? row.text('machineid');
    if (id === undefined) {
      this.#out.quarantine(locator, 'the row names no device', file);
      return;
    }
    const ref = refOf(id);
    if (this.#isNew(ref)) {
      // The lists beside this one speak of the same devices.
      const examined = [...new Set([...this.#machinesExamined, ...examinedBy(kind)])].sort();
      this.#out.add('device', deviceOf(row, id, examined), locator, file);
    }
    switch (kind) {
      case 'certificate':
        this.#out.native('certificates');
        return;
      case 'configuration': {
        const control = configurationOf(row, ref);
        if (control === undefined) this.#out.quarantine(locator, 'the check has no configurationId', file);
        else this.#out.add('control', control, locator, file);
        return;
      }
      default: {
        const vulnerability = vulnerabilityOf(row, ref);
        if (vulnerability !== undefined) {
          this.#out.add('vulnerability', vulnerability, locator, file);
          return;
        }
        const software = softwareOf(row, ref);
        if (software === undefined)
          this.#out.quarantine(locator, 'the row names neither a CVE nor software', file);
        else this.#out.add('software', software, locator, file);
      }
    }
  }

  /** Lists of the whole tenant say how many devices are concerned, not which. */
  #ofTenant(kind: 'recommendation' | 'softwareList', { row, locator, file }: Taken): void {
    const ref = local('tenant');
    this.#tenantExamined ??= new Set();
    for (const part of examinedBy(kind)) this.#tenantExamined.add(part);
    if (kind === 'softwareList') {
      const software = softwareOf(row, ref);
      if (software === undefined) this.#out.quarantine(locator, 'the software has no name', file);
      else this.#out.add('software', software, locator, file);
      return;
    }
    const control = recommendationOf(row, ref);
    if (control === undefined) this.#out.quarantine(locator, 'the recommendation has no id', file);
    else this.#out.add('control', control, locator, file);
  }

  #isNew(ref: string): boolean {
    if (this.#written.has(ref)) return false;
    this.#written.add(ref);
    return true;
  }

  /** Writes what was gathered; also after a fault, so that every row's asset exists. */
  end(): void {
    for (const { device } of this.#gathered.values()) {
      if (this.#isNew(device.Ref)) this.#out.add('device', device, '$.Results');
    }
    if (this.#tenantExamined !== undefined) {
      this.#out.add(
        'resource',
        {
          Ref: local('tenant'),
          ResourceType: 'cloud',
          ResourceName: 'Defender tenant',
          Examined: [...this.#tenantExamined].sort(),
        },
        '$',
      );
    }
    if (this.#isArchive) this.#out.nativeValue('per_member', this.#perMember);
    this.#out.scope({ examined: this.#machinesExamined, complete: this.#isComplete });
  }

  /** A fault when no row, or not every row, was of a list that is read. */
  unread(): Fault | undefined {
    if (this.#strangeRows === 0) return undefined;
    return {
      code: 'not-supported',
      message: `${this.#strangeRows} of ${this.#rows} rows are of tables that are not read`,
      remedy:
        'query DeviceInfo, DeviceNetworkInfo, DeviceTvmSoftwareInventory, DeviceTvmSoftwareVulnerabilities or DeviceTvmSecureConfigurationAssessment',
    };
  }
}
