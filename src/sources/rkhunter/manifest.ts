import type { Source } from '../source.ts';

export const rkhunter: Source = {
  manifest: {
    id: 'rkhunter',
    title: 'Rootkit Hunter',
    reads: 'rkhunter.log (1.4)',
    howToExport: 'rkhunter --check --sk --noappend-log; give /var/log/rkhunter.log',
    observes: ['device', 'control'],
  },
  detect: ({ text }) =>
    /^\[\d{2}:\d{2}:\d{2}\] Running Rootkit Hunter version \S+ on \S+/m.test(text)
      ? { kind: 'read', format: 'rkhunter.log' }
      : undefined,
  load: async () => (await import('./read.ts')).read,
};
