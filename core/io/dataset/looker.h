// The child's side of file_probe.h: what a program that looks at an untrusted file does and answers. Only for
// the sources of core/io.
#pragma once

#include <functional>
#include <string>

#include "core/io/store/read_options.h"

namespace regulus::h5 {

// Runs `look` under limits that suit a file of `path`'s size (memory, processor time, no writing of files,
// one thread), answers through answer_descriptor what Error it threw, if any, and ends the process without
// tidying up: what a hostile file has broken is not touched again.
[[noreturn]] void look_and_answer(const std::string& path, const std::function<void()>& look);

// Opens the file and walks through all that HDF5 has to say of it; reads nothing large.
void look_at_hdf5(const std::string& path, const ReadOptions& options);

// Throws the Error that such an answer tells of; does nothing when it tells of none.
void throw_answer(const std::string& answer);

}  // namespace regulus::h5
