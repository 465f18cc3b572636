/** Settings of every instance, the last to be set: nothing is reached but its own file, nothing is loaded. */
const closed = {
  enable_external_access: 'false',
  allow_community_extensions: 'false',
  allow_unsigned_extensions: 'false',
  autoinstall_known_extensions: 'false',
  autoload_known_extensions: 'false',
} as const;

export interface EngineLimits {
  /** What the engine may hold in memory, in MB; single huge texts escape it. */
  readonly memoryMb: number;
  readonly threads: number;
}

/** What queries may use. */
export const huntingLimits: EngineLimits = { memoryMb: 1000, threads: 2 };

/** An instance that is being written to: what does not fit into memory goes to a folder. */
export function writingSettings(limits: EngineLimits, spillFolder: string): Record<string, string> {
  return { ...limitSettings(limits), temp_directory: spillFolder, ...closed };
}

/** An instance that only reads; nothing is written to disk. */
export function readingSettings(limits: EngineLimits): Record<string, string> {
  return { ...limitSettings(limits), access_mode: 'READ_ONLY', temp_directory: '', ...closed };
}

/** Statements that an instance that only reads runs before the first query. */
export const readingLock: readonly string[] = [
  `SET disabled_filesystems = 'LocalFileSystem'`,
  'SET lock_configuration = true',
];

/**
 * Statements that an instance that is written to runs before the first query: from then on nothing goes to the folder. It
 * needs the file system for its own file.
 */
export function writingLock(limits: EngineLimits): readonly string[] {
  return [
    ...Object.entries(limitSettings(limits)).map(([name, value]) => `SET ${name} = '${value}'`),
    `SET max_temp_directory_size = '0B'`,
    'SET lock_configuration = true',
  ];
}

function limitSettings({ memoryMb, threads }: EngineLimits): Record<string, string> {
  // Rows before a join are guessed too low after an unnest or a filter, and the loop then takes minutes.
  return { memory_limit: `${memoryMb}MB`, threads: `${threads}`, asof_loop_join_threshold: '0' };
}
