# Sets blosc_SOURCE_DIR, lz4_SOURCE_DIR and so on: downloaded and checked against the pins, or, for a build without
# network, the folders of those names below BLOSCPACK_SOURCES, which are taken as they are.
include(${CMAKE_CURRENT_LIST_DIR}/pins.cmake)

set(codecs blosc lz4 snappy zlib zstd)
if(BLOSCPACK_SOURCES)
  foreach(codec IN LISTS codecs)
    if(NOT IS_DIRECTORY ${BLOSCPACK_SOURCES}/${codec})
      message(FATAL_ERROR "BLOSCPACK_SOURCES is ${BLOSCPACK_SOURCES}, which has no folder ${codec}: expected the unpacked "
                          "sources of ${codec} there, at the version that native/codecs/pins.cmake names.")
    endif()
    string(TOUPPER ${codec} upper)
    set(FETCHCONTENT_SOURCE_DIR_${upper} ${BLOSCPACK_SOURCES}/${codec})
  endforeach()
endif()
FetchContent_MakeAvailable(${codecs})

# Writes a copy of `source` in which `wrong` reads `right`, and sets `result` to its path. The sources stay as they came.
function(bloscpack_correct result source wrong right)
  file(READ ${source} text)
  string(FIND "${text}" "${wrong}" at)
  if(at EQUAL -1)
    message(FATAL_ERROR "${source} does not hold the line to correct, '${wrong}': is it the version in pins.cmake?")
  endif()
  string(REPLACE "${wrong}" "${right}" text "${text}")
  get_filename_component(name ${source} NAME)
  set(corrected ${CMAKE_CURRENT_BINARY_DIR}/corrected/${name})
  file(WRITE ${corrected} "${text}")
  set(${result} ${corrected} PARENT_SCOPE)
endfunction()
