import { describe, expect, it } from 'vitest';
import { BrokenInvariant, describeFault, failed, invariant, ok } from './fault.ts';

describe('a fault as one line', () => {
  it('is the message alone when nothing else is known', () => {
    expect(describeFault({ code: 'empty', message: 'the file is empty' })).toBe('the file is empty');
  });

  it('names the place in brackets and the remedy at the end', () => {
    const fault = {
      code: 'truncated',
      message: 'it ends early',
      place: 'line 3',
      remedy: 'export it again',
    } as const;
    expect(describeFault(fault)).toBe('it ends early (line 3); export it again');
  });
});

describe('results', () => {
  it('carry either a value or a fault', () => {
    expect(ok(7)).toEqual({ ok: true, value: 7 });
    const fault = { code: 'empty', message: 'nothing' } as const;
    expect(failed(fault)).toEqual({ ok: false, fault });
  });
});

describe('an invariant', () => {
  it('is silent when it holds and throws its sentence when it is broken', () => {
    expect(() => invariant(1, 'never said')).not.toThrow();
    expect(() => invariant(undefined, 'there is a node')).toThrow(BrokenInvariant);
    expect(() => invariant(0, 'there is a node')).toThrow('there is a node');
  });
});
