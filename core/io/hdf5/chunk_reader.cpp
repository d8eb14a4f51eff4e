#include "core/io/hdf5/chunk_reader.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <list>
#include <mutex>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/base/parallel.h"
#include "core/io/files/read_at.h"
#include "core/io/hdf5/chunk_filters.h"

namespace regulus::h5 {
namespace {

// Long enough to be unpacked straight to where it is wanted; of shorter stretches the chunks are kept.
constexpr std::uint64_t fewest_chunks = 3;
constexpr std::uint64_t largest_chunk = std::uint64_t{64} << 20U;
constexpr std::uint64_t largest_ratio = 1100;             // of what any of the filters can make of a byte
constexpr std::uint64_t piece = std::uint64_t{1} << 18U;  // elements read at once of what is not in chunks
constexpr std::uint64_t lock_held = std::uint64_t{1} << 20U;  // elements the library reads under its lock

}  // namespace

// Unpacked chunks that short stretches were read from, those used last. Thread: any.
class ChunkReader::Kept {
  public:
    using Bytes = std::shared_ptr<const std::vector<unsigned char>>;

    explicit Kept(std::size_t bytes) : m_room(bytes) {}

    Bytes find(std::uint64_t number) {
        const std::lock_guard guard(m_mutex);
        const auto found = m_places.find(number);
        if (found == m_places.end()) return nullptr;
        m_chunks.splice(m_chunks.begin(), m_chunks, found->second);
        return found->second->second;
    }
    void add(std::uint64_t number, Bytes bytes) {
        const std::lock_guard guard(m_mutex);
        if (bytes->size() > m_room || m_places.contains(number)) return;
        m_used += bytes->size();
        m_chunks.emplace_front(number, std::move(bytes));
        m_places[number] = m_chunks.begin();
        while (m_used > m_room) {
            m_used -= m_chunks.back().second->size();
            m_places.erase(m_chunks.back().first);
            m_chunks.pop_back();
        }
    }

  private:
    std::mutex m_mutex;
    std::size_t m_room, m_used = 0;
    std::list<std::pair<std::uint64_t, Bytes>> m_chunks;  // used last in front
    std::unordered_map<std::uint64_t, decltype(m_chunks)::iterator> m_places;
};

// What is needed to find and unpack the dataset's values in the file.
struct ChunkReader::Plan {
    int descriptor = -1;  // of the file as HDF5 has it open, when it is read around the library
    NumberLayout layout;
    std::uint64_t length = 0, file_size = 0;
    std::uint64_t chunk = 0;    // elements; 0 when not in chunks
    std::uint64_t address = 0;  // of what is not in chunks
    std::vector<ChunkFilter> filters;

    Plan() = default;
    Plan(const Plan&) = delete;
    Plan& operator=(const Plan&) = delete;
    ~Plan() {
        if (descriptor >= 0) ::close(descriptor);
    }

    static std::shared_ptr<const Plan> make(const Object& dataset);
    bool find_file(const Object& dataset);
    bool find_layout(const Object& dataset);
    // The packed bytes of chunk i, as the file has them; false when there are none.
    bool fetch(const Object& dataset, std::uint64_t i, std::uint32_t& skipped,
               std::vector<unsigned char>& packed) const;

