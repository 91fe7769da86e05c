/** Why a job of an earlier run of the program cannot be done: the queue file never has the secrets of an address. */
export const ADDRESS_LOST =
  'The user name, password or query of this address was not stored: open the address again and start the job there.';
