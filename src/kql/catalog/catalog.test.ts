import { describe, expect, it } from 'vitest';
import { catalogFrom, findTable } from './catalog.ts';

const described = (name: string) => ({ name, type: 'string', description: '' }) as const;

describe('catalogFrom', () => {
  const catalog = catalogFrom({
    published: [
      {
        name: 'SignIns',
        description: '',
        timestamp: 'Timestamp',
        aliases: ['OldSignIns', 'Other'],
        columns: [
          { name: 'Timestamp', type: 'datetime', description: '' },
          { ...described('Isp'), aliases: ['ISP', 'Upn'] },
          described('Upn'),
        ],
      },
      { name: 'Other', description: '', columns: [described('TimeGenerated')], timestamp: 'TimeGenerated' },
    ],
    own: [
      { name: 'Other', description: 'shadowed', columns: [] },
      { name: 'Ours', description: '', columns: [] },
    ],
  });

  it('adds other names after the real columns, and none that a real column has', () => {
    expect(findTable(catalog, 'SignIns')?.columns.map((column) => [column.name, column.aliasOf])).toEqual([
      ['Timestamp', undefined],
      ['Isp', undefined],
      ['Upn', undefined],
      ['TimeGenerated', 'Timestamp'],
      ['ISP', 'Isp'],
    ]);
    expect(findTable(catalog, 'Other')?.columns).toHaveLength(1);
  });

  it('finds tables by name, then by older name', () => {
    expect(findTable(catalog, 'OldSignIns')?.name).toBe('SignIns');
    expect(findTable(catalog, 'Other')?.origin).toBe('published');
    expect(findTable(catalog, 'Ours')?.origin).toBe('own');
    expect(findTable(catalog, 'signins')).toBeUndefined();
  });
});
