import { asLabel, asNumber, asObject, asObjects } from '../../base/json-value.ts';
import type { JsonObject, JsonValue } from '../../base/json.ts';
import { parseIsoTime, type EpochMs } from '../../base/time.ts';
import { EventData, isEventId, wholeNumber, type WindowsEvent } from './event.ts';

/** The event that a JSON record holds, in any of the forms that collectors write; undefined when it is none. */
export function eventOfRecord(record: JsonObject): WindowsEvent | undefined {
  const event = asObject(record['Event']);
  if (event !== undefined) return eventOfXmlJson(event);
  const winlog = asObject(record['winlog']);
  if (winlog !== undefined) return eventOfWinlog(winlog, record);
  if (record['event_id'] !== undefined) return eventOfWinlog(record, record);
  return eventOfFlat(record);
}

/** XML turned into JSON: attributes stand in `#attributes`, in `NAME_attributes`, or under `@KEY`. */
function eventOfXmlJson(event: JsonObject): WindowsEvent | undefined {
  const system = asObject(event['System']) ?? {};
  const id = asNumber(plain(system['EventID']));
  if (!isEventId(id)) return undefined;
  const attribute = (name: string, key: string): string | undefined => {
    const item = asObject(system[name]);
    const attributes = asObject(item?.['#attributes']) ?? asObject(system[`${name}_attributes`]) ?? item;
    return asLabel(attributes?.[key]) ?? asLabel(item?.[`@${key}`]);
  };
  const data = new EventData();
  addJson(data, event['EventData']);
  addJson(data, event['UserData']);
  return {
    id,
    provider: attribute('Provider', 'Name') ?? attribute('Provider', 'EventSourceName'),
    channel: asLabel(plain(system['Channel'])),
    computer: asLabel(plain(system['Computer'])),
    time: parseIsoTime(attribute('TimeCreated', 'SystemTime')),
    recordId: wholeNumber(plain(system['EventRecordID'])),
    userSid: attribute('Security', 'UserID'),
    data,
  };
}

const maxDepth = 8;

function addJson(data: EventData, value: JsonValue | undefined, depth = 0): void {
  for (const [name, item] of Object.entries(asObject(value) ?? {})) {
    if (name.startsWith('#attr') || name.startsWith('@') || name.endsWith('_attributes')) continue;
    const items = asObjects(item);
    const named = items.length > 0 ? items : [asObject(item) ?? {}];
    const ownNames = named.map((each) => nameOf(each));
    if (ownNames.some((own) => own !== undefined)) {
      named.forEach((each, i) => data.add(ownNames[i] ?? name, textOf(plain(each))));
    } else if (asObject(item) !== undefined && plain(item) === item) {
      if (depth < maxDepth) addJson(data, item, depth + 1);
    } else {
      data.add(name, textOf(plain(item)));
    }
  }
}

function nameOf(item: JsonObject): string | undefined {
  return asLabel(asObject(item['#attributes'])?.['Name']) ?? asLabel(item['@Name']);
}

/** The text of an element that has attributes too: `{"#text": …}`. */
function plain(value: JsonValue | undefined): JsonValue | undefined {
  const object = asObject(value);
  return object !== undefined && '#text' in object ? object['#text'] : value;
}

function textOf(value: JsonValue | undefined): string | undefined {
  if (typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return value.map((item: JsonValue) => textOf(item) ?? '').join('\n');
  return asLabel(value);
}

/** Winlogbeat: in `winlog` since version 7, at the top with other names before. */
function eventOfWinlog(winlog: JsonObject, record: JsonObject): WindowsEvent | undefined {
  const id = asNumber(winlog['event_id']);
  if (!isEventId(id)) return undefined;
  const data = new EventData();
  addJson(data, winlog['event_data']);
  addJson(data, winlog['user_data']);
  return {
    id,
    provider: asLabel(winlog['provider_name']) ?? asLabel(winlog['source_name']),
    channel: asLabel(winlog['channel']) ?? asLabel(winlog['log_name']),
    computer: asLabel(winlog['computer_name']),
    time: parseIsoTime(asLabel(record['@timestamp'])),
    recordId: wholeNumber(winlog['record_id'] ?? winlog['record_number']),
    userSid: asLabel(asObject(winlog['user'])?.['identifier']),
    data,
  };
}

/** What collectors add to a flat record; the rest are the event's own fields. */
const flatSystem: ReadonlySet<string> = new Set(
  [
    '@timestamp @version AccountName AccountType ActivityID Category Channel Domain ERROR_EVT_UNRESOLVED EventID',
    'EventReceivedTime EventTime ExecutionProcessID Hostname Keywords Message Opcode OpcodeValue ProviderGuid',
    'RecordNumber Severity SeverityValue SourceModuleName SourceModuleType SourceName Task ThreadID TimeCreated',
    'UserID Version host port tags EventTypeOrignal',
  ].flatMap((names) => names.split(' ')),
);

/** NXLog and its like: everything in one flat object. */
function eventOfFlat(record: JsonObject): WindowsEvent | undefined {
  const id = asNumber(record['EventID']);
  const provider = asLabel(record['SourceName']) ?? asLabel(record['ProviderName']);
  if (!isEventId(id)) return undefined;
  const data = new EventData();
  for (const [name, value] of Object.entries(record))
    if (!flatSystem.has(name)) data.add(name, textOf(value));
  return {
    id,
    provider,
    channel: asLabel(record['Channel']),
    computer: asLabel(record['Hostname']) ?? asLabel(record['Computer']),
    time: flatTime(record),
    recordId: wholeNumber(record['RecordNumber'] ?? record['RecordId']),
    userSid: asLabel(record['UserID']),
    data,
  };
}

/**
 * Sysmon states UTC; a time with its zone is as good. The collector's own time comes before a local time without a zone,
 * which is read as UTC only where there is nothing else.
 */
function flatTime(record: JsonObject): EpochMs | undefined {
  const written = [record['EventTime'], record['TimeCreated']].map((value) => asLabel(value));
  const candidates = [
    asLabel(record['UtcTime']),
    ...written.filter((text) => text !== undefined && /(?:Z|[+-]\d\d:?\d\d)$/.test(text)),
    asLabel(record['@timestamp']),
    ...written,
  ];
  return candidates.map((text) => parseIsoTime(text)).find((time) => time !== undefined);
}
