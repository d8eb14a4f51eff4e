#include "core/io/hdf5/hdf5_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <filesystem>
#include <string_view>
#include <system_error>

#include "core/base/error.h"
#include "core/io/files/atomic_file.h"
#include "core/io/files/text_input.h"
#include "core/io/hdf5/lzf_filter.h"
#include "core/io/hdf5/zstd_filter.h"

namespace regulus::h5 {
namespace {

void start_library() {
    // No tidying up when the program ends: what could not be written to a full disk would be tried again, and
    // HDF5 1.10 crashes over it. Files that were written are closed long before.
    H5dont_atexit();
    H5open();
    register_lzf_filter();
    register_zstd_filter();
}

herr_t refuse_external(const char*, const char*, const char*, const char*, unsigned*, hid_t, void*) {
    return -1;
}

herr_t keep_innermost(unsigned /*n*/, const H5E_error2_t* error, void* result) {
    auto& text = *static_cast<std::string*>(result);
    if (text.empty() && error->desc != nullptr) text = error->desc;
    return 0;
}

// The system's errno in what the library says of a failed system call ("file write failed: time = ..., errno
// = 28, ..."); 0 when it names none.
int errno_in(std::string_view text) {
    constexpr std::string_view mark = "errno = ";
    const auto at = text.find(mark);
    int number = 0;
    if (at != std::string_view::npos) {
        text.remove_prefix(at + mark.size());
        std::from_chars(text.data(), text.data() + text.size(), number);
    }
    return number;
}

// In a few words: of a failed system call the library also tells addresses and sizes.
std::string in_few_words(const std::string& text) {
    const int number = errno_in(text);
    const std::string what = text.substr(0, text.find(": time = "));
    return number == 0 ? what : what + ": " + std::generic_category().message(number);
}

// " (HDF5: ...)", or nothing.
std::string as_detail(const std::string& text) {
    return text.empty() ? text : " (HDF5: " + in_few_words(text) + ")";
}

[[noreturn]] void refuse(const std::string& path, const std::string& what, const std::string& remedy) {
    throw Error(ErrorKind::Input, what, path, remedy);
}

// What kind of file this is, from its first bytes, for the message that it is not HDF5.
std::string other_kind(std::string_view start) {
    if (start.starts_with("\x89PNG") || start.starts_with("%PDF")) return "The file is a picture or document";
    if (start.starts_with("\xff\xfe") || start.starts_with("\xfe\xff"))
        return "The file is UTF-16 text; save it as UTF-8 first";
    return could_be_text(start) ? "The file is text, not an HDF5 file" : "The file is not an HDF5 file";
}

// The signature may stand at 0, 512, 1024, 2048, ... (a user block may precede it).
bool has_signature(int descriptor, off_t size) {
    constexpr std::string_view signature("\x89HDF\r\n\x1a\n", 8);
    for (off_t at = 0; at + 8 <= size; at = at == 0 ? 512 : at * 2) {
        std::array<char, 8> bytes{};
        if (::pread(descriptor, bytes.data(), 8, at) == 8 && std::string_view(bytes.data(), 8) == signature) {
            return true;
        }
    }
    return false;
}

void check_is_hdf5(const std::string& path) {
    struct stat info {};
    if (::stat(path.c_str(), &info) != 0) {
        if (errno == ENOENT || errno == ENOTDIR) {
            refuse(path, "File not found", "Check the name and the folder");
        }
        refuse(path, "The file cannot be read: " + std::generic_category().message(errno),
               "Check its permissions");
    }
    if (S_ISDIR(info.st_mode)) refuse(path, "That is a folder, not a file", "Choose a file in it");
    if (!S_ISREG(info.st_mode)) refuse(path, "That is a device or pipe, not a file", "Choose a file");
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) {
        refuse(path, "The file cannot be read: " + std::generic_category().message(errno),
               "Check its permissions");
    }
    std::array<char, 4096> start{};
    const ssize_t got = ::pread(descriptor, start.data(), start.size(), 0);
    const bool found = has_signature(descriptor, info.st_size);
    ::close(descriptor);
    if (got < 0) refuse(path, "The file could not be read", "Check the disk");
    if (info.st_size == 0) refuse(path, "The file is empty", "Copy or download it again");
    if (!found) {
        const std::string_view head(start.data(), static_cast<std::size_t>(got));
        if (head.starts_with("\x1f\x8b"))
            refuse(path, "The file is compressed with gzip", "Run gunzip, then open the unpacked file");
        if (head.starts_with("PK\x03\x04"))
            refuse(path, "The file is a zip archive", "Unpack it, then open the file in it");
        refuse(path, other_kind(head),
               "Open an .h5ad, .h5mu, .loom or 10x .h5 file, a 10x folder, or a text table");
    }
}

Handle writing_access() {
    Handle access(H5Pcreate(H5P_FILE_ACCESS));
    H5Pset_file_locking(access.get(), false, true);
    // Closing the file closes what is open in it, so that an error on the way leaves nothing behind.
    H5Pset_fclose_degree(access.get(), H5F_CLOSE_STRONG);
    return access;
}

}  // namespace

