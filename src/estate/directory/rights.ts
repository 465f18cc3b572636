import type { Company } from '../company.ts';
import { groupSid, wellKnownSid, type GroupName } from './groups.ts';

/** An entry of an access control list as SharpHound writes it. */
export interface Ace {
  readonly PrincipalSID: string;
  readonly PrincipalType: 'User' | 'Group' | 'Computer';
  readonly RightName: string;
  readonly IsInherited: boolean;
}

export function groupAce(company: Company, group: GroupName, right: string, isInherited = false): Ace {
  return {
    PrincipalSID: groupSid(company, group),
    PrincipalType: 'Group',
    RightName: right,
    IsInherited: isInherited,
  };
}

/** What every object of a domain grants to its administrators. */
export function defaultAces(company: Company): Ace[] {
  const administrators = wellKnownSid(company, 'Administrators');
  return [
    groupAce(company, 'DOMAIN ADMINS', 'Owns'),
    groupAce(company, 'ENTERPRISE ADMINS', 'GenericAll', true),
    { PrincipalSID: administrators, PrincipalType: 'Group', RightName: 'WriteDacl', IsInherited: true },
    { PrincipalSID: administrators, PrincipalType: 'Group', RightName: 'WriteOwner', IsInherited: true },
  ];
}
