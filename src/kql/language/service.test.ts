import { describe, expect, it } from 'vitest';
import { catalogFrom } from '../catalog/catalog.ts';
import { createGlobals } from '../catalog/global-state.ts';
import { createService } from './service.ts';

const globals = createGlobals(
  catalogFrom({
    published: [
      {
        name: 'Events',
        description: 'What happened',
        timestamp: 'Timestamp',
        columns: [
          { name: 'Timestamp', type: 'datetime', description: 'When' },
          { name: 'Upn', type: 'string', description: 'Who did it' },
        ],
      },
    ],
  }),
);

describe('the services of an editor', () => {
  const service = createService(globals, (_, name) => name !== 'strlen');

  it('completes with what is supported, and leaves hidden columns out', () => {
    const { items, start, length } = service.completion('Events | where Up', 17);
    const labels = items.map((item) => item.match);
    expect([start, length]).toEqual([15, 2]);
    expect(labels).toContain('Upn');
    expect(labels).toContain('strcat');
    expect(labels).not.toContain('strlen');
    expect(labels).not.toContain('TimeGenerated');
    expect(items.find((item) => item.match === 'Upn')).toMatchObject({ kind: 'column', label: 'Upn' });
    expect(service.completion('Events | ', 9).items.map((item) => item.match)).toContain('summarize');
  });

  it('explains the word at a place', () => {
    expect(service.hover('Events | where Upn', 16)).toEqual({
      text: 'Upn: string\n\nWho did it',
      start: 15,
      length: 3,
    });
    expect(service.hover('Events | where Upn', 8)).toBeUndefined();
  });

  it('lays out valid text and leaves other text alone', () => {
    expect(service.format('Events|where Upn=="x"// who\n|take 5')).toBe(
      'Events\n| where Upn == "x"// who\n| take 5',
    );
    expect(service.format('Events | where (')).toBe('Events | where (');
  });

  it('outlines the statements', () => {
    const text = 'let n = 5;\nlet f = (x:long) { x };\nEvents | take n';
    expect(
      service
        .outline(text)
        .map((entry) => [entry.kind, entry.name, text.slice(entry.start, entry.start + 6)]),
    ).toEqual([
      ['let', 'n', 'let n '],
      ['let', 'f', 'let f '],
      ['query', 'Events', 'Events'],
    ]);
  });

  it('finds where else a name stands', () => {
    expect(service.related('let n = 5; Events | take n', 4)).toEqual([
      { start: 4, length: 1, kind: 'declaration' },
      { start: 25, length: 1, kind: 'reference' },
    ]);
  });
});
