import { parseIsoTime, type EpochMs } from '../../base/time.ts';
import type { XmlElement } from '../../base/xml.ts';
import { parseMonthNameTime } from '../month-name-time.ts';
import { distinctTexts } from '../texts.ts';
import type { Cells } from './csv-columns.ts';

/** The attribute `severity` of an item, by the words of the CSV. */
const severities: Readonly<Record<string, string>> = {
  none: '0',
  info: '0',
  low: '1',
  medium: '2',
  high: '3',
  critical: '4',
};

/** A row as the item that the XML holds for it, so that both are understood in one place. */
export function itemOf(cells: Cells, cves: readonly string[], line: number): XmlElement {
  const word = (cells('severity') ?? cells('riskFactor') ?? '').toLowerCase();
  const output = cells('output')?.replace(/^Plugin Output:\s*/i, '');
  const isTrue = (text: string | undefined): string | undefined =>
    /^(?:true|yes)$/i.test(text ?? '') ? 'true' : undefined;
  const frameworks = cells('frameworks') ?? '';
  const children: readonly (readonly [string, string | undefined])[] = [
    ['risk_factor', cells('riskFactor') ?? cells('severity')],
    // The mark of every version but 4, which wrote no CSV of this form.
    ['plugin_type', 'unknown'],
    ['plugin_output', output],
    ['solution', cells('solution')],
    ...cves.map((cve) => ['cve', cve] as const),
    ...list(cells('cpe')).map((cpe) => ['cpe', cpe] as const),
    ...list(cells('xref')).map((xref) => ['xref', xref] as const),
    ['cvss4_base_score', cells('cvss4Score')],
    ['cvss4_vector', cells('cvss4Vector')],
    ['cvss3_base_score', cells('cvss3Score')],
    ['cvss3_vector', cells('cvss3Vector')],
    ['cvss_base_score', cells('cvss2Score')],
    ['cvss_vector', cells('cvss2Vector')],
    ['epss_score', cells('epss')],
    ['exploitability_ease', cells('exploitEase')],
    ['exploit_available', isTrue(cells('exploitAvailable'))],
    ['exploit_framework_metasploit', isTrue(cells('metasploit')) ?? named(frameworks, /metasploit/i)],
    ['exploit_framework_core', isTrue(cells('core')) ?? named(frameworks, /core/i)],
    ['exploit_framework_canvas', isTrue(cells('canvas')) ?? named(frameworks, /canvas/i)],
    ...compliance(word, cells),
  ];
  return element(
    'ReportItem',
    {
      pluginID: cells('plugin') ?? '',
      severity: /^[0-4]$/.test(word) ? word : Object.hasOwn(severities, word) ? (severities[word] ?? '') : '',
      port: cells('port') ?? '0',
      protocol: (cells('protocol') ?? '').toLowerCase(),
      ...optional('pluginName', cells('title')),
    },
    children.flatMap(([name, text]) => (text === undefined ? [] : [element(name, {}, [], text)])),
    '',
    line,
  );
}

/** What a row says of its host, as the `HostProperties` of the XML. */
export function hostPropertiesOf(cells: Cells): XmlElement {
  const tags: readonly (readonly [string, string | undefined])[] = [
    ['host-ip', first(cells('address'))],
    ['host-fqdn', first(cells('fqdn')) ?? cells('hostName')],
    ['netbios-name', cells('netbios')],
    ['mac-address', cells('mac')?.replaceAll(',', ' ')],
    ['host-uuid', cells('agent') ?? cells('uuid')],
    ['operating-system', first(cells('system'))],
  ];
  return element(
    'HostProperties',
    {},
    tags.flatMap(([name, text]) => (text === undefined ? [] : [element('tag', { name }, [], text)])),
  );
}

/** The host a row speaks of: the address before names, which may be missing in other rows. */
export function hostKeyOf(cells: Cells): string | undefined {
  return (
    cells('host') ??
    first(cells('address')) ??
    first(cells('fqdn')) ??
    cells('hostName') ??
    cells('netbios') ??
    cells('agent')
  );
}

export function timeOf(text: string | undefined): EpochMs | undefined {
  return parseMonthNameTime(text) ?? parseIsoTime(text);
}

/** The ids of a cell: comma, semicolon or line feed between them. */
export function list(text: string | undefined): readonly string[] {
  return distinctTexts((text ?? '').split(/[,;\n]/)) ?? [];
}

/** Compliance checks have their result where others have their risk, and their title in the description. */
function compliance(word: string, cells: Cells): readonly (readonly [string, string | undefined])[] {
  if (!/^(?:passed|failed|warning|error|skipped)$/.test(word)) return [];
  const title = /^\s*"?([^"\s][^"\n]{0,299}?)"?[^\S\n]{0,20}:\s*\[[A-Z]+\]/.exec(
    cells('description') ?? '',
  )?.[1];
  return [
    ['compliance-result', word.toUpperCase()],
    ['compliance-check-name', title ?? cells('title')],
    ['compliance-solution', cells('solution')],
  ];
}

function first(text: string | undefined): string | undefined {
  return text
    ?.replace(/^\[|\]$/g, '')
    .split(/[,;\n]/)[0]
    ?.replaceAll('"', '')
    .trim();
}

function named(text: string, pattern: RegExp): string | undefined {
  return pattern.test(text) ? 'true' : undefined;
}

function optional(name: string, text: string | undefined): Readonly<Record<string, string>> {
  return text === undefined ? {} : { [name]: text };
}

function element(
  name: string,
  attributes: Readonly<Record<string, string>>,
  children: readonly XmlElement[] = [],
  text = '',
  line = 0,
): XmlElement {
  return { name, attributes, children, text, line, at: 0 };
}
