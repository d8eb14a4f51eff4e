// Matrices in tiles on disk: what comes back is what went in, or nothing, whatever happened to the files.
#include <unistd.h>

#include <QTemporaryDir>
#include <QTest>

#include <limits>

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/io/store/matrix_store.h"
#include "tests/core/io/store_examples.h"

using namespace regulus;
using namespace regulus::test;
using store::Cut;
using store::MatrixStore;

namespace {

const std::string key(64, 'a');

store::StoreId by_gene(const CsrMatrix& m, const std::string& name = key) {
    return {name, m.cols, m.rows, Cut::Crossings};
}
store::StoreId by_cell(const CsrMatrix& m) {
    return {key, m.rows, m.cols, Cut::Lines};
}

}  // namespace

class MatrixStoreTest : public QObject {
    Q_OBJECT

    StoreCache cache(const QTemporaryDir& folder) const {
        return StoreCache({folder.path().toStdString(), 1'000'000'000});
    }

  private Q_SLOTS:
    void init() { set_thread_count(3); }

    void values_data() {
        QTest::addColumn<int>("cells");
        QTest::addColumn<int>("genes");
        QTest::addColumn<double>("density");
        QTest::addColumn<int>("kind");
        QTest::addColumn<bool>("holes");
        QTest::addColumn<int>("memory");
        const auto row = [](const char* name, int cells, int genes, double density, Values kind, bool holes,
                            int memory) {
            QTest::newRow(name) << cells << genes << density << static_cast<int>(kind) << holes << memory;
        };
        row("ones", 500, 60, 0.2, Values::Ones, false, 20000);
        row("small counts with empty rows and genes", 700, 90, 0.15, Values::Small, true, 40000);
        row("counts of 16 bits", 700, 40, 0.3, Values::Words, true, 30000);
        row("counts beyond 65535", 300, 50, 0.3, Values::Huge, false, 30000);
        row("fractions", 600, 50, 0.3, Values::Floats, true, 30000);
        row("negative, dense", 300, 60, 1, Values::Signed, false, 60000);
        row("dense counts", 400, 30, 1, Values::Small, false, 30000);
        row("nothing stored", 300, 20, 0, Values::Ones, false, 1000);
        row("one cell", 1, 20, 0.5, Values::Small, false, 1000);
        row("one gene", 900, 1, 0.5, Values::Small, false, 1000);
        row("no cells", 0, 20, 0.5, Values::Small, false, 1000);
        row("no genes", 20, 0, 0.5, Values::Small, false, 1000);
        row("a single tile", 900, 50, 0.2, Values::Floats, true, 1 << 28);
        row("more lines than a frame holds", 50, 9000, 0.05, Values::Small, true, 1 << 28);
        row("many frames", 3000, 70, 0.9, Values::Words, false, 1 << 28);
        row("lines longer than a frame", 40000, 3, 0.95, Values::Floats, false, 1 << 28);
        row("a cell alone beyond the memory", 150, 400, 1, Values::Small, false, 1);
    }

    void values() {
        QFETCH(const int, cells);
        QFETCH(const int, genes);
        QFETCH(const double, density);
        QFETCH(const int, kind);
        QFETCH(const bool, holes);
        QFETCH(const int, memory);
        const CsrMatrix m = example_matrix(static_cast<std::size_t>(cells), static_cast<std::size_t>(genes),
                                           density, static_cast<Values>(kind), holes, 7);
        const CsrMatrix turned = transposed(m);
        const InMemoryMatrix source(m);
        const QTemporaryDir folder;
        Job job;
        MatrixStore genes_store(cache(folder).open("genes"), by_gene(m));
        store::fill_transposed(genes_store, source, static_cast<std::size_t>(memory), job);
        QVERIFY(genes_store.complete());
        auto cells_store = std::make_shared<MatrixStore>(cache(folder).open("cells"), by_cell(m));
        store::fill(*cells_store, source, static_cast<std::size_t>(memory), job);
        QVERIFY(cells_store->complete());
        // Opened again from their files alone.
        const MatrixStore again(cache(folder).open("genes"), by_gene(m));
        QVERIFY(again.complete());
        for (std::size_t g = 0; g < m.cols; ++g) {
            std::vector<float> line(m.rows, 0.0F);
            QVERIFY(again.read_line(g, line).empty());
            QCOMPARE(line, gene_of(m, g));
            if (m.cols > 500) g += 37;
        }
        const auto all = again.read_lines(0, m.cols);
        QVERIFY(all && equal(*all, turned));
        const store::StoredMatrix stored(cells_store);
        QVERIFY(equal(stored.block(0, m.rows), m));
        const std::size_t a = m.rows / 3, b = m.rows - m.rows / 5;
        QVERIFY(equal(stored.block(a, b), source.block(a, b)));
        QVERIFY(equal(stored.block(b, b), source.block(b, b)));
        std::vector<std::uint32_t> which;
        for (std::size_t i = 0; i < m.rows; i += 5)
            which.push_back(static_cast<std::uint32_t>((i * 7919) % m.rows));
        if (!which.empty()) which.push_back(which.front());
        QVERIFY(equal(stored.rows(which), source.rows(which)));
        QVERIFY(stored.preferred_block() >= 1);
        if (memory == 1) QVERIFY(tiles_in(folder.path().toStdString()).size() > 60);
    }

    void explicitZerosAndTheNegativeZeroStay() {
        CsrMatrix m;
        m.cols = 4;
        m.push_row(std::vector<std::int32_t>{0, 2, 3}, std::vector<float>{0.0F, 5.0F, -0.0F});
        m.push_row(std::vector<std::int32_t>{1},
                   std::vector<float>{std::numeric_limits<float>::denorm_min()});
        const QTemporaryDir folder;
        Job job;
        auto cells = std::make_shared<MatrixStore>(cache(folder).open("x"), by_cell(m));
        store::fill(*cells, InMemoryMatrix(m), 1000, job);
        const CsrMatrix back = store::StoredMatrix(cells).block(0, 2);
        QVERIFY(equal(back, m));
        QVERIFY(std::signbit(back.values[2]));
    }

    void noNumbersAreRefused() {
        for (const float bad :
             {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity(),
              -std::numeric_limits<float>::infinity()}) {
            for (const std::size_t place : {std::size_t{0}, std::size_t{500}}) {
                CsrMatrix m = example_matrix(100, 30, 0.3, Values::Floats, false, 3);
                m.values[place] = bad;
                const QTemporaryDir folder;
                MatrixStore genes(cache(folder).open("x"), by_gene(m));
                Job job;
                try {
                    store::fill_transposed(genes, InMemoryMatrix(m), 1 << 20, job);
                    QFAIL("taken");
                } catch (const Error& error) {
                    QCOMPARE(error.kind(), ErrorKind::Data);
                }
                QVERIFY(tiles_in(folder.path().toStdString()).empty());
            }
        }
    }

    // Any byte of a tile changed, cut off or added: its values are missing, or right.
    void damageIsNoticed_data() {
        QTest::addColumn<int>("how");
        QTest::newRow("bytes flipped") << 0;
        QTest::newRow("cut short") << 1;
        QTest::newRow("stretches of zeros") << 2;
        QTest::newRow("bytes inserted") << 3;
    }

    void damageIsNoticed() {
        QFETCH(const int, how);
        const CsrMatrix m = example_matrix(250, 40, 0.3, Values::Small, true, 11);
        const InMemoryMatrix source(m);
        const QTemporaryDir folder;
        Job job;
        {
            MatrixStore genes(cache(folder).open("x"), by_gene(m));
            store::fill_transposed(genes, source, 1 << 20, job);
        }
        const auto tiles = tiles_in(folder.path().toStdString());
        QCOMPARE(tiles.size(), std::size_t{1});
        const std::string good = bytes_of_file(tiles[0]);
        Random random(5);
        int missed = 0, tried = 0;
        const std::size_t step = how == 0 ? 1 : 7;
        for (std::size_t at = 0; at < good.size(); at += step, ++tried) {
            std::string bad = good;
            if (how == 0) bad[at] = static_cast<char>(bad[at] ^ static_cast<char>(1U << random.below(8)));
            if (how == 1) bad.resize(at);
            if (how == 2) bad.replace(at, std::min<std::size_t>(16, bad.size() - at), 16, '\0');
            if (how == 3) bad.insert(at, "\x01\x02\x03");
            if (bad == good) continue;
            // Damaged before it is opened, and behind the back of one who has it open already.
            for (const bool behind : {false, true}) {
                write_bytes(tiles[0], behind ? good : bad);
                const MatrixStore genes(cache(folder).open("x"), by_gene(m));
                if (behind) write_bytes(tiles[0], bad);
                for (const std::size_t g : {std::size_t{0}, std::size_t{2}, std::size_t{17}, m.cols - 1}) {
                    std::vector<float> line(m.rows, 0.0F);
                    const auto missing = genes.read_line(g, line);
                    if (missing.empty()) QCOMPARE(line, gene_of(m, g));
                    missed += missing.empty() ? 0 : 1;
                }
                if (!behind) QVERIFY(!genes.complete());
            }
        }
        QVERIFY(tried > 100);
        QVERIFY(missed > tried);
    }

    // No rights, no descriptors left: that says nothing of the tile, which may have taken an hour to make.
    void whatCannotBeOpenedStays() {
        const CsrMatrix m = example_matrix(50, 10, 0.3, Values::Small, true, 12);
        const InMemoryMatrix source(m);
        const QTemporaryDir folder;
        const auto entry = cache(folder).open("x");
        Job job;
        MatrixStore before(entry, by_gene(m));
        store::fill_transposed(before, source, 1 << 20, job);
        const auto tiles = tiles_in(folder.path().toStdString());
        QCOMPARE(tiles.size(), std::size_t{1});
        namespace fs = std::filesystem;
        fs::permissions(folder.path().toStdString(), fs::perms(0755));
        fs::permissions(entry->folder(), fs::perms::all);
        fs::permissions(tiles[0], fs::perms::none);
        const bool root = ::geteuid() == 0;
        if (root) QVERIFY(::seteuid(65534) == 0);
        std::size_t covered = 1, missing = 0;
        {
            const MatrixStore store(entry, by_gene(m));
            covered = store.covered();
            std::vector<float> line(m.rows, 0.0F);
            missing = before.read_line(3, line).size();
        }
        if (root) QVERIFY(::seteuid(0) == 0);
        QCOMPARE(covered, std::size_t{0});
        QCOMPARE(missing, std::size_t{1});
        QVERIFY(fs::exists(tiles[0]));
        fs::permissions(tiles[0], fs::perms::owner_all);
        before.refresh();
        QVERIFY(before.complete());
        std::vector<float> line(m.rows, 0.0F);
        QVERIFY(before.read_line(3, line).empty() && line == gene_of(m, 3));
    }

    void aTileOfAnotherMatrixIsNotTaken() {
        const CsrMatrix m = example_matrix(100, 20, 0.3, Values::Small, false, 1);
        const QTemporaryDir folder;
        Job job;
        {
            MatrixStore genes(cache(folder).open("x"), by_gene(m, std::string(64, 'b')));
            store::fill_transposed(genes, InMemoryMatrix(m), 1 << 20, job);
            QVERIFY(genes.complete());
        }
        QCOMPARE(MatrixStore(cache(folder).open("x"), by_gene(m)).covered(), std::uint64_t{0});
        QVERIFY(tiles_in(folder.path().toStdString()).empty());
    }

    void overlappingTilesAreUsedOnce() {
        const CsrMatrix m = example_matrix(100, 20, 0.3, Values::Small, false, 1);
        const InMemoryMatrix source(m);
        const QTemporaryDir folder;
        Job job;
        MatrixStore genes(cache(folder).open("x"), by_gene(m));
        genes.add({20, 60}, transposed(source.block(20, 60)), job);
        genes.add({40, 80}, transposed(source.block(40, 80)), job);
        store::fill_transposed(genes, source, 1 << 20, job);
        const MatrixStore again(cache(folder).open("x"), by_gene(m));
        std::vector<float> line(m.rows, 0.0F);
        QVERIFY(genes.complete() && again.read_line(3, line).empty());
        QCOMPARE(line, gene_of(m, 3));
    }

    void removedWhileOpen() {
        const CsrMatrix m = example_matrix(400, 20, 0.5, Values::Small, false, 1);
        const QTemporaryDir folder;
        Job job;
        auto cells = std::make_shared<MatrixStore>(cache(folder).open("x"), by_cell(m));
        store::fill(*cells, InMemoryMatrix(m), 4000, job);
        const auto tiles = tiles_in(folder.path().toStdString());
        QVERIFY(tiles.size() > 2);
        std::filesystem::remove(tiles[1]);
        const store::StoredMatrix stored(cells);
        try {
            (void)stored.block(0, m.rows);
            QFAIL("read");
        } catch (const Error& error) {
            QCOMPARE(error.kind(), ErrorKind::Storage);
        }
        store::fill(*cells, InMemoryMatrix(m), 4000, job);
        QVERIFY(equal(stored.block(0, m.rows), m));
    }
};

QTEST_APPLESS_MAIN(MatrixStoreTest)
#include "tst_matrix_store.moc"
