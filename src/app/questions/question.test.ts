import { expect, it } from 'vitest';
import { parseQuestion } from './question.ts';

const header = `// id: open-ports
// title: Which ports are open?
// purpose: Decides
//   what to close.
// tables: DeviceInfo, Endpoints
// attack: T1046, T1021.001
// topic: network
// answer: One row for each port.
`;

it('reads a question, with text that goes on in a second line', () => {
  expect(parseQuestion('open-ports.kql', `${header}\nEndpoints\n| take 1\n`)).toEqual({
    id: 'open-ports',
    title: 'Which ports are open?',
    purpose: 'Decides what to close.',
    tables: ['DeviceInfo', 'Endpoints'],
    attack: ['T1046', 'T1021.001'],
    topic: 'network',
    answer: 'One row for each port.',
    kql: 'Endpoints\n| take 1\n',
  });
});

it.each([
  ['a missing field', header.replace(/\/\/ topic.*\n/, ''), 'belongs'],
  ['a field too much', `${header}// author: me\n`, 'belongs'],
  ['a field twice', `${header}// answer: more\n`, 'belongs'],
  ['an unknown topic', header.replace('topic: network', 'topic: weather'), 'weather'],
  ['an odd technique', header.replace('T1046', 'T46'), 'T46'],
  ['an odd id', header.replace('open-ports', 'Open ports'), 'Open ports'],
])('refuses %s', (_what, text, why) => {
  expect(() => parseQuestion('q.kql', `${text}\nEndpoints\n`)).toThrow(why);
});

it('refuses a file without a query', () => {
  expect(() => parseQuestion('q.kql', `${header}\n`)).toThrow('query');
});
