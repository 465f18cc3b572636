import { systemFamily } from '../../ingest/index.ts';

/** How the published tables name an operating system. */
export interface Platform {
  /** `Windows11`, `WindowsServer2019`, `Linux`, `macOS` …; of others the text of the source. */
  readonly platform: string;
  /** Of Linux: `Ubuntu`, `Debian` … */
  readonly distribution?: string;
}

const distributions: readonly (readonly [RegExp, string])[] = [
  [/ubuntu/i, 'Ubuntu'],
  [/debian/i, 'Debian'],
  [/red ?hat|rhel/i, 'RedHatEnterpriseLinux'],
  [/centos/i, 'CentOS'],
  [/oracle/i, 'OracleLinux'],
  [/amazon|amzn/i, 'AmazonLinux'],
  [/suse|sles/i, 'SUSE'],
  [/fedora/i, 'Fedora'],
  [/rocky/i, 'RockyLinux'],
  [/alma/i, 'AlmaLinux'],
  [/alpine/i, 'Alpine'],
];

/** The published name of an operating system as tools write it; undefined when nothing names one. */
export function platformOf(text: string): Platform | undefined {
  if (text.trim() === '') return undefined;
  const server = /windows.*?server\D{0,12}(20\d\d)(?:\s*(r2))?/i.exec(text);
  if (server !== null) return { platform: `WindowsServer${server[1]}${server[2] === undefined ? '' : 'R2'}` };
  const client = /windows\s*(11|10|8\.1|8|7|vista|xp)(?![\d.])/i.exec(text);
  if (client !== null) return { platform: `Windows${client[1]!.replace(/^[a-z]/, (c) => c.toUpperCase())}` };
  switch (systemFamily(text)) {
    case 'windows':
      return { platform: /server/i.test(text) ? 'WindowsServer' : 'Windows' };
    case 'macos':
      return { platform: 'macOS' };
    case 'linux': {
      const distribution = distributions.find(([pattern]) => pattern.test(text))?.[1];
      return { platform: 'Linux', ...(distribution === undefined ? {} : { distribution }) };
    }
    default:
      return { platform: text.trim() };
  }
}
