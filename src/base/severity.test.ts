import { describe, expect, it } from 'vitest';
import { severityOfCvss, severityOfWord } from './severity.ts';

describe('the severity band of a CVSS score', () => {
  // FIRST, CVSS v3.1 specification, section 5: qualitative severity rating scale.
  it.each([
    [0, 'None'],
    [0.1, 'Low'],
    [3.9, 'Low'],
    [4, 'Medium'],
    [6.9, 'Medium'],
    [7, 'High'],
    [8.9, 'High'],
    [9, 'Critical'],
    [10, 'Critical'],
  ])('of %d is %s', (score, severity) => {
    expect(severityOfCvss(score)).toBe(severity);
  });
});

describe('the severity of a vendor word', () => {
  it.each([
    ['CRITICAL', 'Critical'],
    [' Important ', 'High'],
    ['Moderate', 'Medium'],
    ['negligible', 'Low'],
    ['Informational', 'None'],
    ['Log', 'None'],
  ])('%s is %s', (word, severity) => {
    expect(severityOfWord(word)).toBe(severity);
  });

  it.each([undefined, '', 'urgent', 'constructor', '__proto__', 'toString'])('%s is unknown', (word) => {
    expect(severityOfWord(word)).toBe('Unknown');
  });
});
