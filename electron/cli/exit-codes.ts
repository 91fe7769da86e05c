/** The exit statuses of `blpk`. After a signal it is 128 plus the signal's number, as in all shells. */
export const EXIT = { done: 0, failed: 1, usage: 2, damaged: 3 } as const;

export const EXIT_CODES_HELP = `
Exit status:
  0    done
  1    failed: one line on standard error says what, where and why
  2    the command line was not understood
  3    verify found damage, or bytes after the last chunk
  130  cancelled by Ctrl+C; nothing is left behind (143: by SIGTERM, 129: by SIGHUP)
  141  the reader of standard output closed it`;
