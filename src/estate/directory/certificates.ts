import { daysBefore, seconds, type Company } from '../company.ts';
import { servers } from '../devices.ts';
import { groupSid, wellKnownSid } from './groups.ts';
import { defaultAces, groupAce, type Ace } from './rights.ts';
import { certificatesPath, guidOf, nameIn, place, publicKeyServicesPath } from './units.ts';

/** Objects of certificate services, by the collector's name of their kind. One authority, which is its own root. */
export function certificateServices(company: Company): Record<string, readonly object[]> {
  const thumbprint = company.dice.hex(40, 'certification authority').toUpperCase();
  const authority = `${company.netbios}-CA`;
  const certificate = {
    certthumbprint: thumbprint,
    certname: thumbprint,
    certchain: [thumbprint],
    hasbasicconstraints: false,
    basicconstraintpathlength: 0,
  };
  return {
    certtemplates: templates.map((template) => templateObject(company, template)),
    enterprisecas: [enterpriseAuthority(company, authority, certificate)],
    rootcas: [
      {
        ...object(company, 'root', authority, certificatesPath('CERTIFICATION AUTHORITIES'), certificate),
        DomainSID: company.domainSid,
      },
    ],
    aiacas: [
      object(company, 'aia', authority, certificatesPath('AIA'), {
        crosscertificatepair: [],
        hascrosscertificatepair: false,
        ...certificate,
      }),
    ],
    ntauthstores: [
      {
        ...object(company, 'ntauth', 'NTAUTHCERTIFICATES', publicKeyServicesPath, {
          certthumbprints: [thumbprint],
        }),
        DomainSID: company.domainSid,
      },
    ],
  };
}

interface Template {
  readonly name: string;
  readonly ekus: readonly string[];
  readonly enrollers: 'DOMAIN USERS' | 'DOMAIN COMPUTERS' | 'DOMAIN CONTROLLERS' | 'GG-WEB-PUBLISHERS';
  readonly enrolleeSuppliesSubject?: boolean;
}

const clientAuthentication = '1.3.6.1.5.5.7.3.2';
const serverAuthentication = '1.3.6.1.5.5.7.3.1';
const secureMail = '1.3.6.1.5.5.7.3.4';

const templates: readonly Template[] = [
  { name: 'USER', ekus: [clientAuthentication, secureMail], enrollers: 'DOMAIN USERS' },
  { name: 'MACHINE', ekus: [clientAuthentication, serverAuthentication], enrollers: 'DOMAIN COMPUTERS' },
  {
    name: 'DOMAINCONTROLLER',
    ekus: [clientAuthentication, serverAuthentication],
    enrollers: 'DOMAIN CONTROLLERS',
  },
  {
    name: 'WEBSERVER',
    ekus: [serverAuthentication],
    enrollers: 'GG-WEB-PUBLISHERS',
    enrolleeSuppliesSubject: true,
  },
  // The template known as ESC1: who may enrol names the subject, and the certificate is good for logging on.
  {
    name: 'CORPWEBMUTUALTLS',
    ekus: [serverAuthentication, clientAuthentication],
    enrollers: 'GG-WEB-PUBLISHERS',
    enrolleeSuppliesSubject: true,
  },
];

function templateObject(company: Company, template: Template): object {
  const supplies = template.enrolleeSuppliesSubject ?? false;
  const path = certificatesPath('CERTIFICATE TEMPLATES');
  return object(
    company,
    'template',
    template.name,
    path,
    {
      validityperiod: '1 year',
      renewalperiod: '6 weeks',
      schemaversion: 2,
      displayname: template.name,
      oid: `1.3.6.1.4.1.311.21.8.${company.dice.below(16_000_000, 'oid', template.name)}`,
      enrollmentflag: 'NONE',
      requiresmanagerapproval: false,
      nosecurityextension: false,
      certificatenameflag: supplies ? 'ENROLLEE_SUPPLIES_SUBJECT' : 'SUBJECT_ALT_REQUIRE_UPN',
      enrolleesuppliessubject: supplies,
      subjectaltrequireupn: !supplies,
      subjectaltrequiredns: false,
      subjectaltrequiredomaindns: false,
      subjectaltrequireemail: false,
      subjectaltrequirespn: false,
      subjectrequireemail: false,
      ekus: template.ekus,
      certificateapplicationpolicy: [],
      authorizedsignatures: 0,
      applicationpolicies: [],
      issuancepolicies: [],
      effectiveekus: template.ekus,
      authenticationenabled: template.ekus.includes(clientAuthentication),
    },
    [groupAce(company, template.enrollers, 'Enroll'), groupAce(company, 'DOMAIN ADMINS', 'Enroll')],
  );
}

function enterpriseAuthority(company: Company, name: string, certificate: Record<string, unknown>): object {
  const host = [...servers(company)].find((one) => one.role === 'adcs');
  const authenticated = wellKnownSid(company, 'Authenticated Users');
  const grant = (sid: string, right: string): Ace => ({
    PrincipalSID: sid,
    PrincipalType: 'Group',
    RightName: right,
    IsInherited: false,
  });
  const collected = { Collected: true, FailureReason: null };
  return {
    ...object(company, 'enterprise', name, certificatesPath('ENROLLMENT SERVICES'), {
      flags: 'SUPPORTS_NT_AUTHENTICATION, CA_SERVERTYPE_ADVANCED',
      caname: name,
      dnshostname: host?.fqdn ?? null,
      ...certificate,
      casecuritycollected: true,
      enrollmentagentrestrictionscollected: true,
      isuserspecifiessanenabledcollected: true,
    }),
    HostingComputer: host?.sid ?? null,
    CARegistryData: {
      CASecurity: {
        Data: [
          grant(wellKnownSid(company, 'Administrators'), 'Owns'),
          grant(wellKnownSid(company, 'Administrators'), 'ManageCA'),
          grant(groupSid(company, 'DOMAIN ADMINS'), 'ManageCertificates'),
          grant(authenticated, 'Enroll'),
        ],
        ...collected,
      },
      EnrollmentAgentRestrictions: { Restrictions: [], ...collected },
      IsUserSpecifiesSanEnabled: { Value: false, ...collected },
    },
    EnabledCertTemplates: templates.map((template) => ({
      ObjectIdentifier: guidOf(company, 'template', template.name),
      ObjectType: 'CertTemplate',
    })),
  };
}

function object(
  company: Company,
  kind: string,
  name: string,
  path: string,
  properties: Record<string, unknown>,
  aces: readonly Ace[] = [],
): Record<string, unknown> {
  return {
    Properties: {
      domain: company.dns.toUpperCase(),
      name: `${name}@${company.dns.toUpperCase()}`,
      distinguishedname: nameIn(company, name, path),
      domainsid: company.domainSid,
      isaclprotected: false,
      description: null,
      whencreated: seconds(daysBefore(company, 1500)),
      ...properties,
    },
    Aces: [...defaultAces(company), ...aces],
    ObjectIdentifier: guidOf(company, kind, name),
    IsDeleted: false,
    IsACLProtected: false,
    ContainedBy: place(company, path),
  };
}
