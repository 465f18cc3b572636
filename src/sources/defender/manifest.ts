import type { Detection, Head, JsonHead, Source } from '../source.ts';
import type { RowKind } from './kinds.ts';
import { isLitter } from '../member-path.ts';
import { isOurs, shapeOf } from './shape.ts';

export const defender: Source = {
  manifest: {
    id: 'defender',
    title: 'Microsoft Defender for Endpoint',
    reads:
      'API answers (pages, single objects, arrays) and export files of machines, vulnerabilities, software, secure configuration, baselines, certificates, recommendations; advanced hunting results of the device tables; a zip of machines and vulnerabilities',
    howToExport:
      'GET https://api.security.microsoft.com/api/machines and …/SoftwareVulnerabilitiesByMachine, …/SoftwareInventoryByMachine, …/SecureConfigurationsAssessmentByMachine; save every page, or download the export files',
    observes: ['device', 'software', 'vulnerability', 'control', 'resource'],
  },
  detect,
  detectArchive,
  load: async () => (await import('./read.ts')).read,
};

const names: Readonly<Record<RowKind, string>> = {
  machine: 'machines',
  network: 'network adapters',
  machineVulnerability: 'vulnerabilities by machine and software',
  softwareVulnerability: 'software vulnerabilities by machine',
  softwareInventory: 'software inventory by machine',
  extension: 'browser extensions by machine',
  firmware: 'hardware and firmware by machine',
  configuration: 'secure configuration by machine',
  certificate: 'certificate inventory by machine',
  recommendation: 'recommendations',
  softwareList: 'software list',
  knowledge: 'vulnerability list',
  remediation: 'remediation activities',
  baselineProfile: 'baseline profiles',
};

function detect(head: Head): Detection | undefined {
  const { json } = head;
  if (
    json?.form === 'object' &&
    json.paths.has('exportFiles') &&
    (isOurs(json) || json.paths.has('generatedTime'))
  ) {
    return {
      kind: 'refuse',
      format: 'Defender export index',
      fault: {
        code: 'not-supported',
        message: 'holds only links to the export files, no data',
        remedy: 'download the files that exportFiles lists and pass those',
      },
    };
  }
  const shape = shapeOf(head);
  if (shape === undefined) return undefined;
  if (shape.kind !== undefined) {
    const prefix =
      shape.form === 'hunting' || shape.form === 'graphHunting' ? 'Defender hunting' : 'Defender';
    return { kind: 'read', format: `${prefix} ${names[shape.kind]}` };
  }
  if (shape.form === 'hunting' || shape.form === 'graphHunting')
    return { kind: 'read', format: 'Defender hunting' };
  if (shape.form === 'page' && !hasRows(json)) return { kind: 'read', format: 'Defender page without rows' };
  return {
    kind: 'refuse',
    format: 'Defender API',
    fault: {
      code: 'not-supported',
      message: 'a list of the Defender API that is not read',
      remedy: 'export machines, software, vulnerabilities, secure configuration or recommendations',
    },
  };
}

function hasRows(json: JsonHead | undefined): boolean {
  return json?.paths.has('value.*') === true;
}

/** An archive all of whose members are lists of devices and of what was found on them is one report. */
function detectArchive(members: readonly Head[]): Detection | undefined {
  const heads = members.filter((head) => !isLitter(head.name));
  if (heads.length === 0) return undefined;
  const kinds = new Set<RowKind | undefined>();
  for (const head of heads) {
    if (detect(head)?.kind !== 'read') return undefined;
    kinds.add(shapeOf(head)?.kind);
  }
  const aboutDevices: readonly (RowKind | undefined)[] = [
    'machine',
    'machineVulnerability',
    'softwareVulnerability',
    'softwareInventory',
    'configuration',
  ];
  return aboutDevices.some((kind) => kinds.has(kind))
    ? { kind: 'read', format: `Defender archive of ${heads.length} ${heads.length === 1 ? 'list' : 'lists'}` }
    : undefined;
}
