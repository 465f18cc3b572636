import { words, type Clue, type Conclusion } from './clue.ts';

export type DeviceCategory =
  'Computers and Mobile' | 'Network Device' | 'IoT' | 'OT' | 'BMS' | 'Medical' | 'Unknown';

/** The category of each type. */
const categories = {
  Workstation: 'Computers and Mobile',
  Server: 'Computers and Mobile',
  Mobile: 'Computers and Mobile',
  NetworkDevice: 'Network Device',
  Printer: 'IoT',
  Surveillance: 'IoT',
  VoipPhone: 'IoT',
  AudioAndVideo: 'IoT',
  GamingConsole: 'IoT',
  Storage: 'IoT',
  SmartAppliance: 'IoT',
  PowerDevice: 'IoT',
  Industrial: 'OT',
  SmartFacility: 'BMS',
  Medical: 'Medical',
} as const satisfies Readonly<Record<string, DeviceCategory>>;

export type DeviceType = keyof typeof categories;

/** A clue of a kind whose text fits says the type. Of rules that fit those of the highest weight decide. */
interface Rule {
  readonly kind: Clue['kind'];
  readonly pattern: RegExp;
  readonly type: DeviceType;
  readonly subtype?: string;
  readonly weight: number;
}

/** A source that names the type knows best; then the system; then what answers; a Linux alone says little. */
const weights = { type: 5, system: 4, model: 3, service: 3, guess: 1 } as const;

function rulesOf(
  kind: Rule['kind'],
  weight: number,
  ...list: readonly (readonly [RegExp, DeviceType, string?])[]
): readonly Rule[] {
  return list.map(([pattern, type, subtype]) => ({
    kind,
    pattern,
    type,
    weight,
    ...(subtype === undefined ? {} : { subtype }),
  }));
}

const rules: readonly Rule[] = [
  ...rulesOf(
    'type',
    weights.type,
    [/^(plc|programmable logic controller)$/i, 'Industrial', 'PLC'],
    [/^(hmi|rtu|ied|dcs)\b/i, 'Industrial'],
    [/^industrial|\b(scada|engineering station|historian)\b/i, 'Industrial'],
    [/building|hvac|smart ?facility|thermostat/i, 'SmartFacility'],
    [/medical|dicom|infusion|imaging modality/i, 'Medical'],
    [/fire ?wall/i, 'NetworkDevice', 'Firewall'],
    [/router|gateway/i, 'NetworkDevice', 'Router'],
    [/^(wap|access point)$|wireless[- ](access point|controller)/i, 'NetworkDevice', 'AccessPoint'],
    [/load balancer/i, 'NetworkDevice', 'LoadBalancer'],
    [/\bvpn\b/i, 'NetworkDevice', 'VPN'],
    [/^(ethernet )?switch$/i, 'NetworkDevice', 'Switch'],
    [/^(network ?device|hub|bridge)$/i, 'NetworkDevice'],
    [/print/i, 'Printer'],
    [/webcam|camera|surveillance|\bnvr\b/i, 'Surveillance'],
    [/voip|\bpbx\b/i, 'VoipPhone'],
    [/media|audio|video|smart ?tv/i, 'AudioAndVideo'],
    [/game|gaming/i, 'GamingConsole'],
    [/storage|\bnas\b/i, 'Storage'],
    [/power|\bups\b/i, 'PowerDevice'],
    [/smart ?appliance/i, 'SmartAppliance'],
    [/^mobile|^(smart ?)?phone$|tablet|^pda$/i, 'Mobile'],
    [/server|hypervisor|domain controller/i, 'Server'],
    [/workstation|desktop|laptop|notebook|^client$/i, 'Workstation'],
  ),
  ...rulesOf(
    'system',
    weights.system,
    [/windows phone|android|apple ios/i, 'Mobile'],
    // Written so it is Apple's; Cisco's is IOS.
    [/\b(iOS|iPadOS)\b(?![- ]X)/, 'Mobile'],
    [/\bIOS\b/, 'NetworkDevice', 'Router'],
    [/windows.{0,40}server|esxi|vcenter|hyper-v server/i, 'Server'],
    [/windows|mac ?os|\bos x\b|chrome ?os/i, 'Workstation'],
    [/fortios|pan-?os|sonicos|gaia|cisco asa|adaptive security/i, 'NetworkDevice', 'Firewall'],
    [/ios[- ]x[er]|cisco ios|junos|routeros/i, 'NetworkDevice', 'Router'],
    [/nx-?os|arubaos|procurve/i, 'NetworkDevice', 'Switch'],
    [/netscaler|big-?ip/i, 'NetworkDevice', 'LoadBalancer'],
    [/simatic|\bvxworks\b/i, 'Industrial'],
  ),
  ...rulesOf(
    'model',
    weights.model,
    [/simatic|\bs7-\d{3,4}\b|modicon|controllogix|compactlogix|micrologix/i, 'Industrial', 'PLC'],
    [/laserjet|officejet|workcentre|imagerunner|bizhub/i, 'Printer'],
    [/fortigate/i, 'NetworkDevice', 'Firewall'],
    [/catalyst/i, 'NetworkDevice', 'Switch'],
    [/ip ?camera/i, 'Surveillance', 'IPCamera'],
    [/latitude|thinkpad|elitebook|macbook|optiplex/i, 'Workstation'],
    [/poweredge|proliant/i, 'Server'],
  ),
  ...rulesOf(
    'service',
    weights.service,
    [/^(modbus|s7|iso-tsap|dnp3?|iec-?104|ether-?net-?ip|enip|profinet|cip)\b/i, 'Industrial', 'PLC'],
    [/^(unknown )?(502|102|20000|2404|44818)\/tcp/, 'Industrial', 'PLC'],
    [/^(bacnet|knx|niagara-fox)\b|^(unknown )?47808\/udp/i, 'SmartFacility'],
    [/^(dicom|hl7)\b/i, 'Medical'],
    [/^(jetdirect|pdl-datastream|hp-pjl)\b/i, 'Printer'],
    [/^rtsp\b/i, 'Surveillance', 'IPCamera'],
  ),
  ...rulesOf(
    'product',
    weights.service,
    [/jetdirect|laserjet|officejet/i, 'Printer'],
    [/hikvision|dahua|axis.{0,20}camera/i, 'Surveillance', 'IPCamera'],
    [/siemens s7|modicon|rockwell automation/i, 'Industrial', 'PLC'],
  ),
  ...rulesOf('system', weights.guess, [
    /linux|ubuntu|debian|centos|red ?hat|rhel|suse|fedora|alma|rocky|alpine/i,
    'Server',
  ]),
];

