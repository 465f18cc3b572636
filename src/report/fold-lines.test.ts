import { describe, expect, it } from 'vitest';
import { foldLines } from './fold-lines.ts';

describe('foldLines', () => {
  it('breaks at spaces, after separators and between the words of CamelCase', () => {
    expect(foldLines('the internal network', 12, 3)).toEqual(['the internal', 'network']);
    expect(foldLines('dc01.corp.example', 10, 3)).toEqual(['dc01.corp.', 'example']);
    expect(foldLines('CoerceAndRelayNTLMToLDAPS', 12, 3)).toEqual(['CoerceAnd', 'RelayNTLMTo', 'LDAPS']);
  });

  it('cuts words that are too long, and ends in an ellipsis what does not fit', () => {
    expect(foldLines('aaaaaaaaaaaa', 5, 3)).toEqual(['aaaaa', 'aaaaa', 'aa']);
    expect(foldLines('aaaaaaaaaaaa', 5, 2)).toEqual(['aaaaa', 'aaaa…']);
  });

  it('counts wide characters twice and never cuts one in half', () => {
    expect(foldLines('東京都港区', 4, 3)).toEqual(['東京', '都港', '区']);
    expect(foldLines('🔑🔑🔑', 2, 2)).toEqual(['🔑', '…']);
  });

  it('gives no line for empty text', () => {
    expect(foldLines('', 10, 3)).toEqual([]);
  });
});
