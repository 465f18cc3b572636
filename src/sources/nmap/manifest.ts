import type { Source } from '../source.ts';

/** Nmap's XML and what others write in its form (masscan -oX). */
export const nmap: Source = {
  manifest: {
    id: 'nmap',
    title: 'Nmap',
    reads: 'Nmap XML 1.0–1.05 (nmap 3.x–7.9x) and masscan XML',
    howToExport: 'nmap -sV -O -oX scan.xml TARGETS (or -oA scan), masscan -oX scan.xml',
    observes: ['device', 'endpoint', 'software', 'vulnerability'],
  },
  detect(head) {
    if (head.xml?.root !== 'nmaprun') return undefined;
    const { scanner = 'nmap', xmloutputversion } = head.xml.attributes;
    const version = xmloutputversion === undefined ? '' : ` ${xmloutputversion}`;
    return { kind: 'read', format: `${scanner} xml${version}` };
  },
  load: async () => (await import('./read.ts')).read,
};
