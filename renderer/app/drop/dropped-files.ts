/** Files beyond this number are ignored, so that a dropped disk does not block the page. */
const maxFiles = 100_000;

/**
 * The files of a drop. In a browser, folders are replaced by the files in them, which are uploaded; Electron passes folders on.
 * Must be called while the drop event is handled: afterwards the browser empties `data`.
 */
export function droppedFiles(data: DataTransfer, openFolders: boolean): Promise<readonly File[]> {
  const files = [...data.files];
  if (!openFolders) return Promise.resolve(files);
  const entries = [...data.items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  return entries.some((entry) => entry.isDirectory) ? collectFiles(entries) : Promise.resolve(files);
}

async function collectFiles(entries: readonly FileSystemEntry[]): Promise<readonly File[]> {
  const files: File[] = [];
  const waiting = [...entries];
  for (let entry = waiting.shift(); entry && files.length < maxFiles; entry = waiting.shift()) {
    if (isFile(entry)) files.push(await readFile(entry));
    else if (isFolder(entry)) waiting.push(...(await readFolder(entry)));
  }
  return files;
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}

/** Sets the path below the dropped folder, which browsers set only for files that are chosen in a folder dialog. */
async function readFile(entry: FileSystemFileEntry): Promise<File> {
  const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
  return Object.defineProperty(file, 'webkitRelativePath', { value: entry.fullPath.slice(1) });
}

/** readEntries returns at most a hundred entries a call, and none at the end. */
async function readFolder(entry: FileSystemDirectoryEntry): Promise<readonly FileSystemEntry[]> {
  const reader = entry.createReader();
  const found: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return found;
    found.push(...some);
  }
}
