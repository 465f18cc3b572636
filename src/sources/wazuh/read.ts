import { invariant, type Fault, type Result } from '../../base/fault.ts';
import { asObject, asText } from '../../base/json-value.ts';
import { formatPath, readJson, type JsonObject, type JsonPath, type JsonValue } from '../../base/json.ts';
import { readRecords } from '../json-records.ts';
import type { Output, Read, ReportFile } from '../source.ts';
import { Agent } from './agent.ts';
import { apiKindOf, documentKindOf, examinedBy, type RecordKind } from './kinds.ts';
import { forms } from './manifest.ts';
import { controlOf, endpointsOf, hotfixOf, softwareOf, vulnerabilityOf } from './map.ts';
import { WazuhRecord } from './record.ts';

export const read: Read = async (report, out) => {
  const [file] = report.files;
  invariant(file !== undefined, 'a report has a file');
  const reading = new Reading(out);
  try {
    const result = report.format.startsWith(forms.lines)
      ? await readRecords(file, {
          record: (record, locator) => {
            reading.hit(record, locator);
          },
          bad: (locator, reason) => {
            out.quarantine(locator, reason);
          },
          pressure: () => out.pressure(),
        })
      : await readDocument(file, reading, out);
    if (!result.ok) return result;
  } finally {
    reading.end();
  }
  const fault = reading.unread();
  return fault === undefined ? { ok: true } : { ok: false, fault };
};

/** The lists of all forms; a file has those of its own form only. */
function readDocument(file: ReportFile, reading: Reading, out: Output): Promise<Result<void>> {
  const each =
    (take: (record: JsonObject, locator: string) => void) =>
    (value: JsonValue, path: JsonPath): void => {
      const record = asObject(value);
      if (record === undefined) out.quarantine(formatPath(path), 'the record is no JSON object');
      else take(record, formatPath(path));
    };
  const sync = each((record, locator) => {
    reading.synchronised(record, locator);
  });
  const total = (value: JsonValue): void => {
    if (typeof value === 'number') reading.total = value;
  };
  return readJson(file.text(), {
    records: {
      'data.affected_items.*': each((record, locator) => {
        reading.item(record, locator);
      }),
      'data.total_affected_items': total,
      'hits.hits.*': each((record, locator) => {
        reading.hit(record, locator);
      }),
      'hits.total.value': total,
      'items.*': sync,
      'data_values.*': sync,
      'data_context.*': sync,
      Start: each((start) => {
        reading.start(new WazuhRecord(start));
      }),
    },
    pressure: () => out.pressure(),
  });
}

/** State of one report: its agents and counts. */
class Reading {
  /** Records that the answer says there are. */
  total: number | undefined;
  readonly #out: Output;
  readonly #agents = new Map<string, Agent>();
  #records = 0;
  #strange = 0;

  constructor(out: Output) {
    this.#out = out;
    out.tool('Wazuh');
    out.native('records', 0);
  }

  /** An item of an API answer. Many lists do not say of which agent they are: that stands only in the address. */
  item(value: JsonObject, locator: string): void {
    const record = new WazuhRecord(value);
    const kind = apiKindOf((key) => record.has(key));
    const id = record.text('agent_id') ?? (kind === 'agent' ? record.text('id') : undefined);
    const name = record.text('agent_name') ?? (kind === 'agent' ? record.text('name') : undefined);
    const agent = this.#agent(id ?? name ?? record.text('agent_ip') ?? '');
    agent.identify(id, name, undefined);
    agent.address(record.text('agent_ip'));
    this.#take(kind, record, agent, locator);
  }

  /** A document of the indexer, alone or as hit of a search. */
  hit(value: JsonObject, locator: string): void {
    const record = new WazuhRecord(asObject(value['_source']) ?? value);
    const cluster = record.text('wazuh.cluster.name');
    const id = record.text('agent.id');
    const name = record.text('agent.name');
    const agent = this.#agent([cluster, id ?? name ?? ''].join('/'));
    agent.identify(id, name, cluster);
    agent.hostName(record.first('agent.host.hostname', 'host.hostname'));
    for (const ip of [...record.texts('agent.host.ip'), ...record.texts('agent.ip')]) agent.address(ip);
    agent.operatingSystem(
      record.first('host.os.name', 'agent.host.os.name'),
      record.first('host.os.version', 'agent.host.os.version'),
    );
    agent.property('agentVersion', record.text('agent.version'));
    this.#take(
      documentKindOf((path) => record.has(path)),
      record,
      agent,
      locator,
    );
  }

  /** What an agent sends of itself; all of a file is one agent. */
  synchronised(value: JsonObject, locator: string): void {
    if (/^delete$/i.test(asText(value['operation']) ?? '')) {
      this.#out.native('deletions');
      return;
    }
    const record = new WazuhRecord(asObject(value['data']) ?? asObject(value['payload']) ?? {});
    this.#take(
      documentKindOf((path) => record.has(path)),
      record,
      this.#agent(''),
      locator,
    );
  }

  start(record: WazuhRecord): void {
    const agent = this.#agent('');
    agent.identify(record.text('agentid'), record.text('agentname'), record.text('clustername'));
    agent.hostName(record.text('hostname'));
    agent.operatingSystem(record.text('osname'), record.text('osversion'));
    agent.property('agentVersion', record.text('agentversion'));
    agent.property('architecture', record.text('architecture'));
  }

  #take(kind: RecordKind | undefined, record: WazuhRecord, agent: Agent, locator: string): void {
    const out = this.#out;
    this.#records++;
    out.native('records');
    if (kind === undefined) {
      this.#strange++;
      out.native('records_not_read');
      return;
    }
    out.nativeOf('kinds', kind);
    const part = examinedBy(kind);
    if (part !== undefined) agent.examined.add(part);
    switch (kind) {
      case 'vulnerability': {
        const row = vulnerabilityOf(record, agent.ref);
        if (row === undefined) out.quarantine(locator, 'the vulnerability has no id');
        else out.add('vulnerability', row, locator);
        return;
      }
      case 'check': {
        const row = controlOf(record, agent.ref);
        if (row === undefined) out.quarantine(locator, 'the check has no id');
        else out.add('control', row, locator);
        return;
      }
      case 'package':
      case 'hotfix': {
        const row = kind === 'package' ? softwareOf(record, agent.ref) : hotfixOf(record, agent.ref);
        if (row === undefined) out.quarantine(locator, 'the package has no name');
        else out.add('software', row, locator);
        return;
      }
      case 'port':
        for (const row of endpointsOf(record, agent.ref)) out.add('endpoint', row, locator);
        return;
      default:
        agent.describe(kind, record);
    }
  }

  #agent(key: string): Agent {
    let agent = this.#agents.get(key);
    if (agent === undefined) {
      agent = new Agent(key);
      this.#agents.set(key, agent);
    }
    return agent;
  }

  /** Writes the agents; also after a fault, so that every row's asset exists. */
  end(): void {
    for (const agent of this.#agents.values()) this.#out.add('device', agent.observation(), '$');
    this.#out.scope({ complete: this.total === undefined || this.total <= this.#records });
  }

  /** A fault when nothing in the file was of a kind that is read. */
  unread(): Fault | undefined {
    if (this.#strange === 0 || this.#strange < this.#records) return undefined;
    return {
      code: 'not-supported',
      message: `none of ${this.#records} records is of a list that is read`,
      remedy: 'export vulnerabilities, SCA checks, agents, or the inventory of packages, ports and system',
    };
  }
}
