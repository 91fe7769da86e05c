import { BlockList, isIP, isIPv4 } from 'node:net';

/** IPv4 addresses that belong to no server of the public internet, by their registries' tables of special purposes. */
const SPECIAL_IPV4: readonly (readonly [net: string, prefix: number])[] = [
  ['0.0.0.0', 8], // this machine
  ['10.0.0.0', 8], // private
  ['100.64.0.0', 10], // shared by the customers of a provider
  ['127.0.0.0', 8], // loopback
  ['169.254.0.0', 16], // link-local, also the metadata of cloud machines
  ['172.16.0.0', 12], // private
  ['192.0.0.0', 24], // protocols
  ['192.0.2.0', 24], // documentation
  ['192.88.99.0', 24], // relays of 6to4
  ['192.168.0.0', 16], // private
  ['198.18.0.0', 15], // benchmarks
  ['198.51.100.0', 24], // documentation
  ['203.0.113.0', 24], // documentation
  ['224.0.0.0', 3], // multicast and reserved
];

/** IPv6 addresses inside the public 2000::/3 that are not public either. */
const SPECIAL_IPV6: readonly (readonly [net: string, prefix: number])[] = [
  ['2001::', 23], // protocols, among them Teredo
  ['2001:db8::', 32], // documentation
  ['3fff::', 20], // documentation
];

const special = new BlockList();
for (const [net, prefix] of SPECIAL_IPV4) special.addSubnet(net, prefix, 'ipv4');
for (const [net, prefix] of SPECIAL_IPV6) special.addSubnet(net, prefix, 'ipv6');
const publicIpv6 = new BlockList();
publicIpv6.addSubnet('2000::', 3, 'ipv6');

/**
 * Whether an IP address is that of this machine, of a private network or of none: loopback, private, link-local, shared, reserved. Of an
 * IPv6 address that holds one of IPv4 (mapped, NAT64, 6to4), that one counts. What is no IP address counts as private.
 */
export function isPrivateAddress(address: string): boolean {
  if (isIPv4(address)) return special.check(address, 'ipv4');
  // An interface is named only for link-local addresses: `fe80::1%eth0`.
  if (isIP(address) === 0 || address.includes('%')) return true;
  const inside = embeddedIpv4(groupsOf(address));
  if (inside !== undefined) return special.check(inside, 'ipv4');
  return !publicIpv6.check(address, 'ipv6') || special.check(address, 'ipv6');
}

/** The eight groups of an IPv6 address. */
function groupsOf(address: string): readonly number[] {
  // The URL parser writes the last four bytes as groups, too, when they are given as IPv4.
  const [head = '', tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const groups = (text: string) => (text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16)));
  const [before, after] = [groups(head), groups(tail ?? '')];
  return [...before, ...Array<number>(8 - before.length - after.length).fill(0), ...after];
}

function embeddedIpv4([a, b, c, d, e, f, g = 0, h = 0]: readonly number[]): string | undefined {
  const isMapped = !a && !b && !c && !d && !e && f === 0xffff;
  const isNat64 = a === 0x64 && b === 0xff9b && !c && !d && !e && !f;
  if (isMapped || isNat64) return dotted(g, h);
  return a === 0x2002 ? dotted(b ?? 0, c ?? 0) : undefined;
}

function dotted(high: number, low: number): string {
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}
