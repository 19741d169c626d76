# A folder of sources is one target. Its headers are included as "<folder>/<file>.h", and that path exists only for
# targets that link it: each target's include directory holds one link, to its own folder. So the arrows between
# folders are enforced by the build: a folder that is not linked cannot be included.

function(gate_include_folder target visibility folder)
  set(include_dir ${CMAKE_BINARY_DIR}/include/${target})
  cmake_path(GET folder FILENAME name)
  file(MAKE_DIRECTORY ${include_dir})
  file(CREATE_LINK ${folder} ${include_dir}/${name} SYMBOLIC)
  target_include_directories(${target} ${visibility} ${include_dir})
endfunction()

# gate_library(<target> SOURCES … [PUBLIC targets…] [PRIVATE targets…])
# PUBLIC: targets whose headers this folder's headers include. PRIVATE: targets only its .cpp files include.
function(gate_library target)
  cmake_parse_arguments(ARG "" "" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
  add_library(${target} STATIC ${ARG_SOURCES})
  gate_include_folder(${target} PUBLIC ${CMAKE_CURRENT_SOURCE_DIR})
  target_link_libraries(${target} PUBLIC ${ARG_PUBLIC} PRIVATE ${ARG_PRIVATE} gate_compiler)
endfunction()

# gate_program(<name> SOURCES … [PRIVATE targets…]): an executable in <build>/bin.
function(gate_program name)
  cmake_parse_arguments(ARG "" "" "SOURCES;PRIVATE" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  gate_include_folder(${name} PRIVATE ${CMAKE_CURRENT_SOURCE_DIR})
  target_link_libraries(${name} PRIVATE ${ARG_PRIVATE} gate_compiler)
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
endfunction()

# gate_embed(<target> <name> <file>): the file's text as `extern const std::string_view gate::<name>` in "embedded.h"
# style, declared by whoever uses it; compiled into the target, so that programs need no data folder at run time.
function(gate_embed target name file)
  set(out ${CMAKE_CURRENT_BINARY_DIR}/${name}.cpp)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
  file(READ ${file} text)
  file(CONFIGURE OUTPUT ${out} @ONLY CONTENT
    "#include <string_view>\nnamespace gate { extern const std::string_view @name@; const std::string_view @name@ = R\"embedded(@text@)embedded\"; }\n")
  target_sources(${target} PRIVATE ${out})
endfunction()
