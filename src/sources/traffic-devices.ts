import { detached } from '../base/detached.ts';
import type { EpochMs } from '../base/time.ts';
import { deviceAddress } from './addresses.ts';
import { macDigits, type MacVendor } from './mac-vendor.ts';
import { local, type Output } from './source.ts';
import { distinctTexts, shorten } from './texts.ts';

/** Devices of one report; further ones are counted, not kept. */
const maxDevices = 200_000;
/** Texts of a kind (names, addresses, users) that are kept of one device. */
const maxTexts = 50;
/** Ports and programs that are kept of one device. */
const maxParts = 1000;
const maxCharacters = 300;

/** A port that answered. */
interface SeenPort {
  readonly address: string;
  readonly port: number;
  readonly protocol: string;
  /** The protocol spoken there, as an analyser understood it; absent: only the connection was seen. */
  readonly service?: string | undefined;
  readonly product?: string | undefined;
  readonly version?: string | undefined;
}

interface SeenProgram {
  readonly name: string;
  readonly version: string | undefined;
}

/** What traffic showed of one device. The first text of a kind that can have one value only stays. */
export class SeenDevice {
  readonly at: string;
  readonly macs = new Set<string>();
  readonly names = new Set<string>();
  readonly addresses = new Set<string>();
  readonly users = new Set<string>();
  readonly serials = new Set<string>();
  readonly services = new Set<string>();
  readonly ports = new Map<string, SeenPort & { readonly at: string }>();
  readonly programs = new Map<string, SeenProgram & { readonly at: string }>();
  readonly properties = new Map<string, string>();
  vendor: string | undefined;
  model: string | undefined;
  platform: string | undefined;
  version: string | undefined;
  domain: string | undefined;
  type: string | undefined;
  lastSeen: EpochMs | undefined;

  constructor(at: string) {
    this.at = at;
  }

  name(text: string | undefined): void {
    // A name of underscores, blanks or an address is none.
    if (text !== undefined && /[a-z\d]/i.test(text) && deviceAddress(text) === undefined)
      keep(this.names, text);
  }

  mac(text: string | undefined): void {
    if (text !== undefined && macDigits(text) !== undefined) keep(this.macs, text.toLowerCase());
  }

  user(text: string | undefined): void {
    if (text !== undefined) keep(this.users, text);
  }

  speaks(service: string): void {
    keep(this.services, service);
  }

  /** Zeros and blanks are what a device without a serial number writes. */
  serial(text: string | undefined): void {
    if (text !== undefined && !/^(0x)?[0\s]*$/i.test(text)) keep(this.serials, text);
  }

  property(name: string, text: string | undefined): void {
    if (text !== undefined && (this.properties.has(name) || this.properties.size < maxTexts)) {
      this.properties.set(name, detached(shorten(text, maxCharacters)));
    }
  }

  seen(time: EpochMs | undefined): void {
    if (time !== undefined && time > (this.lastSeen ?? 0)) this.lastSeen = time;
  }

  /** Notes a port; what an analyser understood stays over a bare connection. */
  port(port: SeenPort, at: string): void {
    if (!Number.isInteger(port.port) || port.port < 1 || port.port > 65535) return;
    const key = `${port.address} ${port.protocol} ${port.port}`;
    const before = this.ports.get(key);
    if (before === undefined && this.ports.size >= maxParts) return;
    const isBetter =
      before === undefined ||
      (before.service === undefined && port.service !== undefined) ||
      (before.product === undefined && port.product !== undefined);
    if (!isBetter) return;
    this.ports.set(key, {
      address: port.address,
      port: port.port,
      protocol: port.protocol,
      service: short(port.service ?? before?.service),
      product: short(port.product ?? before?.product),
      version: short(port.version ?? before?.version),
      at: before?.at ?? at,
    });
    if (port.service !== undefined) keep(this.services, port.service);
  }

  program(program: SeenProgram, at: string): void {
    const key = `${program.name}\n${program.version ?? ''}`;
    if (this.programs.has(key) || this.programs.size >= maxParts) return;
    this.programs.set(detached(key), {
      name: short(program.name) ?? '',
      version: short(program.version),
      at,
    });
  }
}

/**
 * Gathers the devices that traffic shows, since its records are many and its devices few. Memory holds at most 200 000
 * devices with 1000 ports, 1000 programs and 50 names each, whatever the length of the report.
 */
export class TrafficDevices {
  readonly #devices = new Map<string, SeenDevice>();
  /** Addresses behind each MAC: several of them are behind a router, whose MAC says nothing of them. */
  readonly #behind = new Map<string, Set<string>>();
  #left = 0;

