import { describe, expect, it } from 'vitest';
import { deriveDirectory } from './index.ts';
import { TinyDirectory, domainName, sid } from './conformance/tiny-directory.ts';

describe('well-known groups', () => {
  it('are made and linked for a collected sid, with the guest when it is there', () => {
    const tiny = new TinyDirectory().add('User', `${sid}-501`, { enabled: true });
    const everyone = `${domainName}-S-1-1-0`;
    expect(tiny.derived('MemberOf')).toEqual([
      `${domainName}-S-1-5-11 MemberOf ${everyone}`,
      `${sid}-501 MemberOf ${everyone}`,
      `${sid}-513 MemberOf ${domainName}-S-1-5-11`,
      `${sid}-515 MemberOf ${domainName}-S-1-5-11`,
    ]);
    expect(tiny.derived('ClaimSpecialIdentity')).toHaveLength(9);
    expect(tiny.derived('ClaimSpecialIdentity')).toContain(`${everyone} ClaimSpecialIdentity ${sid}-501`);
  });

  it('are told as objects only when the directory lacks them', () => {
    const objects = [
      { ref: `directory:${sid}`, type: 'Domain', name: domainName, properties: { collected: true } },
      { ref: `directory:${sid}-513`, type: 'Group', name: 'USERS', properties: {} },
    ];
    const { objects: made } = deriveDirectory({ objects, relations: [] });
    expect(made).toHaveLength(11);
    expect(made).toContainEqual({
      ref: `directory:${domainName}-S-1-5-11`,
      type: 'Group',
      name: `AUTHENTICATED USERS@${domainName}`,
      isDescribed: false,
      properties: { domain: domainName, domainsid: sid },
    });
  });

  it('are not made for a sid that is only trusted', () => {
    const objects = [
      { ref: 'directory:S-1-5-21-9-9-9', type: 'Domain', name: 'OTHER', isDescribed: false, properties: {} },
    ];
    expect(deriveDirectory({ objects, relations: [] }).count).toBe(0);
  });

  it('do not repeat a stated membership', () => {
    const tiny = new TinyDirectory()
      .addAll('Group', `${sid}-513`, `${domainName}-S-1-5-11`)
      .state(`${sid}-513 MemberOf ${domainName}-S-1-5-11`);
    expect(tiny.derived('MemberOf')).not.toContain(`${sid}-513 MemberOf ${domainName}-S-1-5-11`);
  });
});

describe('owners', () => {
  const stated = ['bob OwnsRaw pc', 'bob OwnsRaw group', 'ann WriteOwnerRaw pc', 'ann WriteOwnerRaw group'];
  const directory = (heuristics: string) =>
    new TinyDirectory({ dsheuristics: heuristics })
      .addAll('User', 'bob', 'ann', 'eve')
      .addAll('Group', 'group', `${sid}-512`)
      .add('Computer', 'pc')
      .state(...stated, `eve MemberOf ${sid}-512`, 'eve OwnsRaw pc');

  it('hold the object unless the sid blocks their rights', () => {
    expect(directory('0000').derived('Owns', 'WriteOwner')).toEqual([
      'ann WriteOwner group',
      'ann WriteOwner pc',
      'bob Owns group',
      'bob Owns pc',
      'eve Owns pc',
    ]);
  });

  it('of computers lose their rights to the block, administrators excepted', () => {
    expect(directory('00000000010000000002000000001').derived('Owns', 'WriteOwner')).toEqual([
      'ann WriteOwner group',
      'bob Owns group',
      'eve Owns pc',
    ]);
  });

  it('rest on the one stated relation', () => {
    expect(directory('').waysTo('bob Owns pc')).toEqual([[['bob OwnsRaw pc']]]);
  });
});

describe('replication rights', () => {
  it('make DCSync for whoever holds both, the uppermost group of those who get them by two groups', () => {
    const tiny = new TinyDirectory()
      .addAll('Group', 'one', 'all', 'inner', 'both')
      .addAll('User', 'u', 'v')
      .state(`one GetChanges ${sid}`, `all GetChangesAll ${sid}`)
      .state(`both GetChanges ${sid}`, `both GetChangesAll ${sid}`)
      .state(
        'inner MemberOf one',
        'inner MemberOf all',
        'u MemberOf inner',
        'v MemberOf one',
        'u MemberOf both',
      );
    expect(tiny.derived('DCSync')).toEqual([`both DCSync ${sid}`, `inner DCSync ${sid}`]);
    expect(tiny.waysTo(`inner DCSync ${sid}`)).toEqual([
      [[`one GetChanges ${sid}`], [`all GetChangesAll ${sid}`]],
    ]);
  });

  it('make no DCSync when one of the two is nobody’s', () => {
    const tiny = new TinyDirectory().add('User', 'u').state(`u GetChanges ${sid}`);
    expect(tiny.derived('DCSync')).toEqual([]);
  });

  it('skip a right that everybody holds', () => {
    const tiny = new TinyDirectory()
      .add('User', 'u')
      .state(`u GetChangesAll ${sid}`, `${domainName}-S-1-5-11 GetChanges ${sid}`);
    tiny.add('Group', `${domainName}-S-1-5-11`);
    expect(tiny.derived('DCSync')).toEqual([`u DCSync ${sid}`]);
  });

  it('for the filtered set give the passwords of computers with LAPS', () => {
    const tiny = new TinyDirectory()
      .add('User', 'u')
      .add('Computer', 'with', { haslaps: true })
      .add('Computer', 'without', { haslaps: false })
      .state(`u GetChanges ${sid}`, `u GetChangesInFilteredSet ${sid}`);
    expect(tiny.derived('SyncLAPSPassword')).toEqual(['u SyncLAPSPassword with']);
  });

  it('survive groups that are members of each other', () => {
    const tiny = new TinyDirectory()
      .addAll('Group', 'a', 'b', 'c')
      .state('a MemberOf b', 'b MemberOf a', 'a MemberOf c', `c GetChanges ${sid}`, `b GetChangesAll ${sid}`);
    expect(tiny.derived('DCSync')).toHaveLength(1);
  });
});

