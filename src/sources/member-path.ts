/** Path of a member within its archive: what stands behind `!/` in a name such as `a.zip!/b/c.json`; other names are whole. */
export function memberPath(name: string): string {
  const mark = name.lastIndexOf('!/');
  return mark < 0 ? name : name.slice(mark + 2);
}

/** Files that operating systems leave in archives and folders. */
export function isLitter(name: string): boolean {
  return /(^|[\\/])(__MACOSX[\\/]|\._|\.DS_Store$|Thumbs\.db$|desktop\.ini$)|[\\/]$/i.test(memberPath(name));
}