  /** The device at an address; undefined when the text is no address of one device, or when there are too many. */
  at(text: string | undefined, locator: string): SeenDevice | undefined {
    const address = deviceAddress(text);
    if (address === undefined) return undefined;
    const device = this.#device(address, locator);
    device?.addresses.add(address);
    return device;
  }

  /** The device with a MAC address, for records that tie addresses to it (DHCP). */
  withMac(mac: string | undefined, locator: string): SeenDevice | undefined {
    const digits = mac === undefined ? undefined : macDigits(mac);
    if (digits === undefined) return undefined;
    const device = this.#device(`mac ${digits}`, locator);
    device?.mac(mac);
    return device;
  }

  /** Notes the MAC of a frame that came from an address; it becomes the device's own unless several addresses share it. */
  frame(mac: string | undefined, text: string | undefined): void {
    const address = deviceAddress(text);
    if (mac === undefined || address === undefined || macDigits(mac) === undefined) return;
    const key = mac.toLowerCase();
    let addresses = this.#behind.get(key);
    if (addresses === undefined) {
      if (this.#behind.size >= maxDevices) return;
      addresses = new Set();
      this.#behind.set(detached(key), addresses);
    }
    if (addresses.size < maxTexts) addresses.add(detached(address));
  }

  #device(key: string, locator: string): SeenDevice | undefined {
    let device = this.#devices.get(key);
    if (device === undefined) {
      if (this.#devices.size >= maxDevices) {
        this.#left++;
        return undefined;
      }
      device = new SeenDevice(locator);
      this.#devices.set(detached(key), device);
    }
    return device;
  }

  /** Writes what was gathered. Nobody looked into these devices: nothing of them counts as examined. */
  async write(out: Output, vendorOf: MacVendor): Promise<void> {
    this.#tieFrames();
    for (const [key, device] of this.#devices) {
      write(local(key), device, out, vendorOf);
      await out.pressure();
    }
    if (this.#left > 0) {
      out.quarantine(
        'file',
        `${this.#left} records name devices beyond the ${maxDevices} that a report may hold`,
      );
    }
  }

  #tieFrames(): void {
    for (const [mac, addresses] of this.#behind) {
      const v4 = [...addresses].filter((address) => !address.includes(':')).length;
      // A device has one IPv4 address and a few of IPv6; whoever has more forwards for others.
      if (v4 > 1 || addresses.size - v4 > 4) continue;
      for (const address of addresses) this.#devices.get(address)?.mac(mac);
    }
  }
}

function write(ref: string, device: SeenDevice, out: Output, vendorOf: MacVendor): void {
  const names = [...device.names];
  const fullName = names.find((name) => name.includes('.')) ?? names[0];
  const [mac] = device.macs;
  out.add(
    'device',
    {
      Ref: ref,
      DeviceName: fullName ?? [...device.addresses][0] ?? mac,
      MacAddresses: list(device.macs),
      HostNames: distinctTexts(names),
      IPAddresses: list(device.addresses),
      HardwareIds: list([...device.serials].map((serial) => `serial:${serial}`)),
      OSPlatform: short(device.platform),
      OSVersion: short(device.version),
      DeviceType: short(device.type),
      Vendor: short(device.vendor) ?? vendorOfAny(device.macs, vendorOf),
      Model: short(device.model),
      Domain: short(device.domain),
      LoggedOnUsers: list(device.users),
      Examined: [],
      LastSeen: device.lastSeen,
      Properties: {
        ...Object.fromEntries(device.properties),
        ...(device.services.size === 0 ? {} : { speaks: [...device.services].sort().join(', ') }),
      },
    },
    device.at,
  );
  for (const { address, port, protocol, service, product, version, at } of device.ports.values()) {
    out.add(
      'endpoint',
      {
        Ref: ref,
        IPAddress: address,
        Port: port,
        Protocol: protocol,
        State: 'open',
        Service: service,
        ServiceBasis: service === undefined ? undefined : 'probed',
        Product: product,
        Version: version,
      },
      at,
    );
  }
  for (const { name, version, at } of device.programs.values()) {
    out.add('software', { Ref: ref, SoftwareName: name, SoftwareVersion: version }, at);
  }
}

function vendorOfAny(macs: Iterable<string>, vendorOf: MacVendor): string | undefined {
  for (const mac of macs) {
    const vendor = vendorOf(mac);
    if (vendor !== undefined) return vendor;
  }
  return undefined;
}

function keep(set: Set<string>, text: string): void {
  const trimmed = short(text);
  if (trimmed !== undefined && set.size < maxTexts) set.add(trimmed);
}

function short(text: string | undefined): string | undefined {
  const trimmed = text?.trim() ?? '';
  return trimmed === '' ? undefined : detached(shorten(trimmed, maxCharacters));
}

function list(texts: Iterable<string>): readonly string[] | undefined {
  const all = [...texts];
  return all.length === 0 ? undefined : all;
}
