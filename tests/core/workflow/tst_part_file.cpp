// Parts of a result: a damaged one is refused whatever byte it is, and a thousand are put together.
#include <fmt/format.h>

#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <random>

#include "core/base/error.h"
#include "core/base/job.h"
#include "core/workflow/part_content.h"

using namespace regulus;

namespace {

constexpr std::size_t width = 3;

std::string bytes(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

float value_of(std::uint64_t cell, std::size_t column) {
    return static_cast<float>(cell) + 0.25F * static_cast<float>(column);
}

PartDescription described(std::uint64_t from, std::uint64_t to, std::uint64_t cells) {
    PartDescription part;
    part.command = "activity";
    part.from = from;
    part.to = to;
    part.cells = cells;
    part.facts = {{"prior", "a prior", "abc"}};
    return part;
}

std::string numbers(const std::string& path, std::uint64_t from, std::uint64_t to, std::uint64_t cells) {
    PartDescription part = described(from, to, cells);
    part.columns = {"A", "B", "C"};
    AtomicFile file(path);
    for (std::uint64_t cell = from; cell < to; ++cell)
        for (std::size_t c = 0; c < width; ++c) {
            const float value = value_of(cell, c);
            file.write({reinterpret_cast<const char*>(&value), sizeof value});
        }
    file.write(part_ending(part, file.checksum()));
    file.commit();
    return path;
}

std::string table(const std::string& path, std::uint64_t from, std::uint64_t to, std::uint64_t cells) {
    CsvWriter file(path, ',');
    file.names({"cell", "text"});
    for (std::uint64_t cell = from; cell < to; ++cell) {
        file.field(cell);
        file.field(cell % 2 == 0 ? "a, \"b\"\nc" : "d");
        file.end_row();
    }
    file.append(part_ending(described(from, to, cells), file.checksum()));
    file.commit();
    return path;
}

// What it says of these parts; "" when it takes them.
std::string refused(const std::vector<std::string>& paths, const std::string& out) {
    Job job;
    try {
        const auto parts = whole_of(paths);
        if (!parts.front().is.columns.empty()) {
            read_numbers(parts, job, [](std::size_t, const Matrix&) {});
        } else {
            CsvWriter file(out);
            join_tables(parts, file, job);
            file.commit();
        }
        return {};
    } catch (const Error& error) {
        return error.what();
    }
}

}  // namespace

class TestPartFile : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void everyByteCounts_data();
    void everyByteCounts();
    void aChangeInALargeOne_data();
    void aChangeInALargeOne();
    void aThousandParts();
    void missingOnesAreNamed();
    void givenTwice();
    void ofAnOlderVersion();

  private:
    std::string at(const std::string& name) const { return m_folder.filePath(name.c_str()).toStdString(); }
    QTemporaryDir m_folder;
};

void TestPartFile::everyByteCounts_data() {
    QTest::addColumn<bool>("of_numbers");
    QTest::newRow("numbers") << true;
    QTest::newRow("a table, as it is") << false;
}

// One bit of each byte, and each length it could have been cut to.
void TestPartFile::everyByteCounts() {
    QFETCH(bool, of_numbers);
    const std::string path = at("small.part"), out = at("out.tsv");
    of_numbers ? numbers(path, 0, 5, 5) : table(path, 0, 5, 5);
    const std::string whole = bytes(path);
    QCOMPARE(refused({path}, out), std::string());
    QVERIFY(of_numbers || std::filesystem::remove(out));
    for (std::size_t i = 0; i < whole.size(); ++i) {
        for (const bool cut : {false, true}) {
            std::string other = cut ? whole.substr(0, i) : whole;
            if (!cut) other[i] = static_cast<char>(other[i] ^ (1 << (i % 8)));
            std::ofstream(path, std::ios::binary) << other;
            const std::string said = refused({path}, out);
            QVERIFY2(said.find(path) != std::string::npos, fmt::format("{} {}: {}", i, cut, said).c_str());
            QVERIFY(!std::filesystem::exists(out));
        }
    }
}

void TestPartFile::aChangeInALargeOne_data() {
    everyByteCounts_data();
}

