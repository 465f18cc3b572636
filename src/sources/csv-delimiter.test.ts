import { expect, it } from 'vitest';
import { csvDelimiter } from './csv-delimiter.ts';

it('takes the character that separates the header, also below a head of the tool', () => {
  expect(csvDelimiter('"Plugin ID","CVE","Risk"\n1;2;3;4;5', 'Plugin ID')).toBe(',');
  expect(csvDelimiter('Report; of; today\nIP;QID;Title, long', 'qid')).toBe(';');
  expect(csvDelimiter('IP\tQID\tTitle', 'QID')).toBe('\t');
  expect(csvDelimiter('', 'QID')).toBe(',');
});
