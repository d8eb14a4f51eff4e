#include "core/model/detail/caching_allocator.h"

#include <c10/core/CPUAllocator.h>
#include <c10/core/impl/alloc_cpu.h>
#include <malloc.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <map>
#include <mutex>
#include <type_traits>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/base/memory.h"

namespace regulus::detail {
namespace {

constexpr std::size_t smallest_kept = std::size_t{256} << 10;  // below, malloc is quick enough

// Blocks by size. A request takes the smallest kept block that is at most a quarter too large.
class Cache {
  public:
    void* take(std::size_t bytes) {
        if (bytes >= smallest_kept) {
            const std::lock_guard lock(m_lock);
            const auto found = m_free.lower_bound(bytes);
            if (found != m_free.end() && found->first <= bytes + bytes / 4) {
                void* block = found->second;
                m_kept -= found->first;
                m_used[block] = found->first;
                m_free.erase(found);
                return block;
            }
        }
        void* block = c10::alloc_cpu(bytes);
        if (bytes >= smallest_kept) {
            const std::lock_guard lock(m_lock);
            m_used[block] = bytes;
        }
        return block;
    }

    void give(void* block) {
        {
            const std::lock_guard lock(m_lock);
            const auto used = m_used.find(block);
            if (used != m_used.end()) {
                const std::size_t bytes = used->second;
                m_used.erase(used);
                if (m_kept + bytes <= m_limit) {
                    m_free.emplace(bytes, block);
                    m_kept += bytes;
                    return;
                }
            }
        }
        c10::free_cpu(block);
    }

    void enter() {
        const std::lock_guard lock(m_lock);
        ++m_users;
        m_limit = std::min(memory_ceiling() / 8, std::size_t{2} << 30U);
    }

    // Bytes that went back.
    std::size_t leave() {
        const std::lock_guard lock(m_lock);
        if (--m_users > 0) return 0;
        m_limit = 0;
        for (const auto& [bytes, block] : m_free) c10::free_cpu(block);
        m_free.clear();
        return std::exchange(m_kept, 0);
    }

  private:
    std::mutex m_lock;
    std::multimap<std::size_t, void*> m_free;
    std::unordered_map<void*, std::size_t> m_used;
    std::size_t m_kept = 0, m_limit = 0, m_users = 0;
};

// Never destroyed: tensors may outlive every static object.
Cache& cache() {
    static Cache* const instance = new Cache;
    return *instance;
}

// LibTorch 1 wants allocate() const, later ones want it without const, and copy_data() beside it. What the
// LibTorch at hand has no virtual function for is never called, so none of the three can say "override"; that
// all it wants is there is asserted below.
class CachingAllocator final : public c10::Allocator {
  public:
    c10::DataPtr allocate(std::size_t bytes) const { return block_of(bytes); }
    c10::DataPtr allocate(std::size_t bytes) { return block_of(bytes); }
    void copy_data(void* to, const void* from, std::size_t bytes) const { std::memcpy(to, from, bytes); }
    c10::DeleterFnPtr raw_deleter() const final { return &give_back; }

  private:
    static c10::DataPtr block_of(std::size_t bytes) {
        void* block = bytes == 0 ? nullptr : cache().take(bytes);
        return {block, block, &give_back, c10::Device(c10::DeviceType::CPU)};
    }
    static void give_back(void* block) {
        if (block != nullptr) cache().give(block);
    }
};
static_assert(!std::is_abstract_v<CachingAllocator>);

}  // namespace

void install_caching_allocator() {
    static CachingAllocator* const allocator = [] {
        auto* made = new CachingAllocator;
        c10::SetCPUAllocator(made, 1);
        return made;
    }();
    static_cast<void>(allocator);
}

CachedMemory::CachedMemory() {
    cache().enter();
}

CachedMemory::~CachedMemory() {
    // After much work the threads' heaps have as much that is free, and would keep it.
    constexpr std::size_t much = std::size_t{64} << 20U;
    if (cache().leave() >= much) ::malloc_trim(0);
}

}  // namespace regulus::detail