// Of many blocks: a bit, two that changed places, one that is all zeros as after a crash of the system.
void TestPartFile::aChangeInALargeOne() {
    QFETCH(bool, of_numbers);
    constexpr std::uint64_t cells = 1'200'000;
    const std::string path = at("large.part"), out = at("out.csv");
    of_numbers ? numbers(path, 0, cells, cells) : table(path, 0, cells, cells);
    const std::string whole = bytes(path);
    QVERIFY(whole.size() > std::size_t{10} << 20U);
    QCOMPARE(refused({path}, out), std::string());
    std::filesystem::remove(out);
    std::mt19937_64 random(3);
    for (int i = 0; i < 12; ++i) {
        std::string other = whole;
        const std::size_t a = 64 + random() % (whole.size() - 10'000),
                          b = 64 + random() % (whole.size() - 10'000);
        if (i % 3 == 0) other[a] = static_cast<char>(other[a] ^ 4);
        if (i % 3 == 1) std::swap_ranges(other.begin() + a, other.begin() + a + 7, other.begin() + b);
        if (i % 3 == 2) std::fill_n(other.begin() + a, 4096, '\0');
        std::ofstream(path, std::ios::binary) << other;
        const std::string said = refused({path}, out);
        QVERIFY2(said.find(path) != std::string::npos, fmt::format("{}: {}", i, said).c_str());
        QVERIFY(!std::filesystem::exists(out));
    }
    std::filesystem::remove(path);
}

void TestPartFile::aThousandParts() {
    constexpr std::uint64_t parts = 1000, cells = 7 * parts + 3;
    std::vector<std::string> tables, values;
    for (std::uint64_t p = 0; p < parts; ++p) {
        const std::uint64_t from = cells * p / parts, to = cells * (p + 1) / parts;
        values.push_back(numbers(at(fmt::format("n{}.part", p)), from, to, cells));
        tables.push_back(table(at(fmt::format("t{}.part", p)), from, to, cells));
    }
    std::mt19937_64 random(1);
    std::ranges::shuffle(tables, random);
    std::ranges::shuffle(values, random);
    Job job;
    std::uint64_t next = 0;
    read_numbers(whole_of(values), job, [&](std::size_t first, const Matrix& block) {
        QCOMPARE(first, next);
        for (std::size_t r = 0; r < block.rows; ++r)
            for (std::size_t c = 0; c < width; ++c) QCOMPARE(block.row(r)[c], value_of(first + r, c));
        next += block.rows;
    });
    QCOMPARE(next, cells);
    QCOMPARE(refused(tables, at("joined.csv")), std::string());
    table(at("once.csv"), 0, cells, cells);
    const std::string once = bytes(at("once.csv")), joined = bytes(at("joined.csv"));
    QVERIFY(joined.size() > 50'000 && once.starts_with(joined));
    // One of them is damaged.
    std::string other = bytes(values[321]);
    other[5] = static_cast<char>(other[5] ^ 1);
    std::ofstream(values[321], std::ios::binary) << other;
    const std::string said = refused(values, {});
    QVERIFY2(said.find(values[321] + ")") != std::string::npos &&
                 said.find("was damaged after it was written") != std::string::npos,
             said.c_str());
}

// Not all of a thousand.
void TestPartFile::missingOnesAreNamed() {
    constexpr std::uint64_t parts = 1000, cells = 2 * parts;
    std::vector<std::string> some;
    for (std::uint64_t p = 1; p < parts; p += 2)
        some.push_back(numbers(at(fmt::format("m{}.part", p)), 2 * p, 2 * p + 2, cells));
    const std::string said = refused(some, {});
    QVERIFY2(said.find("500 ranges of cells are missing (0:2, 4:6, 8:10, ") != std::string::npos,
             said.c_str());
    QVERIFY2(said.find("36:38, ...)") != std::string::npos && said.find("40:42") == std::string::npos,
             said.c_str());
}

void TestPartFile::givenTwice() {
    const std::string one = numbers(at("one.part"), 0, 4, 8), two = numbers(at("two.part"), 4, 8, 8),
                      link = at("link.part"), copy = at("copy.part");
    std::filesystem::create_symlink(one, link);
    std::filesystem::copy_file(one, copy);
    QCOMPARE(refused({two, one}, {}), std::string());
    QVERIFY(refused({one, two, one}, {}).starts_with("A part was given twice (" + one));
    QVERIFY(refused({one, two, link}, {}).starts_with("A part was given twice ("));
    const std::string said = refused({one, two, copy}, {});
    QVERIFY2(
        said.starts_with("Two parts hold the same cells (" + one + " holds 0:4, " + copy + " holds 0:4)"),
        said.c_str());
}

void TestPartFile::ofAnOlderVersion() {
    const std::string path = at("older.part");
    std::ofstream(path, std::ios::binary)
        << std::string(12, 'x') << "{}" << std::string("\2\0\0\0\0\0\0\0", 8) << "REGULUS1";
    const std::string said = refused({path}, {});
    QVERIFY2(said.find("an older version of Regulus wrote it (" + path + ")") != std::string::npos,
             said.c_str());
}

QTEST_GUILESS_MAIN(TestPartFile)
#include "tst_part_file.moc"
