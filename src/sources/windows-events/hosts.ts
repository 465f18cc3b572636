import { detached } from '../../base/detached.ts';
import type { EpochMs } from '../../base/time.ts';
import type { Observation } from '../../schema/index.ts';
import { local } from '../source.ts';
import { isFqdn } from '../texts.ts';
import { sidOf } from './columns.ts';
import type { WindowsEvent } from './event.ts';
import { logonType } from './security.ts';

/** Ways of logging on that leave the account's session on the host. */
const sessionTypes: ReadonlySet<string | undefined> = new Set([
  'Interactive',
  'Unlock',
  'RemoteInteractive',
  'CachedInteractive',
]);
/** Sessions that are remembered for one host: more than a terminal server has. */
const maxSessions = 10_000;

interface Host {
  readonly name: string;
  lastSeen: EpochMs | undefined;
  started: EpochMs;
  /** Accounts by logon id, with the time of the logon. */
  readonly sessions: Map<string, { readonly account: string; readonly at: EpochMs }>;
  /** Logon ids of sessions that were ended. */
  readonly ended: Set<string>;
}

/** The computers that events come from, each a device with who is still logged on at the end of its log. */
export class Hosts {
  readonly #hosts = new Map<string, Host>();

  /** Ref of the event's computer. */
  see(name: string, event: WindowsEvent): string {
    const key = name.toLowerCase();
    let host = this.#hosts.get(key);
    if (host === undefined) {
      host = { name: detached(name), lastSeen: undefined, started: 0, sessions: new Map(), ended: new Set() };
      this.#hosts.set(detached(key), host);
    }
    if (event.time !== undefined && event.time > (host.lastSeen ?? 0)) host.lastSeen = event.time;
    if (event.provider === 'Microsoft-Windows-Security-Auditing') follow(host, event);
    return local(key);
  }

  /** Names as the events write them. */
  get names(): readonly string[] {
    return [...this.#hosts.values()].map(({ name }) => name).sort();
  }

  *devices(): Generator<Observation<'device'>, void> {
    for (const [key, host] of this.#hosts) {
      const domain = isFqdn(host.name) ? host.name.slice(host.name.indexOf('.') + 1) : undefined;
      const accounts = [...host.sessions]
        .filter(([id, { at }]) => !host.ended.has(id) && at >= host.started)
        .map(([, { account }]) => account);
      yield {
        Ref: local(key),
        DeviceName: host.name,
        HostNames: [host.name],
        OSPlatform: 'Windows',
        Domain: domain,
        Examined: [],
        LastSeen: host.lastSeen,
        ...(accounts.length === 0 ? {} : { LoggedOnUsers: [...new Set(accounts)].sort() }),
      };
    }
  }
}

/** Follows logons (4624), logoffs (4634, 4647) and starts of the system (4608), which end all sessions before. */
function follow(host: Host, { id, time = 0, data }: WindowsEvent): void {
  if (id === 4608) host.started = Math.max(host.started, time);
  if (id !== 4624 && id !== 4634 && id !== 4647) return;
  const logonId = data.get('TargetLogonId');
  if (logonId === undefined || host.sessions.size + host.ended.size >= maxSessions) return;
  if (id !== 4624) {
    host.ended.add(detached(logonId));
    return;
  }
  const name = data.get('TargetUserName');
  const sid = sidOf(data.get('TargetUserSid'));
  // Accounts of people only: those of the system, of services and of the window manager have other SIDs.
  if (!sessionTypes.has(logonType(data)) || name === undefined || sid?.startsWith('S-1-5-21-') !== true)
    return;
  const domain = data.get('TargetDomainName');
  const account = domain === undefined ? name : `${domain}\\${name}`;
  host.sessions.set(detached(logonId), { account: detached(account), at: time });
}
