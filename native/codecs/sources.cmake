# The codecs, at the versions that wrote the golden files: other versions of a codec write other bytes for the same input.
# A change here needs a run of test/electron/engine/golden.test.ts.
#
# archives/ holds their sources as Debian 12 publishes them (its .orig archives, whose SHA-256 its .dsc files repeat): lz4
# and snappy are the upstream archives byte for byte; c-blosc, zlib and zstd are upstream's without parts that are not used
# here, such as C-Blosc's own copies of the codecs. Of 7-Zip only the hash functions are compiled, which are in the public
# domain and use the processor's instructions for them. So a build needs no network, and no library of the machine. Only the
# libraries in them are compiled, all under permissive licences, which LICENSES.txt beside the add-on collects.

# Unpacks an archive, whose one folder is `folder`, and sets `<name>_SOURCE_DIR`.
function(bloscpack_unpack name archive folder sha256)
  set(file ${CMAKE_CURRENT_SOURCE_DIR}/archives/${archive})
  file(SHA256 ${file} found)
  if(NOT found STREQUAL sha256)
    message(FATAL_ERROR "${file} is damaged: its SHA-256 is ${found} instead of ${sha256}. Take it from the repository again.")
  endif()
  set(target ${CMAKE_CURRENT_BINARY_DIR}/sources/${sha256})
  if(NOT EXISTS ${target})
    # By way of another name, so that what an interrupted run leaves is not taken for the whole.
    file(REMOVE_RECURSE ${target}.partial)
    file(ARCHIVE_EXTRACT INPUT ${file} DESTINATION ${target}.partial)
    file(RENAME ${target}.partial ${target})
  endif()
  set(${name}_SOURCE_DIR ${target}/${folder} PARENT_SCOPE)
endfunction()

bloscpack_unpack(blosc c-blosc_1.21.3+ds.orig.tar.xz c-blosc-1.21.3
  36a5ca0904135be7b6da02cc93adda2e34fec98286b28172e166f8cad79c8fab)
bloscpack_unpack(hashes 7zip_22.01+really26.01+dfsg.orig.tar.xz ip7z-7zip-8c63d71
  ae0caa31cd8b95b25ede66e048781a268748f8342fbdf273ba9d91f7b4468022)
bloscpack_unpack(lz4 lz4_1.9.4.orig.tar.gz lz4-1.9.4
  0b0e3aa07c8c063ddf40b082bdf7e37a1562bda40a0ff5272957f3e987e0e54b)
bloscpack_unpack(snappy snappy_1.1.9.orig.tar.gz snappy-1.1.9
  75c1fbb3d618dd3a0483bff0e26d0a92b495bbe5059c8b4f1c962b478b6e06e7)
bloscpack_unpack(zlib zlib_1.2.13.dfsg.orig.tar.bz2 zlib-1.2.13.dfsg
  71feb7947e3c00ef125f83b79a4e529bde31171e5babe48b391f06758d1ab0a1)
bloscpack_unpack(zstd libzstd_1.5.4+dfsg2.orig.tar.xz zstd-1.5.4
  8cf4bbb65e77ec348d052c8d6230eba66d435bddf64c8b5be2fcb16880c19953)

# Writes a copy of `source` in which `wrong` reads `right`, and sets `result` to its path. The sources stay as they came.
function(bloscpack_correct result source wrong right)
  file(READ ${source} text)
  string(FIND "${text}" "${wrong}" at)
  if(at EQUAL -1)
    message(FATAL_ERROR "${source} does not hold the line to correct, '${wrong}': is it the version named above?")
  endif()
  string(REPLACE "${wrong}" "${right}" text "${text}")
  get_filename_component(name ${source} NAME)
  set(corrected ${CMAKE_CURRENT_BINARY_DIR}/corrected/${name})
  file(WRITE ${corrected} "${text}")
  set(${result} ${corrected} PARENT_SCOPE)
endfunction()
