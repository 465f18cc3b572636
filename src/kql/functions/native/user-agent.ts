type Rule = readonly [family: string, pattern: RegExp];

/** Browsers, the more special before those whose name they carry too. Groups are major, minor version and patch. */
const browsers: readonly Rule[] = [
  ['AdobeAIR', /AdobeAIR\/(\d+)(?:\.(\d+))?(?:\.(\d+))?/],
  ['Edge', /(?:Edge|Edg|EdgA|EdgiOS)\/(\d+)(?:\.(\d+))?(?:\.(\d+))?/],
  ['Opera', /(?:OPR|Opera)\/(\d+)(?:\.(\d+))?(?:\.(\d+))?/],
  ['Samsung Internet', /SamsungBrowser\/(\d+)(?:\.(\d+))?(?:\.(\d+))?/],
  ['Yandex Browser', /YaBrowser\/(\d+)(?:\.(\d+))?(?:\.(\d+))?/],
  ['Vivaldi', /Vivaldi\/(\d+)(?:\.(\d+))?(?:\.(\d+))?/],
  ['HeadlessChrome', /HeadlessChrome(?:\/(\d+)(?:\.(\d+))?(?:\.(\d+))?)?/],
  ['Chrome Mobile iOS', /CriOS\/(\d+)(?:\.(\d+))?(?:\.(\d+))?/],
  ['Firefox iOS', /FxiOS\/(\d+)(?:\.(\d+))?(?:\.(\d+))?/],
  ['Electron', /Electron\/(\d+)(?:\.(\d+))?(?:\.(\d+))?/],
  ['Chrome Mobile', /Chrome\/(\d+)(?:\.(\d+))?(?:\.(\d+))?[^ ]* Mobile/],
  ['Chrome', /(?:Chrome|Chromium)\/(\d+)(?:\.(\d+))?(?:\.(\d+))?/],
  ['Firefox', /Firefox\/(\d+)(?:\.(\d+))?(?:\.(\d+))?/],
  ['IE', /(?:MSIE |Trident\/.*rv:)(\d+)(?:\.(\d+))?/],
  ['Nokia OSS Browser', /Symbian.*Series60\/(\d+)(?:\.(\d+))?/],
  ['Mobile Safari', /Version\/(\d+)(?:\.(\d+))?(?:\.(\d+))?.*Mobile.*Safari\//],
  ['Safari', /Version\/(\d+)(?:\.(\d+))?(?:\.(\d+))?.*Safari\//],
  ['Outlook', /Microsoft Outlook (\d+)(?:\.(\d+))?(?:\.(\d+))?/],
  ['PowerShell', /(?:Windows)?PowerShell\/(\d+)(?:\.(\d+))?(?:\.(\d+))?/],
  ['curl', /curl\/(\d+)(?:\.(\d+))?(?:\.(\d+))?/],
  ['Wget', /Wget\/(\d+)(?:\.(\d+))?(?:\.(\d+))?/],
  ['Python Requests', /python-requests\/(\d+)(?:\.(\d+))?(?:\.(\d+))?/],
  ['Go-http-client', /Go-http-client\/(\d+)(?:\.(\d+))?/],
  ['okhttp', /okhttp\/(\d+)(?:\.(\d+))?(?:\.(\d+))?/],
];

const systems: readonly Rule[] = [
  ['Symbian OS', /Symbian ?OS\/(\d+)(?:\.(\d+))?/],
  ['Windows', /Windows NT (\d+)(?:\.(\d+))?/],
  ['Windows', /Windows (\d+|XP|Vista|98|2000)/],
  ['Windows', /Win(?:dows|64|32)/],
  ['iOS', /(?:iPhone|CPU) OS (\d+)(?:_(\d+))?(?:_(\d+))?/],
  ['Mac OS X', /Mac OS X (\d+)(?:[_.](\d+))?(?:[_.](\d+))?/],
  ['Mac OS X', /Macintosh|Darwin/],
  ['Android', /Android(?: (\d+)(?:\.(\d+))?(?:\.(\d+))?)?/],
  ['Chrome OS', /CrOS \w+ (\d+)(?:\.(\d+))?(?:\.(\d+))?/],
  ['Ubuntu', /Ubuntu(?:\/(\d+)(?:\.(\d+))?)?/],
  ['Fedora', /Fedora(?:\/(\d+)(?:\.(\d+))?)?/],
  ['Linux', /Linux|X11/],
];

/** Versions of Windows by the number of its kernel. */
const windowsVersions: Readonly<Record<string, string>> = {
  '10.0': '10',
  '6.3': '8.1',
  '6.2': '8',
  '6.1': '7',
  '6.0': 'Vista',
  '5.1': 'XP',
  '5.0': '2000',
};

function first(rules: readonly Rule[], text: string) {
  for (const [family, pattern] of rules) {
    const match = pattern.exec(text);
    if (match !== null)
      return {
        family,
        major: match[1] ?? '',
        minor: match[2] ?? '',
        patch: match[3] ?? '',
      };
  }
  return { family: 'Other', major: '', minor: '', patch: '' };
}

function browserOf(text: string) {
  const { family, major, minor, patch } = first(browsers, text);
  return {
    Family: family,
    MajorVersion: major,
    MinorVersion: minor,
    Patch: patch,
  };
}

function systemOf(text: string) {
  const found = first(systems, text);
  const kernel = `${found.major}.${found.minor}`;
  const named = found.family === 'Windows' ? windowsVersions[kernel] : undefined;
  const [major = '', minor = ''] = named?.split('.') ?? [found.major, found.minor];
  return {
    Family: found.family,
    MajorVersion: major,
    MinorVersion: minor,
    Patch: found.patch,
    PatchMinor: '',
  };
}

function deviceOf(text: string) {
  const device = (family: string, brand: string, model: string) => ({
    Family: family,
    Brand: brand,
    Model: model,
  });
  const apple = /iPhone|iPad|iPod|Macintosh/.exec(text)?.[0];
  if (apple !== undefined)
    return apple === 'Macintosh' ? device('Mac', 'Apple', 'Mac') : device(apple, 'Apple', apple);
  const nokia = /Nokia ?([\w-]+)/.exec(text)?.[1];
  if (nokia !== undefined) return device(`Nokia ${nokia.replace(/-\d+$/, '')}`, 'Nokia', nokia);
  const samsung = /\b(SM-[A-Z0-9]+|GT-[A-Z0-9]+)/.exec(text)?.[1];
  if (samsung !== undefined) return device(`Samsung ${samsung}`, 'Samsung', samsung);
  const android = /Android[^;)]*; (?:[a-z]{2}-[a-z]{2}; )?([^;)]+?)(?: Build\/[^;)]*)?[;)]/.exec(text)?.[1];
  return android === undefined ? device('Other', '', '') : device(android, 'Generic_Android', android);
}

/** What a user agent says of its browser, operating system and device; `parts` names which are wanted. */
export function parseUserAgent(text: string, parts: unknown): unknown {
  const wanted = (Array.isArray(parts) ? parts.flat() : []).map((part: unknown) =>
    String(part).toLowerCase(),
  );
  const result = {
    ...(wanted.includes('browser') ? { Browser: browserOf(text) } : {}),
    ...(wanted.includes('os') ? { OperatingSystem: systemOf(text) } : {}),
    ...(wanted.includes('device') ? { Device: deviceOf(text) } : {}),
  };
  return Object.keys(result).length === 0 ? null : result;
}
