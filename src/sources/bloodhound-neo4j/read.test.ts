import { expect, it } from 'vitest';
import { memoryFile, readWith } from '../conformance/harness.ts';
import { bloodhoundNeo4j } from './manifest.ts';

const sid = 'S-1-5-21-1-2-3';
const lines = (...records: readonly unknown[]) =>
  `${records.map((record) => (typeof record === 'string' ? record : JSON.stringify(record))).join('\n')}\n`;
const read = (text: string) => readWith(bloodhoundNeo4j, memoryFile('neo4j.json', text, 53));
const group = {
  type: 'node',
  id: '0',
  labels: ['HighValue', 'Group'],
  properties: { name: 'DOMAIN ADMINS@CORP', objectid: `${sid}-512`, domain: 'CORP' },
};
const computer = {
  type: 'node',
  id: '1',
  labels: ['Computer'],
  properties: { name: 'WS1.CORP', objectid: `${sid}-1100`, operatingsystem: 'Windows 10', enabled: true },
};

it('reads nodes and relationships of a BloodHound database', async () => {
  const { outcome, observations, native, quarantined } = await read(
    lines(
      group,
      computer,
      { type: 'node', id: '2', labels: ['Domain'], properties: { name: 'CORP' } },
      { type: 'relationship', id: '0', label: 'ADMIN_TO', start: { id: '0' }, end: { id: '1' } },
      { type: 'relationship', label: 'MemberOf', start: { id: '9', labels: ['User'] }, end: { id: '0' } },
      { type: 'relationship', label: 'Own_Kind', start: { id: '2' } },
      'no json',
    ),
  );
  expect(outcome).toEqual({ ok: true });
  expect(native).toEqual({ nodes: 3, relationships: 3, relations: { AdminTo: 1, MemberOf: 1 } });
  expect(observations.relation.map(({ Relation, FromRef, ToRef }) => [Relation, FromRef, ToRef])).toEqual([
    ['AdminTo', `directory:${sid}-512`, `directory:${sid}-1100`],
    ['MemberOf', 'local:node 9', `directory:${sid}-512`],
  ]);
  expect(observations.device).toMatchObject([{ HostNames: ['WS1.CORP'], OSPlatform: 'Windows 10' }]);
  expect(observations.identity.map(({ Ref, IdentityType }) => [Ref, IdentityType])).toEqual([
    [`directory:${sid}-512`, 'Group'],
    [`directory:${sid}-1100`, 'Computer'],
    ['local:node 2', 'Domain'],
    ['local:node 9', 'User'],
  ]);
  expect(quarantined).toHaveLength(2);
});

it('leaves other Neo4j databases alone, and says when the file is cut', async () => {
  const other = lines(
    { type: 'node', id: '0', labels: ['User'], properties: { name: 'ann' } },
    { type: 'node', id: '1', labels: ['Movie'], properties: { objectid: 'x' } },
  );
  expect(bloodhoundNeo4j.detect(memoryFile('x.json', other).head)).toBeUndefined();
  const { outcome } = await read(lines(group, computer, '{"type":"node"').trimEnd());
  expect(outcome).toMatchObject({ ok: false, fault: { code: 'truncated' } });
});
