import { describe, expect, it } from 'vitest';
import { TinyDirectory, domainName, openTemplate, sid } from './conformance/tiny-directory.ts';

const everybody = `${domainName}-S-1-5-11`;

/** A published template that the group may enroll with. */
function withTemplate(properties: Record<string, unknown>, ca: Record<string, unknown> = {}): TinyDirectory {
  return new TinyDirectory()
    .withCa(ca)
    .add('CertTemplate', 'T', { ...openTemplate, ...properties })
    .addAll('Group', 'staff', everybody)
    .addAll('User', 'u', 'attacker')
    .add('Computer', 'pc', { enabled: true })
    .state('T PublishedTo CA', 'staff Enroll T', 'u MemberOf staff', 'pc MemberOf staff');
}

describe('chains', () => {
  it('follow from thumbprints, in any case', () => {
    const tiny = new TinyDirectory()
      .withCa()
      .add('AIACA', 'AIA', { certthumbprint: 'BB', certchain: ['BB', 'AA'] });
    expect(tiny.derived('TrustedForNTAuth', 'IssuedSignedBy', 'EnterpriseCAFor')).toEqual([
      'AIA IssuedSignedBy ROOT',
      'CA EnterpriseCAFor AIA',
      'CA IssuedSignedBy ROOT',
      'CA TrustedForNTAuth STORE',
    ]);
  });

  it('give the host of a trusted CA the golden certificate', () => {
    const tiny = new TinyDirectory().withCa();
    expect(tiny.derived('GoldenCert')).toEqual([`HOST GoldenCert ${sid}`]);
    expect(new TinyDirectory().withCa({ certthumbprint: 'cc' }).derived('GoldenCert')).toEqual([]);
  });

  it('link templates to the policies whose id they carry, within the domain', () => {
    const tiny = new TinyDirectory()
      .add('CertTemplate', 'T', { certificatepolicy: ['1.2.3'] })
      .add('IssuancePolicy', 'P', { certtemplateoid: '1.2.3' })
      .add('IssuancePolicy', 'Q', { certtemplateoid: '1.2.3', domainsid: 'S-1-5-21-9-9-9' });
    expect(tiny.derived('ExtendedByPolicy')).toEqual(['T ExtendedByPolicy P']);
  });
});

describe('ADCSESC1', () => {
  it('is there when the enrollee names the subject and nobody looks', () => {
    const tiny = withTemplate({ enrolleesuppliessubject: true });
    expect(tiny.derived('ADCSESC1')).toEqual([`staff ADCSESC1 ${sid}`]);
    expect(tiny.waysTo(`staff ADCSESC1 ${sid}`)).toEqual([
      [['staff Enroll T'], [`${everybody} Enroll CA`], ['T PublishedTo CA'], ['HOST HostsCAService CA']],
    ]);
  });

  it.each([
    ['a manager approves', { requiresmanagerapproval: true }],
    ['a signature is asked for', { authorizedsignatures: 1 }],
    ['it does not authenticate', { authenticationenabled: false }],
    ['the directory names the subject', { enrolleesuppliessubject: false }],
    ['a setting is not known', { schemaversion: null }],
  ])('is not there when %s', (_, properties) => {
    expect(withTemplate({ enrolleesuppliessubject: true, ...properties }).derived('ADCSESC1')).toEqual([]);
  });

  it('does not mind signatures on templates of version 1', () => {
    const properties = { enrolleesuppliessubject: true, schemaversion: 1, authorizedsignatures: 1 };
    expect(withTemplate(properties).derived('ADCSESC1')).toHaveLength(1);
  });

  it('needs the right to enroll at the CA too, by the uppermost principal who has both', () => {
    const tiny = new TinyDirectory()
      .withCa({}, ['offices'])
      .add('CertTemplate', 'T', { ...openTemplate, enrolleesuppliessubject: true })
      .addAll('Group', 'staff', 'offices', 'both')
      .addAll('User', 'u', 'v')
      .state('T PublishedTo CA', 'staff Enroll T', 'both MemberOf staff', 'both MemberOf offices')
      .state('u MemberOf both', 'v MemberOf staff');
    expect(tiny.derived('ADCSESC1')).toEqual([`both ADCSESC1 ${sid}`]);
  });

  it('needs a CA whose host is known and enabled', () => {
    const tiny = withTemplate({ enrolleesuppliessubject: true });
    const dead = new TinyDirectory()
      .add('EnterpriseCA', 'CA', { certthumbprint: 'bb' })
      .add('CertTemplate', 'T', { ...openTemplate, enrolleesuppliessubject: true })
      .state('T PublishedTo CA', 'staff Enroll T');
    expect(tiny.derived('ADCSESC1')).toHaveLength(1);
    expect(dead.derived('ADCSESC1')).toEqual([]);
  });
});

