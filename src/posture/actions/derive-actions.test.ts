import { beforeEach, describe, expect, it } from 'vitest';
import { ExposureGraph, type Cause, type Evidence } from '../../graph/index.ts';
import { maxEvidence, type Action } from './action.ts';
import { deriveActions, type ActionInput } from './derive-actions.ts';
import type { Remedy } from './remedies.ts';

const domain = 'directory:S-1-5-21-1-2-3';
const relation: Cause = { kind: 'relation' };
const seen = (locator: string): { evidence: readonly Evidence[] } => ({
  evidence: [{ file: 'a.json', locator }],
});

let graph: ExposureGraph;
let deviceNodes: number[];
beforeEach(() => {
  graph = new ExposureGraph();
  deviceNodes = ['pc1', 'pc2', 'srv1'].map((name) => graph.node(`device:${name}`, 'device', name));
});

const user = (rid: string): number => graph.node(`${domain}-${rid}`, 'user', `user ${rid}`);
const group = (rid: string): number => graph.node(`${domain}-${rid}`, 'group', `group ${rid}`);

function actions(more: Partial<ActionInput> = {}): readonly Action[] {
  return deriveActions({
    graph,
    remedies: [],
    remedyOfWeakness: () => '',
    secrets: [],
    deviceOfNode: (node) => {
      const device = deviceNodes.indexOf(node);
      return device < 0 ? undefined : device;
    },
    isPerson: () => true,
    accountsOf: (identities) => identities.size,
    peopleOn: () => new Set(),
    criticalNodes: new Set(),
    ...more,
  });
}

const byId = (list: readonly Action[], id: string): Action => {
  const found = list.find((action) => action.id === id);
  if (found === undefined) throw new Error(`no ${id} among ${list.map((action) => action.id).join(', ')}`);
  return found;
};

const remedy: Remedy = {
  key: 'mozilla:firefox',
  kind: 'update',
  subject: 'Mozilla Firefox',
  fixes: new Set(['115.9', '115.10', '115.2']),
  devices: new Set([1, 0]),
  resources: new Set(),
  cves: new Set(['CVE-2024-0002', 'CVE-2024-0001']),
  knownExploited: 1,
  findings: 7,
  worst: 'High',
  evidence: [{ file: 'a.json', locator: '1' }],
};

describe('findings of one remedy', () => {
  it('are one action, which ends all their edges and goes to the highest of the fixes', () => {
    graph.edge(
      'ClientExploit',
      0,
      deviceNodes[0]!,
      { kind: 'weakness', weakness: 0 },
      { p: 0.1, factors: [], ...seen('1') },
    );
    graph.edge(
      'ClientExploit',
      0,
      deviceNodes[1]!,
      { kind: 'weakness', weakness: 1 },
      { p: 0.1, factors: [], ...seen('2') },
    );
    const [action, ...others] = actions({ remedies: [remedy], remedyOfWeakness: () => 'mozilla:firefox' });
    expect(others).toEqual([]);
    expect(action).toMatchObject({
      id: 'update:mozilla:firefox',
      kind: 'update',
      title: 'Update Mozilla Firefox to 115.10 on 2 devices',
      devices: [0, 1],
      cves: ['CVE-2024-0001', 'CVE-2024-0002'],
      knownExploited: 1,
      findings: 7,
      edges: [
        { index: 0, residual: 0 },
        { index: 1, residual: 0 },
      ],
      effort: { hours: 3 },
    });
  });

  it('list a fact once as evidence, however many edges rest on it, and not more than the limit', () => {
    for (let i = 0; i < 40; i++) {
      const locator = i < 3 ? '1' : `${i}`;
      const more = { p: 0.1, factors: [], by: `${i}`, ...seen(locator) };
      graph.edge('ClientExploit', 0, deviceNodes[0]!, { kind: 'weakness', weakness: 0 }, more);
    }
    const [action] = actions({ remedies: [remedy], remedyOfWeakness: () => 'mozilla:firefox' });
    const places = action!.evidence.map(({ locator }) => locator);
    expect(places.slice(0, 3)).toEqual(['1', '3', '4']);
    expect(places).toHaveLength(maxEvidence);
    expect(new Set(places).size).toBe(maxEvidence);
  });

  it('are shielded where no update is known, rebuilt in an image, and set where a check failed', () => {
    const titles = actions({
      remedies: [
        { ...remedy, key: 'a', kind: 'mitigate', fixes: new Set() },
        {
          ...remedy,
          key: 'b',
          kind: 'rebuild',
          subject: 'shop:1.0',
          devices: new Set(),
          resources: new Set([0]),
        },
        { ...remedy, key: 'c', kind: 'setting', subject: 'Minimum length', devices: new Set([2]) },
        { ...remedy, key: 'd', fixes: new Set(['install the update of this vendor']), devices: new Set([2]) },
      ],
    }).map((action) => action.title);
    expect(titles).toEqual([
      'Remove or shield Mozilla Firefox on 2 devices: no update is known',
      'Rebuild shop:1.0 on fixed packages',
      'Set "Minimum length" on 1 device',
      'Update Mozilla Firefox on 1 device',
    ]);
  });

  it('stay in the list without any edge: they are on no path that can be seen', () => {
    expect(actions({ remedies: [remedy] })).toMatchObject([{ id: 'update:mozilla:firefox', edges: [] }]);
  });
});

