import { expect, it } from 'vitest';
import type { KqlValue, ResultColumn } from '../../kql/index.ts';
import { rowsChart } from './rows-chart.ts';

const columns: readonly ResultColumn[] = [
  { name: 'Platform', type: 'string' },
  { name: 'count_', type: 'dynamic' },
  { name: 'Timestamp', type: 'dynamic' },
];
const days = '["2026-02-01T00:00:00.0000000Z","2026-02-02T00:00:00.0000000Z","2026-02-03T00:00:00.0000000Z"]';
const hint = { kind: 'timechart', properties: {} };

it('draws a line for each series, all on one scale', () => {
  const rows: readonly (readonly KqlValue[])[] = [
    ['Linux', '[0,7,3]', days],
    ['macOS', '[1,null,0.5]', days],
  ];
  expect(rowsChart(hint, columns, rows, 80)).toBe('2026-02-01 to 2026-02-03\nLinux ▁█▄ ≤ 7\nmacOS ▂ ▂ ≤ 1\n');
});

it('lets neighbours share a block when there are many points, and keeps the highest', () => {
  const points = Array.from({ length: 1000 }, (_, at) => (at === 500 ? 9 : 0));
  const chart = rowsChart(hint, columns, [['Linux', JSON.stringify(points), '[]']], 80) ?? '';
  expect(chart).toMatch(/^Linux ▁+█▁+ ≤ 9\n$/);
  expect(chart.length).toBeLessThan(80);
});

it('leaves arrays of texts to the table', () => {
  expect(rowsChart(hint, columns, [['Linux', '["a"]', days]], 80)).toBeUndefined();
});
