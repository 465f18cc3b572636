import { asTexts } from '../../base/json-value.ts';
import { severityOfWord } from '../../base/severity.ts';
import type { Observation } from '../../schema/index.ts';
import { cveIds } from '../cve-ids.ts';
import type { Row } from './row.ts';

/** A vulnerability on a device; undefined for a row without a CVE (software without known weakness). */
export function vulnerabilityOf(row: Row, ref: string): Observation<'vulnerability'> | undefined {
  const id = row.text('cveid');
  if (id === undefined) return undefined;
  const score = row.number('cvssscore') ?? row.number('cvssv3');
  const isFixed = row.text('status')?.toLowerCase() === 'fixed';
  return {
    Ref: ref,
    VulnerabilityId: id,
    CveIds: cveIds([id]),
    Severity: severityOfWord(row.text('vulnerabilityseveritylevel') ?? row.text('severity')),
    CvssScore: score !== undefined && score >= 0 && score <= 10 ? score : undefined,
    CvssVector: row.text('cvssvector'),
    SoftwareVendor: row.text('softwarevendor') ?? row.text('productvendor'),
    SoftwareName: row.text('softwarename') ?? row.text('productname'),
    SoftwareVersion: row.text('softwareversion') ?? row.text('productversion'),
    FixedVersion: updateOf(row.label('recommendedsecurityupdateid') ?? row.label('fixingkbid')),
    FixText: row.text('recommendedsecurityupdate'),
    ExploitMaturity: maturityOf(row.text('exploitabilitylevel')),
    // Only the export of changes has a state of its own.
    Status: isFixed ? 'fixed' : 'affected',
    FirstSeen: row.time('firstseentimestamp'),
    LastSeen: row.time('lastseentimestamp') ?? row.time('eventtimestamp'),
  };
}

function updateOf(id: string | undefined): string | undefined {
  return id !== undefined && /^\d+$/.test(id) ? `KB${id}` : id;
}

/** `exploitabilityLevel` of the export API, from no exploit to one that a kit carries. */
function maturityOf(level: string | undefined): Observation<'vulnerability'>['ExploitMaturity'] {
  switch (level?.toLowerCase()) {
    case 'noexploit':
      return 'none';
    case 'exploitispublic':
      return 'poc';
    case 'exploitisverified':
      return 'functional';
    case 'exploitisinkit':
      return 'weaponised';
    default:
      return undefined;
  }
}

/** Software on a device, of an inventory, a list of browser extensions or of firmware; undefined without a name. */
export function softwareOf(row: Row, ref: string): Observation<'software'> | undefined {
  const name =
    row.text('softwarename') ??
    row.text('extensionname') ??
    row.text('componentname') ??
    row.text('extensionid') ??
    row.text('name');
  if (name === undefined) return undefined;
  return {
    Ref: ref,
    SoftwareVendor: row.text('softwarevendor') ?? row.text('manufacturer') ?? row.text('vendor'),
    SoftwareName: name,
    SoftwareVersion:
      row.text('softwareversion') ?? row.text('extensionversion') ?? row.text('componentversion'),
    Ecosystem: row.has('browsername') ? row.text('browsername') : undefined,
    Cpe: row.text('productcodecpe'),
    InstallPath: asTexts(row.list('diskpaths'))[0] ?? asTexts(row.list('registrypaths'))[0],
    EndOfSupportStatus: row.text('endofsupportstatus'),
    EndOfSupportDate: row.time('endofsupportdate'),
  };
}

/** A secure configuration or a setting of a baseline on a device; undefined without an id. */
export function configurationOf(row: Row, ref: string): Observation<'control'> | undefined {
  const id = row.text('configurationid');
  if (id === undefined) return undefined;
  const isApplicable = row.bool('isapplicable');
  const isCompliant = row.bool('iscompliant');
  const current = row.label('currentvalue');
  const wanted = row.label('recommendedvalue');
  const impact = row.number('configurationimpact');
  const found = [
    current === undefined ? undefined : `is ${current}`,
    impact === undefined ? undefined : `impact ${impact} of 10`,
  ].filter((part) => part !== undefined);
  return {
    Ref: ref,
    ControlId: id,
    Benchmark:
      row.text('benchmarkname') ??
      row.text('profileid') ??
      [row.text('configurationcategory'), row.text('configurationsubcategory')]
        .filter((part) => part !== undefined)
        .join(', '),
    Title: row.text('configurationname'),
    // The list rates impact on the score, not severity.
    Severity: 'Unknown',
    ...(isApplicable === false
      ? { Result: 'notApplicable', Reason: 'not applicable to this device' }
      : isCompliant === undefined
        ? { Result: 'unknown', Reason: 'the list does not say whether the device complies' }
        : { Result: isCompliant ? 'pass' : 'fail', Reason: found.join(', ') || undefined }),
    FixText: wanted === undefined ? undefined : `Set it to ${wanted}`,
    References: [row.text('recommendationreference')].filter((text) => text !== undefined),
    Place: row.text('source'),
  };
}

/** A recommendation for the tenant as a whole; undefined without an id. */
export function recommendationOf(row: Row, ref: string): Observation<'control'> | undefined {
  const id = row.text('id') ?? row.text('recommendationname');
  if (id === undefined) return undefined;
  const exposed = row.number('exposedmachinescount');
  const total = row.number('totalmachinecount');
  const version = row.text('recommendedversion');
  const status = row.text('status') ?? 'Active';
  return {
    Ref: ref,
    ControlId: id,
    Benchmark: row.text('recommendationcategory'),
    Title: row.text('recommendationname'),
    Severity: 'Unknown',
    ...(/exception/i.test(status)
      ? { Result: 'notApplicable', Reason: 'excepted in Defender' }
      : exposed === undefined
        ? { Result: 'unknown', Reason: 'the list does not say how many devices are exposed' }
        : {
            Result: exposed > 0 ? 'fail' : 'pass',
            Reason: `${exposed} of ${total ?? 'an unknown number of'} devices exposed`,
          }),
    FixText:
      version === undefined
        ? row.text('remediationtype')
        : `${row.text('remediationtype') ?? 'Update'} to ${version}`,
    Place: row.text('relatedcomponent') ?? row.text('productname'),
  };
}
