/** The archive format that the first 262 bytes show, undefined for anything else. */
export function archiveFormat(start: Uint8Array): 'zip' | 'gzip' | 'tar' | undefined {
  const [a, b, c, d] = start;
  // The first record of a zip is a member, or the end of an empty directory.
  if (a === 0x50 && b === 0x4b && ((c === 0x03 && d === 0x04) || (c === 0x05 && d === 0x06))) return 'zip';
  if (a === 0x1f && b === 0x8b) return 'gzip';
  // POSIX tar has `ustar` at offset 257 of its first header.
  return Buffer.from(start.subarray(257, 262)).toString('latin1') === 'ustar' ? 'tar' : undefined;
}