describe('request agents', () => {
  const agents = { effectiveekus: ['1.3.6.1.4.1.311.20.2.1'], authenticationenabled: false };
  const withAgents = (ca: Record<string, unknown> = {}, ...more: readonly string[]) =>
    withTemplate({ authorizedsignatures: 1, applicationpolicies: ['1.3.6.1.4.1.311.20.2.1'] }, ca)
      .add('CertTemplate', 'AGENT', { ...openTemplate, ...agents })
      .state('AGENT PublishedTo CA', 'staff Enroll AGENT', ...more);

  it('enroll on behalf of others (ADCSESC3)', () => {
    const tiny = withAgents();
    expect(tiny.derived('EnrollOnBehalfOf', 'ADCSESC3')).toEqual([
      'AGENT EnrollOnBehalfOf T',
      `staff ADCSESC3 ${sid}`,
    ]);
  });

  it('have to be delegated where the CA restricts them', () => {
    const restricted = { hasenrollmentagentrestrictions: true, enrollmentagentrestrictionscollected: true };
    expect(withAgents(restricted).derived('ADCSESC3')).toEqual([]);
    expect(withAgents(restricted, 'staff DelegatedEnrollmentAgent T').derived('ADCSESC3')).toEqual([
      `staff ADCSESC3 ${sid}`,
    ]);
  });

  it('may use any template of version 1', () => {
    const tiny = withTemplate({ schemaversion: 1 })
      .add('CertTemplate', 'ANY', { ...openTemplate, effectiveekus: [] })
      .state('ANY PublishedTo CA');
    expect(tiny.derived('EnrollOnBehalfOf')).toEqual(['ANY EnrollOnBehalfOf T']);
  });
});

describe('ADCSESC4', () => {
  it('goes to who controls a published template', () => {
    expect(withTemplate({}).state('attacker WriteDacl T').derived('ADCSESC4')).toEqual([
      `attacker ADCSESC4 ${sid}`,
    ]);
    expect(withTemplate({}).state('attacker OwnsRaw T').derived('ADCSESC4')).toEqual([
      `attacker ADCSESC4 ${sid}`,
    ]);
  });

  it('needs the right to enroll with the weaker rights', () => {
    expect(withTemplate({}).state('attacker GenericWrite T').derived('ADCSESC4')).toEqual([]);
    expect(
      withTemplate({}).state('attacker GenericWrite T', 'attacker Enroll T').derived('ADCSESC4'),
    ).toEqual([`attacker ADCSESC4 ${sid}`]);
    expect(withTemplate({}).state('u WritePKINameFlag T').derived('ADCSESC4')).toEqual([`u ADCSESC4 ${sid}`]);
    expect(
      withTemplate({ requiresmanagerapproval: true }).state('u WritePKINameFlag T').derived('ADCSESC4'),
    ).toEqual([]);
    const both = ['u WritePKINameFlag T', 'u WritePKIEnrollmentFlag T'];
    expect(
      withTemplate({ requiresmanagerapproval: true })
        .state(...both)
        .derived('ADCSESC4'),
    ).toEqual([`u ADCSESC4 ${sid}`]);
  });
});

describe('weak mapping', () => {
  const controller = (tiny: TinyDirectory, properties: Record<string, unknown>) =>
    tiny.add('Computer', 'dc', properties).state(`dc DCFor ${sid}`);

  it('makes ADCSESC6 of a CA that takes any name', () => {
    const ca = { isuserspecifiessanenabled: true };
    const without = withTemplate({ nosecurityextension: true }, ca);
    expect(without.derived('ADCSESC6a', 'ADCSESC6b')).toEqual([`staff ADCSESC6a ${sid}`]);
    const byName = controller(withTemplate({}, ca), { certificatemappingmethodsraw: 31 });
    expect(byName.derived('ADCSESC6a', 'ADCSESC6b')).toEqual([`staff ADCSESC6b ${sid}`]);
    const byDefault = controller(withTemplate({}, ca), { certificatemappingmethodsraw: -1 });
    expect(byDefault.derived('ADCSESC6a', 'ADCSESC6b')).toEqual([]);
  });

  it('makes ADCSESC9 of the control over an account that enrolls without the security extension', () => {
    const tiny = (properties: Record<string, unknown>) =>
      withTemplate({ nosecurityextension: true, ...properties }).state(
        'attacker GenericWrite u',
        'staff GenericAll pc',
      );
    const weak = { strongcertificatebindingenforcementraw: 1 };
    expect(controller(tiny({}), weak).derived('ADCSESC9a', 'ADCSESC9b')).toEqual([
      `attacker ADCSESC9a ${sid}`,
      `staff ADCSESC9a ${sid}`,
    ]);
    expect(controller(tiny({}), weak).waysTo(`attacker ADCSESC9a ${sid}`)).toEqual([
      [['attacker GenericWrite u'], ['T PublishedTo CA'], ['HOST HostsCAService CA']],
    ]);
    const dns = { subjectaltrequireupn: false, subjectaltrequiredns: true };
    expect(controller(tiny(dns), weak).derived('ADCSESC9a', 'ADCSESC9b')).toEqual([`staff ADCSESC9b ${sid}`]);
    const strong = { strongcertificatebindingenforcementraw: 2 };
    expect(controller(tiny({}), strong).derived('ADCSESC9a')).toEqual([]);
    expect(tiny({}).derived('ADCSESC9a')).toEqual([]);
  });

  it('makes ADCSESC10 of it over TLS; users cannot fill in a DNS name', () => {
    const byName = { certificatemappingmethodsraw: 4 };
    const control = ['attacker GenericWrite u', 'staff WriteDacl pc'];
    expect(controller(withTemplate({}).state(...control), byName).derived('ADCSESC10a')).toEqual([
      `attacker ADCSESC10a ${sid}`,
      `staff ADCSESC10a ${sid}`,
    ]);
    const needsDns = withTemplate({ subjectaltrequiredns: true }).state(...control);
    expect(controller(needsDns, byName).derived('ADCSESC10a', 'ADCSESC10b')).toEqual([
      `staff ADCSESC10a ${sid}`,
      `staff ADCSESC10b ${sid}`,
    ]);
  });
});

