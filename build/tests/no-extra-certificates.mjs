/**
 * Where it is set, Node reads all the certificates of that file at each start, which takes more time than the rest of the start; the tests
 * start some thousands of programs, and talk only to servers of their own.
 */
delete process.env.NODE_EXTRA_CA_CERTS;