describe('local groups', () => {
  const host = (properties: Record<string, unknown> = {}) =>
    new TinyDirectory()
      .add('Computer', 'pc', properties)
      .addAll('ADLocalGroup', 'pc-544', 'pc-555', 'pc-562', 'pc-580', 'pc-551')
      .addAll('Group', 'helpdesk', 'staff', 'inner')
      .add('User', 'u')
      .state('pc-544 LocalToComputer pc', 'pc-555 LocalToComputer pc', 'pc-562 LocalToComputer pc')
      .state('pc-580 LocalToComputer pc', 'pc-551 LocalToComputer pc');

  it('give their direct members what the group stands for', () => {
    const tiny = host().state(
      'helpdesk MemberOfLocalGroup pc-544',
      'u MemberOfLocalGroup pc-562',
      'u MemberOfLocalGroup pc-580',
      'u MemberOf helpdesk',
      'pc MemberOfLocalGroup pc-544',
    );
    expect(tiny.derived('AdminTo', 'ExecuteDCOM', 'CanPSRemote')).toEqual([
      'helpdesk AdminTo pc',
      'u CanPSRemote pc',
      'u ExecuteDCOM pc',
    ]);
    expect(tiny.waysTo('helpdesk AdminTo pc')).toEqual([
      [['helpdesk MemberOfLocalGroup pc-544'], ['pc-544 LocalToComputer pc']],
    ]);
  });

  it('count alone for remote desktop where no user rights were collected', () => {
    expect(host().state('helpdesk MemberOfLocalGroup pc-555').derived('CanRDP')).toEqual([
      'helpdesk CanRDP pc',
    ]);
  });

  it('need the user right for remote desktop where it was collected', () => {
    const asked = { collecteduserrights: ['SeRemoteInteractiveLogonRight'] };
    const member = 'helpdesk MemberOfLocalGroup pc-555';
    expect(host(asked).state(member).derived('CanRDP')).toEqual([]);
    expect(host(asked).state(member, 'pc-555 RemoteInteractiveLogonRight pc').derived('CanRDP')).toEqual([
      'helpdesk CanRDP pc',
    ]);
    expect(host().state(member, 'helpdesk RemoteInteractiveLogonRight pc').derived('CanRDP')).toEqual([
      'helpdesk CanRDP pc',
    ]);
    const nested = host()
      .state(member, 'staff RemoteInteractiveLogonRight pc')
      .state('inner MemberOf staff', 'inner MemberOf helpdesk', 'u MemberOf inner');
    expect(nested.derived('CanRDP')).toEqual(['inner CanRDP pc']);
    const byLocalGroup = host().state(
      member,
      'pc-544 RemoteInteractiveLogonRight pc',
      'u MemberOfLocalGroup pc-544',
      'u MemberOf helpdesk',
    );
    expect(byLocalGroup.derived('CanRDP')).toEqual(['u CanRDP pc']);
  });

  it('need both rights for backup', () => {
    const members = ['helpdesk MemberOfLocalGroup pc-551', 'u MemberOfLocalGroup pc-551'];
    const rights = ['helpdesk BackupPrivilege pc', 'helpdesk RestorePrivilege pc', 'u BackupPrivilege pc'];
    expect(
      host()
        .state(...members, ...rights)
        .derived('CanBackup'),
    ).toEqual(['helpdesk CanBackup pc']);
  });
});

describe('trusts and protection', () => {
  it('give a sid the keys of its account in the other domain', () => {
    const other = 'S-1-5-21-9-9-9';
    const tiny = new TinyDirectory({ netbios: 'corp' })
      .add('Domain', other, { domainsid: other })
      .add('User', `${other}-1103`, { domainsid: other, samaccountname: 'CORP$' })
      .state(`${sid} SameForestTrust ${other}`);
    expect(tiny.derived('HasTrustKeys')).toEqual([`${sid} HasTrustKeys ${other}-1103`]);
  });

  it('let AdminSDHolder protect the marked objects of its domain', () => {
    const tiny = new TinyDirectory()
      .add('Container', 'holder', { distinguishedname: 'CN=AdminSDHolder,CN=System,DC=corp,DC=local' })
      .add('Group', 'admins', { adminsdholderprotected: true })
      .add('Group', 'others', { adminsdholderprotected: false });
    expect(tiny.derived('ProtectAdminGroups')).toEqual(['holder ProtectAdminGroups admins']);
  });
});

describe('the derivation', () => {
  it('takes relations to objects that nobody described', () => {
    const tiny = new TinyDirectory().state(`ghost GetChanges ${sid}`, `ghost GetChangesAll ${sid}`);
    expect(tiny.derived('DCSync')).toEqual([`ghost DCSync ${sid}`]);
  });

  it('gives the same answer twice', () => {
    const tiny = new TinyDirectory()
      .add('User', 'u')
      .state('u OwnsRaw pc', 'u WriteOwnerRaw pc', 'u OwnsRaw pc');
    expect(tiny.derive()).toEqual(tiny.derive());
    expect(tiny.derived('Owns')).toEqual(['u Owns pc']);
  });
});
