/** Coarse family of an operating system, undefined when the text names none. */
export function systemFamily(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  if (/windows|microsoft/i.test(text)) return 'windows';
  if (/\bmac ?os|\bos x|darwin/i.test(text)) return 'macos';
  if (/linux|ubuntu|debian|centos|red ?hat|rhel|suse|fedora|alma|rocky|amazon|oracle|alpine/i.test(text))
    return 'linux';
  if (/esxi|vmware/i.test(text)) return 'esxi';
  if (/forti|pan-?os|cisco|ios[- ]?xe|junos|arubaos|routeros|netscaler|big-?ip|sonicos|gaia/i.test(text))
    return 'network';
  return undefined;
}
