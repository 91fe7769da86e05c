/**
 * What a failed connection means, as a code of the operating system, which the remedies know, and in words. The codes are those of
 * Node and of undici.
 */
export const CONNECTION_REASONS: Readonly<Record<string, readonly [code: string, reason: string]>> = {
  ENOTFOUND: ['ENOTFOUND', 'no server has this name'],
  EAI_AGAIN: ['EAI_AGAIN', 'the name of the server cannot be looked up now: is this machine online?'],
  ECONNREFUSED: ['ECONNREFUSED', 'the server does not accept connections'],
  ECONNRESET: ['ECONNRESET', 'the connection broke off'],
  EPIPE: ['ECONNRESET', 'the connection broke off'],
  UND_ERR_SOCKET: ['ECONNRESET', 'the connection broke off'],
  UND_ERR_ABORTED: ['ECONNRESET', 'the connection broke off'],
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: ['EIO', 'the server sent another number of bytes than it announced'],
  ETIMEDOUT: ['ETIMEDOUT', 'the server did not answer in time'],
  UND_ERR_CONNECT_TIMEOUT: ['ETIMEDOUT', 'no connection to the server was made in time'],
  UND_ERR_HEADERS_TIMEOUT: ['ETIMEDOUT', 'the server did not answer in time'],
  UND_ERR_BODY_TIMEOUT: ['ETIMEDOUT', 'the server stopped sending'],
  ESLOW: ['ETIMEDOUT', 'the server sends too slowly'],
  ENETUNREACH: ['ENETUNREACH', 'the network cannot be reached: is this machine online?'],
  EPRIVATE: ['EPRIVATE', 'its server is on this machine or in a private network, which may not be asked here'],
  EHOSTUNREACH: ['EHOSTUNREACH', 'the server cannot be reached'],
};
