import { describe, expect, it } from 'vitest';
import { isClientProgram } from './client-programs.ts';

describe('a client program', () => {
  it.each([
    'Mozilla Firefox',
    'mozilla:firefox_esr',
    'adobe:acrobat_reader_dc',
    'microsoft:office_2019',
    'Microsoft Internet Explorer',
    'microsoft:visual_studio_code',
    'notepad++',
    'Notepad++ 8.5',
    '7zip',
    '7-Zip',
    'oracle:jre',
  ])('is recognised by any text that names it: %s', (product) => {
    expect(isClientProgram(product)).toBe(true);
  });

  it.each(['apache:http_server', 'openssl', 'Microsoft Exchange Server', 'javascript', 'knowledge base', ''])(
    'is no server or library: %s',
    (product) => {
      expect(isClientProgram(product)).toBe(false);
    },
  );
});
