/** Parts of a path of Windows, of Unix or of a `file:` URL; parts that it lacks are empty. */
export function parsePath(path: string): unknown {
  const [, scheme = '', afterScheme = ''] = /^(?:([A-Za-z][A-Za-z0-9+.-]+):\/\/)?(.*)$/s.exec(path) ?? [];
  const root = /^[A-Za-z]:(?=[\\/]|$)/.exec(afterScheme)?.[0] ?? '';
  const cut = Math.max(afterScheme.lastIndexOf('/'), afterScheme.lastIndexOf('\\'));
  const directory = cut === -1 ? '' : afterScheme.slice(0, cut);
  const last = afterScheme.slice(cut + 1);
  const colon = last.indexOf(':');
  const file = root === afterScheme ? '' : colon === -1 ? last : last.slice(0, colon);
  const dot = file.lastIndexOf('.');
  return {
    Scheme: scheme,
    RootPath: root,
    DirectoryPath: directory,
    DirectoryName:
      directory === root
        ? ''
        : directory.slice(Math.max(directory.lastIndexOf('/'), directory.lastIndexOf('\\')) + 1),
    Filename: file,
    Extension: dot === -1 ? '' : file.slice(dot + 1),
    AlternateDataStreamName: colon === -1 || file === '' ? '' : last.slice(colon + 1),
  };
}
