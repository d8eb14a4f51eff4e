// LZF unpacked: what h5py wrote, streams made here with every length and distance, and input that is cut,
// hostile or of impossible size, between pages that nobody may touch.
#include <sys/mman.h>
#include <unistd.h>

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cstring>
#include <span>
#include <string>
#include <vector>

#include "core/base/random.h"
#include "core/io/hdf5/chunk_reader.h"
#include "core/io/hdf5/lzf_filter.h"
#include "tests/support/test_data.h"

using namespace regulus;

namespace {

using Bytes = std::vector<unsigned char>;

constexpr std::size_t longest_literal = 32, longest_match = 264, farthest = 8192;

// Some bytes of memory with a forbidden page before and behind them.
class Fenced {
  public:
    explicit Fenced(std::size_t bytes)
        : m_page(static_cast<std::size_t>(::sysconf(_SC_PAGESIZE))),
          m_room((bytes + m_page - 1) / m_page * m_page),
          m_pages(::mmap(nullptr, m_room + 2 * m_page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)) {
        if (m_pages == MAP_FAILED || ::mprotect(begin(), m_room, PROT_READ | PROT_WRITE) != 0)
            qFatal("no memory");
    }
    ~Fenced() { ::munmap(m_pages, m_room + 2 * m_page); }
    Fenced(const Fenced&) = delete;
    Fenced& operator=(const Fenced&) = delete;

    std::span<unsigned char> at_the_front(std::size_t n) { return {begin(), n}; }
    std::span<unsigned char> at_the_back(std::size_t n) { return {begin() + m_room - n, n}; }
    std::span<unsigned char> at_the_back(const Bytes& content) {
        const auto place = at_the_back(content.size());
        std::ranges::copy(content, place.begin());
        return place;
    }

  private:
    unsigned char* begin() { return static_cast<unsigned char*>(m_pages) + m_page; }
    std::size_t m_page, m_room;
    void* m_pages;
};

// LZF and what it means.
struct Stream {
    Bytes packed, raw;

