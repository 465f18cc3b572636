/** The system refused to open or write a file: no fault of ours, and its message names the path. */
export function isFileTrouble(error: unknown): error is Error & { readonly code: string } {
  return error instanceof Error && 'code' in error && 'syscall' in error && typeof error.code === 'string';
}
