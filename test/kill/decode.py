"""Reads containers the way the reference does: in sequence, on python-blosc, and nothing else of ours.

For each path on standard input, one line on standard output: the sha256 of the data and the metadata's text in hexadecimal, or
`unreadable` and why.
"""
import hashlib
import struct
import sys
import zlib

import blosc


def digest_checked(data, digest, checksum):
    if checksum == 1:
        assert struct.unpack('<I', digest)[0] == zlib.adler32(data), 'digest'
    else:
        assert checksum == 0, 'only adler32 and None are checked here'


def metadata_of(packed):
    magic, options, checksum, codec, level, size, room, stored, user = struct.unpack('<8sBBBBIII8s', packed.read(32))
    assert magic == b'JSON\0\0\0\0' and options == 0 and stored <= room, 'metadata header'
    data = packed.read(room)[:stored]
    digest_checked(data, packed.read(4 if checksum else 0), checksum)
    text = zlib.decompress(data) if codec else data
    assert len(text) == size, 'metadata size'
    return text


def decode(path):
    with open(path, 'rb') as packed:
        magic, version, options, checksum, _, chunk_size, last, count, room = struct.unpack(
            '<4sBBBBiiqq', packed.read(32))
        assert magic == b'blpk' and version == 3, 'header'
        metadata = metadata_of(packed) if options & 2 else b''
        if options & 1:
            packed.seek(8 * (count + room), 1)
        data = hashlib.sha256()
        done = 0
        while count < 0 or done < count:
            header = packed.read(16)
            if count < 0 and not header:
                break
            nbytes, _, ctbytes = struct.unpack('<III', header[4:])
            chunk = header + packed.read(ctbytes - 16)
            digest_checked(chunk, packed.read(4 if checksum else 0), checksum)
            if count >= 0:
                assert nbytes == (last if done == count - 1 else chunk_size), 'chunk size'
            data.update(blosc.decompress(chunk) if nbytes else b'')
            done += 1
    return '%s %s' % (data.hexdigest(), metadata.hex())


for line in sys.stdin:
    try:
        answer = decode(line.rstrip('\n'))
    except Exception as error:  # whatever is wrong with it, it is not readable
        answer = 'unreadable %r' % (error,)
    print(answer, flush=True)