    void literals(std::size_t n, Random& random) {
        packed.push_back(static_cast<unsigned char>(n - 1));
        for (std::size_t i = 0; i < n; ++i) {
            packed.push_back(static_cast<unsigned char>(random.below(256)));
            raw.push_back(packed.back());
        }
    }
    void match(std::size_t length, std::size_t distance) {
        const std::size_t less = length - 2, back = distance - 1;
        packed.push_back(static_cast<unsigned char>(std::min<std::size_t>(less, 7) << 5U | back >> 8U));
        if (less >= 7) packed.push_back(static_cast<unsigned char>(less - 7));
        packed.push_back(static_cast<unsigned char>(back & 255U));
        for (std::size_t i = 0; i < length; ++i) raw.push_back(raw[raw.size() - distance]);
    }
};

Stream random_stream(std::size_t steps, Random& random) {
    Stream stream;
    stream.literals(1 + random.below(longest_literal), random);
    for (std::size_t i = 0; i < steps; ++i) {
        if (random.below(3) == 0) {
            stream.literals(1 + random.below(longest_literal), random);
        } else {
            // Short and long ones, near and far ones.
            const std::size_t length = 3 + random.below(random.below(2) == 0 ? 8 : longest_match - 2);
            const std::size_t most = std::min(random.below(2) == 0 ? 20 : farthest, stream.raw.size());
            stream.match(length, 1 + random.below(most));
        }
    }
    return stream;
}

// argv: file. Of each dataset also what it holds, not packed.
const char* const make_file = R"PY(
import h5py, numpy as np, sys
r = np.random.RandomState(7)
n = 300000
runs = np.repeat(r.randint(0, 50, n // 100), 100).astype("i4")
far = np.tile(r.randint(0, 2**31 - 1, 2047), n // 2047 + 1)[:n].astype("i4")
values = {"zeros": np.zeros(n, "i4"), "runs": runs, "far": far, "counts": (r.poisson(0.3, n) * r.poisson(2, n)).astype("i4"),
          "noise": np.frombuffer(r.bytes(4 * n), "i4"), "reals": np.log1p(r.poisson(0.5, n)).astype("f4")}
with h5py.File(sys.argv[1], "w") as f:
    for name, v in values.items():
        f.create_dataset("plain/" + name, data=v)
        f.create_dataset("lzf/" + name, data=v, compression="lzf", chunks=(65536,))
        f.create_dataset("lzfshuffle/" + name, data=v, compression="lzf", shuffle=True, chunks=(999,))
    # Noise does not become smaller: h5py stores it as it is, which the mask of a chunk says.
    masks = {name: f["lzf/" + name].id.get_chunk_info(0).filter_mask for name in values}
    assert masks["noise"] == 1 and masks["zeros"] == masks["runs"] == masks["far"] == 0, masks
)PY";

template <class T>
bool as_stored(const h5::Object& packed, const h5::Object& plain) {
    const std::size_t n = plain.length();
    std::vector<T> want(n), library(n, T{77}), quick(n, T{77});
    plain.read_rows(0, n, want.data());
    packed.read_rows(0, n, library.data());
    const h5::ChunkReader reader(packed);
    reader.read_rows(0, n, quick.data());
    const auto same = [&](const std::vector<T>& got) {
        return std::memcmp(got.data(), want.data(), n * sizeof(T)) == 0;
    };
    return packed.length() == n && reader.quick() && same(library) && same(quick);
}

}  // namespace

class LzfFilterTest : public QObject {
    Q_OBJECT

    Fenced m_in{16384}, m_out{262144};

  private Q_SLOTS:
    void knownBytes() {
        const Bytes packed{2, 'a', 'b', 'c', 0xE0, 3, 2};  // three literals, then 12 from 3 back
        Bytes out(15);
        QCOMPARE(h5::lzf_unpack(packed, out), 15U);
        QCOMPARE(std::string(out.begin(), out.end()), std::string("abcabcabcabcabc"));
    }

    void everyLengthAndDistance() {
        Random random(1);
        for (std::size_t n = 1; n <= longest_literal; ++n) {
            Stream stream;
            stream.literals(n, random);
            QVERIFY(unpacks(stream));
        }
        Stream before;
        while (before.raw.size() < farthest) before.literals(longest_literal, random);
        for (std::size_t length = 3; length <= longest_match; ++length) {
            for (const std::size_t distance :
                 {std::size_t{1}, std::size_t{2}, std::size_t{3}, length - 1, length, length + 1,
                  std::size_t{255}, std::size_t{256}, std::size_t{257}, farthest - 1, farthest}) {
                Stream stream = before;
                stream.match(length, distance);
                QVERIFY2(unpacks(stream), qPrintable(QString("%1, %2").arg(length).arg(distance)));
            }
        }
        for (int i = 0; i < 2000; ++i) QVERIFY(unpacks(random_stream(random.below(60), random)));
    }

    void nothing() {
        Bytes out(8);
        QCOMPARE(h5::lzf_unpack({}, out), 0U);
        QCOMPARE(h5::lzf_unpack({}, {}), 0U);
        // A first byte that would be read has a page of its own.
        QCOMPARE(h5::lzf_unpack(m_in.at_the_back(std::size_t{0}), out), 0U);
        const Bytes packed{0, 'a'};
        QCOMPARE(h5::lzf_unpack(packed, {}), 0U);
        QCOMPARE(h5::lzf_unpack(packed, m_out.at_the_back(std::size_t{0})), 0U);
    }

    // Cut anywhere, it is refused, or gives what the whole pieces before the cut hold.
    void cut() {
        Random random(2);
        for (int i = 0; i < 100; ++i) {
            const Stream stream = random_stream(20, random);
            for (std::size_t n = 0; n < stream.packed.size(); ++n) {
                const Bytes part(stream.packed.begin(), stream.packed.begin() + std::ptrdiff_t(n));
                const auto out = m_out.at_the_back(stream.raw.size());
                const std::size_t made = h5::lzf_unpack(m_in.at_the_back(part), out);
                QVERIFY(made < stream.raw.size());
                QVERIFY(std::equal(out.begin(), out.begin() + std::ptrdiff_t(made), stream.raw.begin()));
            }
        }
    }

    void tooLittleRoom() {
        Random random(3);
        const Stream stream = random_stream(30, random);
        for (std::size_t n = 0; n < stream.raw.size(); ++n)
            QCOMPARE(h5::lzf_unpack(m_in.at_the_back(stream.packed), m_out.at_the_back(n)), 0U);
        QVERIFY(unpacks(stream));
    }

    void fromBeforeTheStart() {
        Random random(4);
        for (std::size_t made = 0; made < 40; ++made) {
            for (std::size_t distance = made + 1; distance <= farthest;
                 distance += distance < 100 ? 1 : 997) {
                for (const std::size_t length :
                     {std::size_t{3}, std::size_t{8}, std::size_t{9}, longest_match}) {
                    Stream stream;
                    if (made > longest_literal) stream.literals(made - longest_literal, random);
                    if (made > 0) stream.literals(std::min(made, longest_literal), random);
                    Stream reference;
                    reference.raw.resize(farthest);
                    reference.match(length, distance);
                    stream.packed.insert(stream.packed.end(), reference.packed.begin(),
                                         reference.packed.end());
                    QCOMPARE(h5::lzf_unpack(m_in.at_the_back(stream.packed), m_out.at_the_front(4096)), 0U);
                }
            }
        }
    }

    // Nothing beyond the pages is touched, and never more is made than there is room for.
    void hostile() {
        Random random(5);
        std::size_t refused = 0, read = 0;
        for (int i = 0; i < 40000; ++i) {
            Bytes packed;
            if (i % 2 == 0) {
                packed.resize(1 + random.below(60));
                for (auto& byte : packed) byte = static_cast<unsigned char>(random.below(256));
            } else {
                packed = random_stream(random.below(20), random).packed;
                for (std::size_t n = 1 + random.below(3); n > 0; --n)
                    packed[random.below(packed.size())] = static_cast<unsigned char>(random.below(256));
            }
            const std::size_t room = random.below(3) == 0 ? random.below(300) : 8192;
            const auto in = m_in.at_the_back(packed);
            const std::size_t back = h5::lzf_unpack(in, m_out.at_the_back(room));
            QVERIFY(back <= room);
            QCOMPARE(h5::lzf_unpack(in, m_out.at_the_front(room)), back);
            (back == 0 ? refused : read) += 1;
        }
        QVERIFY2(refused > 1000 && read > 1000, qPrintable(QString("%1, %2").arg(refused).arg(read)));
    }

    // liblzf would take the size without what goes beyond 32 bits.
    void beyond32Bits() {
        constexpr std::size_t huge = (std::size_t{1} << 32U) + 2;
        void* const pages =
            ::mmap(nullptr, huge, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        if (pages == MAP_FAILED) QSKIP("no address space for 4 GiB");
        auto* const bytes = static_cast<unsigned char*>(pages);
        bytes[0] = 0;
        bytes[1] = 'a';
        Bytes out(8);
        QCOMPARE(h5::lzf_unpack({bytes, 2}, out), 1U);
        QCOMPARE(h5::lzf_unpack({bytes, huge}, out), 0U);
        const Bytes packed{0, 'a'};
        QCOMPARE(h5::lzf_unpack(packed, {bytes, huge}), 0U);
        QCOMPARE(h5::lzf_unpack(packed, {bytes, huge - 3}), 1U);
        ::munmap(pages, huge);
    }

    void writtenByH5py() {
        REGULUS_NEED_PYTHON("h5py", "numpy");
        QTemporaryDir folder;
        const QString path = folder.filePath("lzf.h5");
        const auto made = test::run_python(QString::fromUtf8(make_file), {path});
        QVERIFY2(made.exit_code == 0, qPrintable(made.errors));
        const h5::Object root = h5::Object::root(path.toStdString());
        const h5::Object plain = root.child("plain");
        for (const char* way : {"lzf", "lzfshuffle"}) {
            for (const std::string& name : plain.names()) {
                const h5::Object packed = root.child(way).child(name);
                const bool good = name == "reals" ? as_stored<float>(packed, plain.child(name))
                                                  : as_stored<std::int32_t>(packed, plain.child(name));
                QVERIFY2(good, (std::string(way) + ", " + name).c_str());
            }
        }
    }

  private:
    bool unpacks(const Stream& stream) {
        const auto out = m_out.at_the_back(stream.raw.size());
        return h5::lzf_unpack(m_in.at_the_back(stream.packed), out) == stream.raw.size() &&
               std::ranges::equal(out, stream.raw);
    }
};

QTEST_APPLESS_MAIN(LzfFilterTest)
#include "tst_lzf_filter.moc"
