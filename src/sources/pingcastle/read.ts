import { isIP } from 'node:net';
import { failed, invariant } from '../../base/fault.ts';
import type { Severity } from '../../base/severity.ts';
import { parseIsoTime } from '../../base/time.ts';
import { child, childText, children, readXml, type XmlElement, type XmlOpen } from '../../base/xml.ts';
import { local, type Output, type Read } from '../source.ts';
import { distinctTexts, knownProperties } from '../texts.ts';
import { UniqueRefs } from '../unique-refs.ts';

/** Fields of the document element that are kept. */
const fields = [
  'EngineVersion',
  'GenerationDate',
  'Level',
  'MaturityLevel',
  'DomainFQDN',
  'NetBIOSName',
  'ForestFQDN',
  'DomainSid',
  'GlobalScore',
  'StaleObjectsScore',
  'PrivilegiedGroupScore',
  'TrustScore',
  'AnomalyScore',
];

/** Reads the health check of one domain: the rules that matched, and its domain controllers. */
export const read: Read = async (report, out) => {
  const [file] = report.files;
  invariant(file !== undefined, 'a report has a file');
  const domain = new Map<string, string>();
  const ref = local('domain');
  const controllers: XmlElement[] = [];
  const isTop = (ancestors: readonly XmlOpen[]): boolean => ancestors.length === 1;
  const field = (element: XmlElement, ancestors: readonly XmlOpen[]): void => {
    const text = element.text.trim();
    if (isTop(ancestors) && text !== '') domain.set(element.name, text);
  };
  out.tool('PingCastle');
  out.native('risk_rules', 0);
  const result = await readXml(file.text(), {
    records: {
      ...Object.fromEntries(fields.map((name) => [name, field])),
      HealthcheckRiskRule: (element) => {
        out.native('risk_rules');
        addRule(element, ref, out);
      },
      HealthcheckDomainController: (element) => {
        controllers.push(element);
      },
    },
    pressure: () => out.pressure(),
  });
  const name = domain.get('DomainFQDN');
  addControllers(controllers, name, out);
  if (name === undefined) {
    return result.ok
      ? failed({
          code: 'wrong-content',
          message: 'the health check names no domain',
          remedy: 'run PingCastle again with --level Full',
        })
      : result;
  }
  addDomain(domain, name, ref, out);
  out.checkSet('PingCastle health check');
  if (!result.ok) return result;
  out.provesScope();
  return { ok: true };
};

function addRule(element: XmlElement, ref: string, out: Output): void {
  const id = childText(element, 'RiskId');
  const locator = `line ${element.line}`;
  if (id === undefined) {
    out.quarantine(locator, 'the rule has no id');
    return;
  }
  const points = Number(childText(element, 'Points') ?? 'none');
  const details = children(child(element, 'Details') ?? element, 'string').map((each) => each.text.trim());
  out.add(
    'control',
    {
      Ref: ref,
      ControlId: id,
      Benchmark: ['PingCastle', childText(element, 'Category')].filter(Boolean).join(' '),
      Title: childText(element, 'Rationale') ?? id,
      Severity: severityOf(points),
      Result: 'fail',
      Reason: distinctTexts(details.slice(0, 5))?.join('; ').slice(0, 500),
      References: distinctTexts([childText(element, 'Model')]) ?? [],
    },
    locator,
  );
}

/** PingCastle gives points, not severities (100 is the worst score a domain can have); rules of 0 points only inform. */
function severityOf(points: number): Severity {
  if (!Number.isFinite(points)) return 'Unknown';
  if (points >= 50) return 'Critical';
  if (points >= 20) return 'High';
  if (points >= 10) return 'Medium';
  return points > 0 ? 'Low' : 'None';
}

function addDomain(domain: ReadonlyMap<string, string>, name: string, ref: string, out: Output): void {
  const sid = domain.get('DomainSid');
  const score = domain.get('GlobalScore');
  out.nativeValue('domain', name);
  if (score !== undefined) out.nativeValue('global_score', score);
  out.tool('PingCastle', domain.get('EngineVersion'));
  out.observedAt(parseIsoTime(domain.get('GenerationDate')));
  out.add(
    'resource',
    {
      Ref: ref,
      ResourceType: 'domain',
      ResourceName: name,
      ResourceIds: sid !== undefined && /^S-1-5-21(-\d+){3}$/.test(sid) ? [`sid:${sid}`] : [],
      Examined: ['configuration'],
      Properties:
        knownProperties(
          Object.fromEntries(
            fields
              .filter((key) => /Score|Level|NetBIOSName|ForestFQDN/.test(key))
              .map((key) => [key, domain.get(key)]),
          ),
        ) ?? {},
    },
    '/HealthcheckData',
  );
  out.scope({ kind: 'domain', domain: name, checks: ['configuration'] });
}

function addControllers(controllers: readonly XmlElement[], domain: string | undefined, out: Output): void {
  const refs = new UniqueRefs();
  for (const element of controllers) {
    const name = childText(element, 'DCName');
    if (name === undefined) continue;
    const addresses = children(child(element, 'IP') ?? element, 'string')
      .map((each) => each.text.trim())
      .filter((text) => isIP(text) > 0 && text !== '::1' && !text.startsWith('127.'));
    out.add(
      'device',
      {
        Ref: refs.next(`dc ${name}`),
        DeviceName: domain === undefined ? name : `${name}.${domain}`,
        HostNames: distinctTexts([domain === undefined ? undefined : `${name}.${domain}`, name]),
        IPAddresses: addresses.length === 0 ? undefined : addresses,
        OSPlatform: childText(element, 'OperatingSystem'),
        DeviceType: 'Server',
        Domain: domain,
        Examined: [],
      },
      `line ${element.line}`,
    );
  }
}
