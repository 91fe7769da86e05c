# The codecs of a release, at the versions that wrote the golden files (Debian 12's): other versions of a codec write other
# bytes for the same input. A change here needs a run of test/electron/engine/golden.test.ts.
#
# lz4 and snappy: the hashes are those of Debian's .orig archives too, which are the upstream archives byte for byte.
# c-blosc, zstd, zlib: Debian repacks those archives, so that the hashes are only known from what others recorded
# (Homebrew's formula for c-blosc; many build recipes for zstd and zlib). A wrong one stops the build.
include(FetchContent)

macro(bloscpack_pin name url sha256)
  # The folder that SOURCE_SUBDIR names does not exist: the sources are unpacked, and their own CMake files left alone.
  FetchContent_Declare(${name} URL ${url} URL_HASH SHA256=${sha256} SOURCE_SUBDIR not-built-by-its-own-cmake)
endmacro()

bloscpack_pin(blosc https://github.com/Blosc/c-blosc/archive/v1.21.3.tar.gz
  941016c4564bca662080bb01aea74f06630bd665e598c6f6967fd91b2e2e0bb6)
bloscpack_pin(lz4 https://github.com/lz4/lz4/archive/v1.9.4.tar.gz
  0b0e3aa07c8c063ddf40b082bdf7e37a1562bda40a0ff5272957f3e987e0e54b)
bloscpack_pin(snappy https://github.com/google/snappy/archive/1.1.9.tar.gz
  75c1fbb3d618dd3a0483bff0e26d0a92b495bbe5059c8b4f1c962b478b6e06e7)
bloscpack_pin(zlib https://github.com/madler/zlib/releases/download/v1.2.13/zlib-1.2.13.tar.gz
  b3a24de97a8fdbc835b9833169501030b8977031bcb54b3b3ac13740f846ab30)
bloscpack_pin(zstd https://github.com/facebook/zstd/releases/download/v1.5.4/zstd-1.5.4.tar.gz
  0f470992aedad543126d06efab344dc5f3e171893810455787d38347343a4424)
