import { expect, it } from 'vitest';
import { memoryFile, readWith } from '../conformance/harness.ts';
import { azurehound } from './manifest.ts';

const read = (data: readonly unknown[]) =>
  readWith(
    azurehound,
    memoryFile('azure.json', JSON.stringify({ data, meta: { type: 'azure', version: 5, count: 1 } }), 61),
  );
const vm = '/subscriptions/s1/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/web01';

it('reads objects of Entra ID and Azure, and devices', async () => {
  const { outcome, observations, native, scope } = await read([
    { kind: 'AZTenant', data: { tenantId: 't1', displayName: 'Corp', id: '/tenants/t1' } },
    {
      kind: 'AZUser',
      data: {
        id: 'u1',
        userPrincipalName: 'ann@corp',
        accountEnabled: false,
        tenantId: 't1',
        password: 'x1y2',
      },
    },
    {
      kind: 'AZDevice',
      data: { id: 'd1', deviceId: 'E-1', displayName: 'WS1', operatingSystem: 'Windows', tenantId: 't1' },
    },
    {
      kind: 'AZVM',
      data: {
        id: vm,
        name: 'web01',
        resourceGroupId: '/subscriptions/s1/resourceGroups/g',
        identity: { principalId: 'p1' },
        properties: { vmId: 'vm-9', storageProfile: { osDisk: { osType: 'Linux' } } },
      },
    },
    {
      kind: 'AZServicePrincipal',
      data: { id: 'p1', appId: 'a1', displayName: 'app', tenantName: 'Corp', tenantId: 't1' },
    },
  ]);
  expect(outcome).toEqual({ ok: true });
  expect(scope).toEqual({ tenants: ['T1'] });
  expect(native).toMatchObject({ records: 5, kinds: { AZUser: 1, AZVM: 1 } });
  expect(JSON.stringify(observations)).not.toContain('x1y2');
  expect(observations.identity.find((row) => row.Ref === 'directory:U1')).toMatchObject({
    IdentityType: 'AZUser',
    IdentityName: 'ann@corp',
    IsEnabled: false,
  });
  expect(observations.device).toMatchObject([
    { DirectoryIds: ['entra:e-1'], HostNames: ['WS1'] },
    { OSPlatform: 'Linux', Properties: { vmId: 'vm-9' } },
  ]);
  expect(
    observations.relation.map(({ Relation, FromRef, ToRef }) => `${FromRef} ${Relation} ${ToRef}`),
  ).toEqual(
    expect.arrayContaining([
      'directory:T1 AZContains directory:U1',
      `directory:${vm.toUpperCase()} AZManagedIdentity directory:P1`,
      'directory:A1 AZRunsAs directory:P1',
    ]),
  );
});

it('states roles where they were granted', async () => {
  const holder = (scope: string) => ({
    owner: { properties: { principalId: 'u1', scope } },
    virtualMachineId: vm,
  });
  const { observations, native } = await read([
    {
      kind: 'AZGroupMember',
      data: { groupId: 'g1', members: [{ member: { id: 'u1', '@odata.type': '#microsoft.graph.user' } }] },
    },
    {
      kind: 'AZRoleAssignment',
      data: {
        tenantId: 't1',
        roleDefinitionId: 'r1',
        roleAssignments: [{ principalId: 'u1', roleDefinitionId: 'r1', directoryScopeId: '/' }],
      },
    },
    {
      kind: 'AZVMOwner',
      data: { virtualMachineId: vm, owners: [holder('/subscriptions/s1'), holder('/subscriptions/s2')] },
    },
    {
      kind: 'AZWebAppRoleAssignment',
      data: {
        objectId: '/w1',
        assignees: [
          {
            assignee: { properties: { principalId: 'u2', scope: '/W1' } },
            roleDefinitionId: 'B24988AC-6180-42a0-ab88-20f7382dd24c',
          },
          {
            assignee: { properties: { principalId: 'u3', scope: '/' } },
            roleDefinitionId: 'b24988ac-6180-42a0-ab88-20f7382dd24c',
          },
        ],
      },
    },
    {
      kind: 'AZKeyVaultAccessPolicy',
      data: { keyVaultId: '/k1', objectId: 'u1', permissions: { secrets: ['Get'], keys: ['List'] } },
    },
    {
      kind: 'AZAppRoleAssignment',
      data: { appRoleId: '9e3f62cf-ca93-4989-b6ce-bf83c28f9fe8', principalId: 'p1', resourceId: 'p2' },
    },
    { kind: 'AZBrandNew', data: {} },
  ]);
  expect(
    observations.relation.map(({ Relation, FromRef, ToRef }) => `${FromRef} ${Relation} ${ToRef}`),
  ).toEqual([
    'directory:U1 AZMemberOf directory:G1',
    'directory:U1 AZHasRole directory:R1@T1',
    `directory:U1 AZOwner directory:${vm.toUpperCase()}`,
    'directory:U2 AZContributor directory:/W1',
    'directory:U1 AZGetSecrets directory:/K1',
    'directory:P1 AZMGRoleManagement_ReadWrite_Directory directory:P2',
  ]);
  expect(native['other_kinds']).toEqual({ AZBrandNew: 1 });
});

it('may hold nothing, and sets bad records aside', async () => {
  expect((await read([])).outcome).toEqual({ ok: true });
  const { quarantined } = await read([7, { kind: 'AZUser' }, { kind: 'AZUser', data: { id: { a: 1 } } }]);
  expect(quarantined).toHaveLength(3);
  expect(azurehound.detect(memoryFile('x.json', '{"data":[{"kind":"Pod","data":{}}]}').head)).toBeUndefined();
});