std::recursive_mutex& library_mutex() {
    // Never destroyed: datasets with open files may outlive every other static object.
    static auto* const mutex = new std::recursive_mutex;
    static const bool started = [] {
        const std::lock_guard guard(*mutex);
        start_library();
        return true;
    }();
    (void)started;
    return *mutex;
}

Lock::Lock() : m_guard(library_mutex()) {
    // A library built thread-safe, as Debian's is, keeps one stack of errors for each thread, and a new one
    // prints.
    thread_local const bool quiet = H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr) >= 0;
    (void)quiet;
}

Handle::Handle(const Handle& other) : m_id(other.m_id) {
    if (m_id < 0) return;
    const Lock lock;
    H5Iinc_ref(m_id);
}

Handle::~Handle() {
    if (m_id < 0) return;
    const Lock lock;
    H5Idec_ref(m_id);
}

Place Place::child(const std::string& name) const {
    return {file, path.empty() || path == "/" ? name : path + "/" + name};
}

std::string library_message() {
    const Lock lock;
    std::string text;
    H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, keep_innermost, &text);
    H5Eclear2(H5E_DEFAULT);
    return text;
}

void fail_reading(const Place& place, const std::string& what) {
    throw Error(ErrorKind::Input, what + as_detail(library_message()), place.text(),
                "The file is probably damaged; copy or download it again");
}

void fail_writing(const Place& place, const std::string& what) {
    const std::string message = library_message();
    if (const int number = errno_in(message); number != 0) throw_storage_error(place.file, number);
    std::error_code unknown;
    const auto folder = std::filesystem::path(place.file).parent_path();
    const auto disk = std::filesystem::space(folder.empty() ? "." : folder, unknown);
    if (!unknown && disk.available < (1U << 16U)) throw_storage_error(place.file, ENOSPC);
    // The system refused nothing, so neither space nor permission is the reason.
    throw Error(ErrorKind::Storage, what + as_detail(message), place.text(),
                "HDF5 cannot hold what was to be written; please report it");
}

Handle open_for_reading(const std::string& path) {
    check_is_hdf5(path);
    const Lock lock;
    const Handle access(H5Pcreate(H5P_FILE_ACCESS));
    // No lock on the file: it may be open elsewhere, or lie on a medium that cannot lock.
    H5Pset_file_locking(access.get(), false, true);
    Handle file(H5Fopen(path.c_str(), H5F_ACC_RDONLY, access.get()));
    if (file) return file;
    const std::string detail = library_message();
    if (detail.find("truncated") != std::string::npos) {
        refuse(path, "The file is incomplete", "Copy or download it again");
    }
    if (detail.find("open for write") != std::string::npos || detail.find("h5clear") != std::string::npos) {
        refuse(path, "The program that wrote the file did not close it, or has it open still",
               "Close that program. If it has ended, clear the mark that it left, in a copy of the file: "
               "h5clear "
               "-s " +
                   path + " (Debian package hdf5-tools)");
    }
    throw Error(ErrorKind::Input, "The file is damaged" + as_detail(detail), path,
                "Copy or download it again");
}

Handle create_file(const std::string& path) {
    const Lock lock;
    Handle file(H5Fcreate(path.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, writing_access().get()));
    if (!file) fail_writing({path, {}}, "The file could not be created");
    return file;
}

Handle open_for_change(const std::string& path) {
    const Lock lock;
    Handle file(H5Fopen(path.c_str(), H5F_ACC_RDWR, writing_access().get()));
    if (!file) fail_writing({path, {}}, "The file could not be modified");
    return file;
}

void close_written(Handle file, const std::string& target) {
    const Lock lock;
    if (H5Fflush(file.get(), H5F_SCOPE_GLOBAL) < 0) {
        fail_writing({target, {}}, "The file could not be written completely");
    }
}

hid_t inside_file_only() {
    const Lock lock;
    static const hid_t list = [] {
        const hid_t made = H5Pcreate(H5P_DATASET_ACCESS);  // serves as a link access list as well
        H5Pset_elink_cb(made, refuse_external, nullptr);
        return made;
    }();
    return list;
}

}  // namespace regulus::h5