    template <class T>
    bool read_chunk(const Object& dataset, std::uint64_t i, std::uint64_t begin, std::uint64_t end,
                    ChunkBuffers& buffers, T* out) const;
    template <class T>
    bool read_kept(const Object& dataset, std::uint64_t i, std::uint64_t begin, std::uint64_t end,
                   ChunkBuffers& buffers, Kept& kept, T* out) const;
    template <class T>
    bool read_plain(std::uint64_t begin, std::uint64_t end, ChunkBuffers& buffers, T* out) const;
};

std::shared_ptr<const ChunkReader::Plan> ChunkReader::Plan::make(const Object& dataset) {
    const Lock lock;
    auto plan = std::make_shared<Plan>();
    if (!dataset.is_dataset() || !plan->find_layout(dataset)) {
        (void)library_message();
        return nullptr;
    }
    return plan;
}

bool ChunkReader::Plan::find_file(const Object& dataset) {
    const Handle file(H5Iget_file_id(dataset.id()));
    const Handle access(file ? H5Fget_access_plist(file.get()) : -1);
    const Handle creation(file ? H5Fget_create_plist(file.get()) : -1);
    hsize_t before = 1;
    if (!access || !creation || H5Pget_driver(access.get()) != H5FD_SEC2 ||
        H5Pget_userblock(creation.get(), &before) < 0 || before != 0) {
        return false;
    }
    void* handle = nullptr;
    if (H5Fget_vfd_handle(file.get(), access.get(), &handle) < 0 || handle == nullptr) return false;
    descriptor = ::fcntl(*static_cast<int*>(handle), F_DUPFD_CLOEXEC, 0);
    return descriptor >= 0;
}

bool ChunkReader::Plan::find_layout(const Object& dataset) {
    const auto extents = dataset.shape();
    const Handle type(H5Dget_type(dataset.id()));
    const Handle creation(H5Dget_create_plist(dataset.id()));
    if (extents.size() != 1 || !type || !creation) return false;
    length = extents[0];
    const auto numbers = number_layout(type.get());
    if (!numbers) return false;
    layout = *numbers;
    file_size = dataset.file_size();
    // The library converts numbers of the other byte order in its own way, with its own rounding.
    if (layout.swapped && layout.type != NumberType::I32 && layout.type != NumberType::F32) return false;
    const H5D_layout_t kind = H5Pget_layout(creation.get());
    if (kind == H5D_CONTIGUOUS) {
        const haddr_t at = H5Dget_offset(dataset.id());
        if (at == HADDR_UNDEF || H5Pget_external_count(creation.get()) != 0) return false;
        address = at;
        return length <= file_size / layout.bytes && find_file(dataset);
    }
    hsize_t extent = 0;
    if (kind != H5D_CHUNKED || H5Pget_chunk(creation.get(), 1, &extent) != 1 || extent == 0) return false;
    auto known = known_filters(creation.get());
    if (!known || extent > largest_chunk / layout.bytes) return false;
    chunk = extent;
    filters = std::move(*known);
    return true;
}

// The library finds and reads the chunk: nothing else knows its index as well, and it is quick at that.
bool ChunkReader::Plan::fetch(const Object& dataset, std::uint64_t i, std::uint32_t& skipped,
                              std::vector<unsigned char>& packed) const {
    const Lock lock;
    const hsize_t offset = i * chunk;
    hsize_t bytes = 0;
    const bool there = H5Dget_chunk_storage_size(dataset.id(), &offset, &bytes) >= 0 && bytes > 0 &&
                       bytes <= file_size && chunk * layout.bytes / largest_ratio <= bytes;
    if (there) packed.resize(bytes);
    if (there && H5Dread_chunk(dataset.id(), H5P_DEFAULT, &offset, &skipped, packed.data()) >= 0) return true;
    (void)library_message();
    return false;
}

// Elements begin..end-1 of chunk i.
template <class T>
bool ChunkReader::Plan::read_chunk(const Object& dataset, std::uint64_t i, std::uint64_t begin,
                                   std::uint64_t end, ChunkBuffers& buffers, T* out) const {
    std::uint32_t skipped = 0;
    return fetch(dataset, i, skipped, buffers.packed) &&
           undo_filters(filters, skipped, chunk * layout.bytes, buffers) &&
           convert_numbers(layout, buffers.raw.data() + begin * layout.bytes, end - begin, out);
}

// As read_chunk(); the chunk may be asked for again soon.
template <class T>
bool ChunkReader::Plan::read_kept(const Object& dataset, std::uint64_t i, std::uint64_t begin,
                                  std::uint64_t end, ChunkBuffers& buffers, Kept& kept, T* out) const {
    Kept::Bytes bytes = kept.find(i);
    if (bytes == nullptr) {
        std::uint32_t skipped = 0;
        if (!fetch(dataset, i, skipped, buffers.packed) ||
            !undo_filters(filters, skipped, chunk * layout.bytes, buffers)) {
            return false;
        }
        bytes = std::make_shared<const std::vector<unsigned char>>(std::move(buffers.raw));
        kept.add(i, bytes);
    }
    return convert_numbers(layout, bytes->data() + begin * layout.bytes, end - begin, out);
}

template <class T>
bool ChunkReader::Plan::read_plain(std::uint64_t begin, std::uint64_t end, ChunkBuffers& buffers,
                                   T* out) const {
    buffers.raw.resize((end - begin) * layout.bytes);
    return read_at(descriptor, address + begin * layout.bytes, buffers.raw.data(), buffers.raw.size()) &&
           convert_numbers(layout, buffers.raw.data(), end - begin, out);
}

ChunkReader::ChunkReader(Object dataset, std::size_t kept)
    : m_dataset(std::move(dataset)), m_plan(Plan::make(m_dataset)), m_kept(std::make_shared<Kept>(kept)) {}

template <class T>
void ChunkReader::read_rows(std::uint64_t begin, std::uint64_t end, T* out) const {
    const auto leave_to_library = [&](std::uint64_t from, std::uint64_t to) {
        for (; from < to; from += lock_held)
            m_dataset.read_rows(from, std::min(to, from + lock_held), out + (from - begin));
    };
    const bool in_range = m_plan != nullptr && begin < end && end <= m_plan->length;
    const std::uint64_t chunk = in_range ? m_plan->chunk : 0;
    if (!in_range) return begin < end ? leave_to_library(begin, end) : m_dataset.read_rows(begin, end, out);
    if (chunk > 0 && end - begin < fewest_chunks * chunk) {
        if (m_plan->filters.empty()) return leave_to_library(begin, end);  // it need not read all of a chunk
        ChunkBuffers buffers;
        for (std::uint64_t i = begin / chunk; i * chunk < end; ++i) {
            const std::uint64_t start = i * chunk;
            const std::uint64_t from = std::max(begin, start), to = std::min(end, start + chunk);
            T* const target = out + (from - begin);
            if (!m_plan->read_kept(m_dataset, i, from - start, to - start, buffers, *m_kept, target))
                leave_to_library(from, to);
        }
        return;
    }
    const std::uint64_t step = chunk > 0 ? chunk : piece;
    const std::uint64_t first = begin / step, last = (end + step - 1) / step;
    parallel_for(last - first, 4, [&](std::size_t i_begin, std::size_t i_end) {
        ChunkBuffers buffers;
        for (std::size_t i = i_begin; i < i_end; ++i) {
            const std::uint64_t start = (first + i) * step;
            const std::uint64_t from = std::max(begin, start), to = std::min(end, start + step);
            T* const target = out + (from - begin);
            const bool done = chunk > 0 ? m_plan->read_chunk(m_dataset, first + i, from - start, to - start,
                                                             buffers, target)
                                        : m_plan->read_plain(from, to, buffers, target);
            if (!done) leave_to_library(from, to);
        }
    });
}

template void ChunkReader::read_rows(std::uint64_t, std::uint64_t, float*) const;
template void ChunkReader::read_rows(std::uint64_t, std::uint64_t, std::int32_t*) const;

}  // namespace regulus::h5