describe('rights in the directory', () => {
  it('of one principal are one action', () => {
    const helpdesk = group('1200');
    graph.edge('GenericAll', helpdesk, user('1101'), relation, seen('1'));
    graph.edge('ForceChangePassword', helpdesk, user('1102'), relation, seen('2'));
    graph.edge('AdminTo', helpdesk, deviceNodes[2]!, relation, seen('3'));
    const list = actions();
    expect(byId(list, `right:${domain}-1200`)).toMatchObject({
      kind: 'right',
      title: 'Remove the control rights of group 1200 over 2 objects',
      identities: [`${domain}-1200`],
      findings: 2,
    });
    expect(byId(list, `local-admin:${domain}-1200`)).toMatchObject({
      kind: 'privilege',
      devices: [2],
      findings: 1,
    });
  });

  it('over a privileged group is an action of its own', () => {
    const [helpdesk, admins] = [group('1200'), group('1300')];
    graph.edge('GenericAll', helpdesk, user('1101'), relation);
    graph.edge('GenericAll', helpdesk, admins, relation);
    graph.edge('AdminTo', admins, deviceNodes[2]!, relation);
    const list = actions();
    expect(byId(list, `right:${domain}-1200>${domain}-1300`).title).toBe(
      'Remove the control rights of group 1200 over group 1300',
    );
    expect(byId(list, `right:${domain}-1200`).findings).toBe(1);
  });

  it.each(['512', '519', '500', '516', '518'])(
    'of those that administer the domain by design (%s) are no action',
    (rid) => {
      graph.edge('GenericAll', group(rid), user('1101'), relation);
      graph.edge('AdminTo', group(rid), deviceNodes[0]!, relation);
      expect(actions()).toEqual([]);
    },
  );

  it('of built-in administrators are no action either', () => {
    const builtIn = graph.node('directory:CORP.EXAMPLE-S-1-5-32-544', 'group', 'Administrators');
    graph.edge('GenericAll', builtIn, user('1101'), relation);
    expect(actions()).toEqual([]);
  });

  it('that are mere structure or no relation of ours are no action', () => {
    graph.edge('Contains', graph.node(`${domain}-ou`, 'container', 'OU'), user('1101'), relation);
    graph.edge(
      'SegmentRoute',
      graph.node('s', 'segment', 's'),
      deviceNodes[0]!,
      { kind: 'structure' },
      { p: 1 },
    );
    expect(actions()).toEqual([]);
  });
});

describe('a membership', () => {
  it('of a person in a privileged group becomes one on request, of a service account it is taken away', () => {
    const admins = group('512');
    graph.edge('MemberOf', user('1101'), admins, relation);
    graph.edge('MemberOf', user('1102'), admins, relation);
    const list = actions({
      criticalNodes: new Set([admins]),
      isPerson: (node) => graph.nodes[node]!.id.endsWith('1101'),
    });
    expect(byId(list, `member:${domain}-1101>${domain}-512`)).toMatchObject({
      kind: 'privilege',
      title: 'Replace the standing membership of user 1101 in group 512 by one on request',
    });
    expect(byId(list, `member:${domain}-1102>${domain}-512`)).toMatchObject({
      kind: 'right',
      title: 'Take user 1102 out of group 512',
    });
    expect(list).toHaveLength(2);
  });

  it('counts as privileged also in a group that has rights, and in one inside such a group', () => {
    const outer = group('1200');
    const inner = group('1201');
    const harmless = group('1300');
    graph.edge('AdminTo', outer, deviceNodes[2]!, relation);
    graph.edge('MemberOf', inner, outer, relation);
    graph.edge('MemberOf', user('1101'), inner, relation);
    graph.edge('MemberOf', user('1101'), harmless, relation);
    expect(actions().map((action) => action.id)).toEqual([
      `local-admin:${domain}-1200`,
      `member:${domain}-1101>${domain}-1201`,
      `member:${domain}-1201>${domain}-1200`,
    ]);
  });

  it('in a group that everybody is in, or between built-in administrators, is by design', () => {
    const everybody = group('513');
    const admins = group('512');
    graph.edge('AdminTo', everybody, deviceNodes[0]!, relation);
    graph.edge('MemberOf', user('1101'), everybody, relation);
    graph.edge(
      'MemberOf',
      admins,
      graph.node('directory:CORP-S-1-5-32-544', 'group', 'Administrators'),
      relation,
    );
    expect(actions({ criticalNodes: new Set([admins]) }).map((action) => action.id)).toEqual([
      `local-admin:${domain}-513`,
    ]);
  });
});

