import { children, type XmlElement } from '../../base/xml.ts';
import { elem, serviceOf, type ScriptResult } from './script-results.ts';

/** What a host's operating system is, as far as the scan is sure of it. */
export interface OperatingSystem {
  readonly platform?: string;
  readonly version?: string;
  /** Kind of device of the best guesses when it says more than `general purpose`. */
  readonly deviceType?: string;
  /** The best guess as written, also when it is too unsure to be taken. */
  readonly guess?: string;
  /** Accuracy of that guess, percent. */
  readonly accuracy?: number;
}

/** Guesses below this are not taken: nmap prints them as "aggressive guesses" that are often a wrong family. */
const minAccuracy = 90;

/** What a host said of itself over SMB or RDP comes before nmap's fingerprint, that before the banners of services. */
export function operatingSystem(host: XmlElement, scripts: readonly ScriptResult[]): OperatingSystem {
  const guessed = fromFingerprint(host);
  const stated = fromSmb(scripts) ?? fromNtlm(scripts);
  if (stated !== undefined) return { ...guessed, ...stated };
  if (guessed.platform !== undefined) return guessed;
  const banner = fromBanners(host);
  return banner === undefined ? guessed : { ...guessed, platform: banner };
}

function fromSmb(
  scripts: readonly ScriptResult[],
): Pick<OperatingSystem, 'platform' | 'version'> | undefined {
  const script = scripts.find(({ id }) => id === 'smb-os-discovery');
  if (script === undefined) return undefined;
  // The output has the name, the element `os` only the number of the NT version for old systems.
  const shown = /^[ \t]*OS: ([^\n(]{1,200})/m.exec(script.output)?.[1]?.trim();
  const os = (shown ?? elem(script.element, 'os'))?.slice(0, 200);
  // Samba answers with the version of the Windows it imitates.
  const isSamba = /samba/i.test(`${script.output} ${elem(script.element, 'lanmanager') ?? ''}`);
  if (os === undefined || isSamba || !/^Windows\b/.test(os)) return undefined;
  const [, platform = os, version] = /^(.*?)(?:\s+(\d{4,5}))?(?:\s+Service Pack \d+)?$/.exec(os) ?? [];
  const isYear = version !== undefined && /^(?:19|20)\d\d$/.test(version);
  return isYear || version === undefined ? { platform: os } : { platform, version };
}

/** The NTLM challenge that RDP, SQL Server, IIS and others send names the build of Windows. */
function fromNtlm(
  scripts: readonly ScriptResult[],
): Pick<OperatingSystem, 'platform' | 'version'> | undefined {
  for (const { id, element } of scripts) {
    const version = id.endsWith('-ntlm-info') ? elem(element, 'Product_Version') : undefined;
    // Samba and others send 6.1.0 or 0.0.0.
    if (version !== undefined && !/\.0$|^0/.test(version)) return { platform: 'Windows', version };
  }
  return undefined;
}

interface Guess {
  readonly name: string;
  readonly accuracy: number;
  readonly classes: readonly Readonly<Record<string, string>>[];
}

function fromFingerprint(host: XmlElement): OperatingSystem {
  const guesses = children(host, 'os').flatMap(guessesOf);
  const accuracy = guesses.reduce((highest, guess) => Math.max(highest, guess.accuracy), 0);
  const best = guesses.filter((guess) => guess.accuracy === accuracy);
  const first = best[0];
  if (first === undefined) return {};
  const told = { guess: first.name, accuracy };
  if (accuracy < minAccuracy) return told;
  const classes = best.flatMap((guess) => guess.classes);
  const deviceType = only(classes.map((c) => c['type']));
  const family = only(classes.map((c) => c['osfamily']));
  return {
    ...told,
    ...(deviceType !== undefined && deviceType !== 'general purpose' && { deviceType }),
    // `embedded` says that nmap knows the device but not its system.
    ...(family !== undefined &&
      family !== 'embedded' && {
        platform: platformOf(family, only(classes.map((c) => c['osgen']))),
        ...versionOf(family, best),
      }),
  };
}

/** Up to nmap 5 the classes stand beside the matches, since nmap 6 inside them. */
function guessesOf(os: XmlElement): readonly Guess[] {
  const beside = children(os, 'osclass').map((c) => c.attributes);
  return children(os, 'osmatch').map((match) => {
    const accuracy = Number(match.attributes['accuracy'] ?? '0');
    const inside = children(match, 'osclass').map((c) => c.attributes);
    const classes =
      inside.length > 0 ? inside : beside.filter((c) => Number(c['accuracy'] ?? '0') >= accuracy);
    return { name: match.attributes['name'] ?? '', accuracy, classes };
  });
}

/** Generations of Windows are products of their own; of other systems they are versions. */
function platformOf(family: string, generation: string | undefined): string {
  return family === 'Windows' && generation !== undefined ? `${family} ${generation}` : family;
}

function versionOf(family: string, best: readonly Guess[]): { readonly version?: string } {
  if (family === 'Windows') return {};
  const name = only(best.map((guess) => guess.name));
  const version = /^\D*?\s(\d[\w.]*)$/.exec(name ?? '')?.[1];
  return version === undefined ? {} : { version };
}

function fromBanners(host: XmlElement): string | undefined {
  const ports = children(host, 'ports').flatMap((element) => children(element, 'port'));
  const services = ports.map((port) => serviceOf(port)?.attributes);
  return only(services.filter((s) => s?.['method'] === 'probed').flatMap((s) => s?.['ostype'] ?? []));
}

/** The one value that all give; undefined when they differ or there is none. */
function only(values: readonly (string | undefined)[]): string | undefined {
  const [first] = values;
  return values.every((value) => value === first) ? first : undefined;
}
