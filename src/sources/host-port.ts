import { ownValue } from '../base/own-value.ts';
import { isIP } from 'node:net';

export interface HostPort {
  /** Name or address, without brackets and without a dot at its end. */
  readonly host: string;
  readonly port?: number;
  /** Scheme of a URL, lower case. */
  readonly scheme?: string;
}

const defaultPorts: Readonly<Record<string, number>> = {
  http: 80,
  https: 443,
  ws: 80,
  wss: 443,
  ftp: 21,
  ssh: 22,
};

/** Characters of a name; DNS allows 253. */
const maxName = 255;

/**
 * Reads `10.0.0.5`, `web01:8443`, `[::1]:22` and `https://web01/path`; the port of a URL is its own or that of its scheme.
 * Undefined when the text names no host.
 */
export function parseHostPort(text: string | undefined): HostPort | undefined {
  const trimmed = text?.trim() ?? '';
  if (isIP(trimmed) > 0) return { host: trimmed };
  const [, scheme, rest = trimmed] = /^([A-Za-z][\w+.-]*):\/\/(.*)$/s.exec(trimmed) ?? [];
  const authority = /^[^/?#]*/.exec(rest)?.[0].replace(/^.*@/, '') ?? '';
  const [, bracketed, plain, digits] = /^(?:\[([^\]]*)\]|([^:]*))(?::(\d{1,5}))?$/.exec(authority) ?? [];
  const host = (bracketed ?? plain ?? '').replace(/\.$/, '');
  const isHost =
    bracketed === undefined ? /^[\w.-]+$/.test(host) && host.length <= maxName : isIP(host) === 6;
  if (!isHost) return undefined;
  const named = scheme?.toLowerCase();
  const port = portNumber(digits) ?? ownValue(defaultPorts, named);
  return { host, ...(port !== undefined && { port }), ...(named !== undefined && { scheme: named }) };
}

/** A port from 1 to 65535; undefined for any other text. */
export function portNumber(text: string | number | undefined): number | undefined {
  const port = typeof text === 'string' && !/^\s*\d{1,5}\s*$/.test(text) ? Number.NaN : Number(text);
  return Number.isInteger(port) && port >= 1 && port <= 65535 ? port : undefined;
}