describe('sessions', () => {
  it('of one account are one action, with the attack-surface rule beside it', () => {
    graph.edge('HasSession', deviceNodes[0]!, user('1101'), relation, seen('1'));
    graph.edge('HasSession', deviceNodes[1]!, user('1101'), relation, seen('2'));
    const list = actions();
    expect(byId(list, `logon:${domain}-1101`)).toMatchObject({
      kind: 'logon',
      title: 'Keep user 1101 from logging on to 2 computers where its credentials can be taken',
      devices: [0, 1],
    });
    expect(byId(list, 'control:asr-credential-stealing-lsass')).toMatchObject({
      kind: 'setting',
      devices: [0, 1],
      edges: [],
      factors: [{ id: 'credential-dump', residual: 0.5 }],
    });
  });

  it('on a critical device are at home there', () => {
    graph.edge('HasSession', deviceNodes[2]!, user('1101'), relation);
    const list = actions({ criticalNodes: new Set([deviceNodes[2]!]) });
    expect(list.map((action) => action.id)).toEqual(['control:asr-credential-stealing-lsass']);
  });
});

describe('ways in from outside', () => {
  it('through people are one action for all, which leaves a rest', () => {
    graph.edge('Phishable', 0, user('1101'), { kind: 'person' });
    graph.edge('Phishable', 0, user('1102'), { kind: 'person' });
    expect(actions()).toMatchObject([
      {
        id: 'control:phishing-resistant-sign-in',
        title: 'Require phishing-resistant sign-in for 2 accounts',
        edges: [
          { index: 0, residual: 0.05 },
          { index: 1, residual: 0.05 },
        ],
      },
    ]);
  });

  it('through services are one action for each service', () => {
    const service = (device: number, name: string): void => {
      const cause: Cause = { kind: 'service', device, service: name };
      graph.edge('ExposedAdminService', 0, deviceNodes[device]!, cause, { by: name });
    };
    service(0, 'RDP');
    service(1, 'RDP');
    service(1, 'SSH');
    expect(actions().map((action) => action.title)).toEqual([
      'Close RDP to the internet on 2 devices',
      'Close SSH to the internet on 1 device',
    ]);
  });

  it('through a secret are ended by rotating it, also where it lies', () => {
    const secret = graph.node('secret:s1', 'secret', 'AWS key');
    graph.edge('StoresSecret', deviceNodes[0]!, secret, { kind: 'secret', secret: 0 });
    graph.edge('SecretFor', secret, user('1101'), { kind: 'secret', secret: 0 });
    const list = actions({ secrets: [{ name: 's1', title: 'AWS key in a.env' }] });
    expect(list).toMatchObject([{ id: 'secret:s1', title: 'Rotate the AWS key in a.env', findings: 2 }]);
  });
});

describe('who notices', () => {
  const people = (n: number): ReadonlySet<string> => new Set(Array.from({ length: n }, (_, i) => `u${i}`));

  it('are the accounts seen on the devices, each once', () => {
    const [action] = actions({ remedies: [remedy], peopleOn: (device) => people(device + 1) });
    expect(action?.userImpact).toEqual({ level: 'Low', people: 2, source: 'accounts seen on these devices' });
  });

  it('are more than a few when more than a hundred people work there', () => {
    const [action] = actions({ remedies: [remedy], peopleOn: () => people(101) });
    expect(action?.userImpact).toMatchObject({ level: 'Medium', people: 101 });
  });

  it('are unknown, not nobody, when no logon is in the input', () => {
    const [action] = actions({ remedies: [remedy] });
    expect(action?.userImpact.people).toBeUndefined();
    expect(action?.userImpact.source).toContain('no logons');
  });
});

it('the order is by id, whatever the order of edges', () => {
  graph.edge('GenericAll', group('1201'), user('1101'), relation);
  graph.edge('GenericAll', group('1200'), user('1101'), relation);
  const ids = actions({ remedies: [remedy] }).map((action) => action.id);
  expect(ids).toEqual([...ids].sort());
});