describe('ADCSESC13', () => {
  it('gives the group that a policy is linked to', () => {
    const tiny = withTemplate({ certificatepolicy: ['1.2.3'] })
      .add('IssuancePolicy', 'P', { certtemplateoid: '1.2.3' })
      .add('Group', `${sid}-1500`)
      .state(`P OIDGroupLink ${sid}-1500`);
    expect(tiny.derived('ADCSESC13')).toEqual([`staff ADCSESC13 ${sid}-1500`]);
  });
});

describe('relayed NTLM', () => {
  const open = { restrictoutboundntlm: false, enabled: true };

  it('reaches hosts without signing on which another coercible computer is administrator', () => {
    const tiny = (admin: Record<string, unknown>) =>
      new TinyDirectory()
        .add('Computer', 'target', { smbsigning: false })
        .add('Computer', 'admin', admin)
        .addAll('ADLocalGroup', 'target-544')
        .state('target-544 LocalToComputer target', 'admin MemberOfLocalGroup target-544');
    const edge = `${everybody} CoerceAndRelayNTLMToSMB target`;
    expect(tiny(open).derived('CoerceAndRelayNTLMToSMB')).toEqual([edge]);
    expect(tiny({ restrictoutboundntlm: true }).derived('CoerceAndRelayNTLMToSMB')).toEqual([]);
    expect(tiny({}).derived('CoerceAndRelayNTLMToSMB')).toEqual([]);
  });

  it('spares members of Protected Users where the sid is new enough', () => {
    const tiny = (functionallevel: string) =>
      new TinyDirectory({ functionallevel })
        .add('Computer', 'target', { smbsigning: false })
        .add('Computer', 'admin', open)
        .addAll('Group', `${sid}-525`)
        .addAll('ADLocalGroup', 'target-544')
        .state('target-544 LocalToComputer target', 'admin MemberOfLocalGroup target-544')
        .state(`admin MemberOf ${sid}-525`);
    expect(tiny('2016').derived('CoerceAndRelayNTLMToSMB')).toEqual([]);
    expect(tiny('2008 R2').derived('CoerceAndRelayNTLMToSMB')).toHaveLength(1);
  });

  it('reaches directory services of another controller that do not protect themselves', () => {
    const tiny = new TinyDirectory()
      .add('Computer', 'pc', { ...open, webclientrunning: true })
      .add('Computer', 'quiet', { ...open, webclientrunning: false })
      .add('Computer', 'dc', {
        isdc: true,
        ldapavailable: true,
        ldapsigning: false,
        ldapsavailable: true,
        ldapsepa: false,
        ...open,
        webclientrunning: true,
      });
    expect(tiny.derived('CoerceAndRelayNTLMToLDAP', 'CoerceAndRelayNTLMToLDAPS')).toEqual([
      `${everybody} CoerceAndRelayNTLMToLDAP pc`,
      `${everybody} CoerceAndRelayNTLMToLDAPS pc`,
    ]);
  });

  it('reaches web enrollment for computers that may enroll, by any of their templates', () => {
    const tiny = new TinyDirectory()
      .withCa({ hasvulnerableendpoint: true })
      .add('CertTemplate', 'T1', openTemplate)
      .add('CertTemplate', 'T2', openTemplate)
      .add('Computer', 'pc', open)
      .add('User', 'u')
      .addAll('Group', 'staff', everybody)
      .state('T1 PublishedTo CA', 'T2 PublishedTo CA', 'staff Enroll T1', 'pc Enroll T2')
      .state('pc MemberOf staff', 'u MemberOf staff');
    const edge = `${everybody} CoerceAndRelayNTLMToADCS pc`;
    expect(tiny.derived('CoerceAndRelayNTLMToADCS')).toEqual([edge]);
    expect(tiny.waysTo(edge)).toEqual([
      [['T1 PublishedTo CA', 'T2 PublishedTo CA'], ['HOST HostsCAService CA']],
    ]);
  });
});