/** What a device is, as far as clues say. */
export interface DeviceKind {
  readonly category: Conclusion<DeviceCategory>;
  /** One of the types known here, else the text of the source. */
  readonly type?: Conclusion<string>;
  readonly subtype?: Conclusion<string>;
  /** Clues that say another type and were outweighed. */
  readonly against: readonly string[];
}

/** Longest text that a rule looks at. */
const longestText = 300;

/**
 * Concludes type, subtype and category. The rules of the highest weight that fit decide; where they differ, the type that more
 * sources say, then the one said first. A category that a source states wins over that of the type.
 * `clues`: the newest first.
 */
export function deviceKind(clues: readonly Clue[]): DeviceKind {
  const hits = clues.flatMap((clue) => {
    const rule = rules.find(
      ({ kind, pattern }) => kind === clue.kind && pattern.test(clue.text.slice(0, longestText)),
    );
    return rule === undefined ? [] : [{ rule, clue }];
  });
  const top = Math.max(...hits.map(({ rule }) => rule.weight));
  const sources = new Map<DeviceType, Set<string>>();
  for (const { rule, clue } of hits)
    if (rule.weight === top) sources.set(rule.type, (sources.get(rule.type) ?? new Set()).add(clue.source));
  // Sorting is stable: of equals the first stays first.
  const type = [...sources].sort((a, b) => b[1].size - a[1].size)[0]?.[0];
  const stated = statedCategory(clues);
  if (type === undefined) {
    const unknown = clues.find(({ kind }) => kind === 'type');
    return {
      category: stated ?? { value: 'Unknown', basis: [] },
      ...(unknown === undefined ? {} : { type: { value: unknown.text, basis: [words(unknown)] } }),
      against: [],
    };
  }
  const agreeing = hits.filter(({ rule }) => rule.type === type);
  const refined = agreeing.filter(({ rule }) => rule.subtype !== undefined);
  const subtype = refined.sort((a, b) => b.rule.weight - a.rule.weight)[0]?.rule.subtype;
  const basis = distinct(agreeing);
  return {
    category: stated ?? { value: categories[type], basis },
    type: { value: type, basis },
    ...(subtype === undefined
      ? {}
      : {
          subtype: {
            value: subtype,
            basis: distinct(refined.filter(({ rule }) => rule.subtype === subtype)),
          },
        }),
    against: distinct(hits.filter(({ rule }) => rule.type !== type)),
  };
}

function distinct(hits: readonly { readonly clue: Clue }[]): readonly string[] {
  return [...new Set(hits.map(({ clue }) => words(clue)))];
}

/** How sources spell the categories. */
const spellings: readonly (readonly [RegExp, DeviceCategory])[] = [
  [/^(endpoint|computers? ?and ?mobile)$/i, 'Computers and Mobile'],
  [/^network ?device$/i, 'Network Device'],
  [/^iot$/i, 'IoT'],
  [/^ot$/i, 'OT'],
  [/^bms$/i, 'BMS'],
  [/^medical$/i, 'Medical'],
];

function statedCategory(clues: readonly Clue[]): Conclusion<DeviceCategory> | undefined {
  for (const clue of clues) {
    if (clue.kind !== 'category') continue;
    const value = spellings.find(([pattern]) => pattern.test(clue.text))?.[1];
    if (value !== undefined) return { value, basis: [words(clue)] };
  }
  return undefined;
}
