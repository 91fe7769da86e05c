/** A file on a server, as the host allows it. */
export interface RemoteFile {
  /** With its secrets. Elsewhere a name stands for it. */
  readonly address: string;
  /** Whether servers on this machine and in private networks may be asked. */
  readonly privateAddresses: boolean;
}
