import { child, children, type XmlElement } from '../../base/xml.ts';

/** A script's result and where it ran. */
export interface ScriptResult {
  readonly id: string;
  /** Text as the console shows it. */
  readonly output: string;
  readonly element: XmlElement;
  /** The port it looked at; absent for scripts of the whole host. */
  readonly port?: XmlElement;
}

/** All script results of a host: those of its ports, then those of the host itself. */
export function scriptResults(host: XmlElement): readonly ScriptResult[] {
  const ports = children(host, 'ports').flatMap((element) => children(element, 'port'));
  return [
    ...ports.flatMap((port) => children(port, 'script').map((script) => result(script, port))),
    ...children(host, 'hostscript').flatMap((element) =>
      children(element, 'script').map((script) => result(script)),
    ),
  ];
}

function result(element: XmlElement, port?: XmlElement): ScriptResult {
  const { id = '', output = '' } = element.attributes;
  return { id, output, element, ...(port !== undefined && { port }) };
}

/** Text of the `elem` with that key directly below a script or table; undefined when blank. Nmap writes NUL as `\x00`. */
export function elem(element: XmlElement | undefined, key: string): string | undefined {
  const found = element?.children.find((c) => c.name === 'elem' && c.attributes['key'] === key);
  const text = found?.text.replaceAll('\\x00', '').trim();
  return text === '' ? undefined : text;
}

/** The table with that key directly below a script or table. */
export function table(element: XmlElement, key: string): XmlElement | undefined {
  return element.children.find((c) => c.name === 'table' && c.attributes['key'] === key);
}

/** Texts of all `elem` directly below a table. */
export function elems(element: XmlElement | undefined): readonly string[] {
  return element === undefined ? [] : children(element, 'elem').map((c) => c.text.trim());
}

/** First CPE of a service for the part asked for. */
export function serviceCpe(service: XmlElement | undefined, part: 'a' | 'o' | 'h'): string | undefined {
  const found = service?.children.find((c) => c.name === 'cpe' && c.text.trim().startsWith(`cpe:/${part}:`));
  return found?.text.trim();
}

/** The service record of a port. */
export function serviceOf(port: XmlElement | undefined): XmlElement | undefined {
  return port === undefined ? undefined : child(port, 'service');
}
