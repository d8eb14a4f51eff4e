// Priors packed with gzip, by Python's gzip: whole ones, and what goes wrong on the way.
#include <QTemporaryDir>
#include <QTest>

#include <filesystem>

#include "core/base/error.h"
#include "core/io/files/gzip.h"
#include "core/io/prior/prior_reader.h"
#include "tests/support/test_data.h"

using namespace regulus;

namespace {

const char* const make_files = R"PY(
import gzip, random, sys, zlib
out = sys.argv[1] + "/"
def write(name, data): open(out + name, "wb").write(data)
random.seed(1)
rows = ["T%d,G%d,%s\n" % (i % 300, i, random.choice(["1", "-1"])) for i in range(60000)]
table = ("source,target,weight\n" + "".join(rows)).encode()
packed = gzip.compress(table)
write("plain.csv", table)
write("packed.csv.gz", packed)
write("packed_without_ending", packed)
# One member a part, as bgzip and cat make them; members may end anywhere, and one may be empty.
cuts = [0, 1, 77, 70000, 70000, 300001, len(table)]
members = b"".join(gzip.compress(table[a:b]) for a, b in zip(cuts, cuts[1:]))
write("members.csv.gz", members)
write("padded.csv.gz", members + bytes(5000))
with gzip.GzipFile(out + "named.csv.gz", "wb", mtime=0) as f: f.write(table)  # header with a name
for part in (1, 2, 9): write("cut%d.csv.gz" % part, packed[:len(packed) * part // 10])
write("cut_header.csv.gz", packed[:3])
write("cut_checksum.csv.gz", packed[:-4])
write("cut_member.csv.gz", members[:-20])
# The last bytes alone are missing, where a piece that is unpacked at once is full.
write("cut_full.csv.gz", gzip.compress(table[:1 << 18])[:-9])
flipped = bytearray(packed); flipped[len(packed) // 2] ^= 0x40; write("flipped.csv.gz", bytes(flipped))
wrong = bytearray(packed); wrong[-6] ^= 1; write("checksum.csv.gz", bytes(wrong))
write("garbage.csv.gz", packed + b"and more")
write("twice.csv.gz", gzip.compress(packed))
write("empty.csv.gz", gzip.compress(b""))
write("hdf5.csv.gz", gzip.compress(b"\x89HDF\r\n\x1a\n" + bytes(100)))
write("zeros.csv.gz", gzip.compress(bytes(100)))
# 1.3 GiB of sound lines in less than 3 MB.
member = gzip.compress(b"A\tB\n" * (1 << 23))
write("bomb.tsv.gz", member * 41)
)PY";

}  // namespace

class PackedPriorTest : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;

    std::string at(const char* name) const { return m_folder.filePath(name).toStdString(); }

  private Q_SLOTS:
    void initTestCase() {
        REGULUS_NEED_PYTHON("gzip");
        const auto made = test::run_python(make_files, {m_folder.path()});
        QVERIFY2(made.exit_code == 0, qPrintable(made.errors));
    }
    void read_data() {
        QTest::addColumn<int>("none");
        for (const char* name :
             {"packed.csv.gz", "packed_without_ending", "members.csv.gz", "padded.csv.gz", "named.csv.gz"}) {
            QTest::newRow(name) << 0;
        }
    }
    void read() {
        Job job;
        const RegulatoryNetwork plain = read_prior(at("plain.csv"), {}, job);
        const RegulatoryNetwork packed = read_prior(at(QTest::currentDataTag()), {}, job);
        QCOMPARE(plain.edges.size(), 60000U);
        QVERIFY(plain.genes == packed.genes);
        QVERIFY(std::ranges::equal(plain.edges, packed.edges, [](const auto& a, const auto& b) {
            return a.tf == b.tf && a.target == b.target && a.sign == b.sign;
        }));
        QCOMPARE(packed.name, std::string(QTest::currentDataTag()));
    }
    void refused_data() {
        QTest::addColumn<QString>("message");
        for (const char* name : {"cut1.csv.gz", "cut2.csv.gz", "cut9.csv.gz", "cut_header.csv.gz",
                                 "cut_checksum.csv.gz", "cut_member.csv.gz", "cut_full.csv.gz"}) {
            QTest::newRow(name) << "incomplete";
        }
        for (const char* name : {"flipped.csv.gz", "checksum.csv.gz", "garbage.csv.gz"}) {
            QTest::newRow(name) << "damaged (zlib: ";
        }
        QTest::newRow("twice.csv.gz") << "gzipped twice";
        QTest::newRow("empty.csv.gz") << "empty";
        QTest::newRow("hdf5.csv.gz") << "HDF5";
        QTest::newRow("zeros.csv.gz") << "not text";
        QTest::newRow("bomb.tsv.gz") << "more than 512 MiB";
    }
    void refused() {
        QFETCH(QString, message);
        Job job;
        try {
            (void)read_prior(at(QTest::currentDataTag()), {}, job);
            QFAIL("was read");
        } catch (const Error& error) {
            QCOMPARE(error.kind(), ErrorKind::Input);
            QVERIFY2(QString(error.what()).contains(message), error.what());
            QVERIFY2(QString(error.what()).contains(QTest::currentDataTag()), error.what());
        }
    }
    void the_bound_is_exact() {
        Job job;
        const std::size_t size = std::filesystem::file_size(at("plain.csv"));
        QCOMPARE(unpack_gzip_file(at("packed.csv.gz"), size, job).size(), size);
        QVERIFY_EXCEPTION_THROWN(unpack_gzip_file(at("packed.csv.gz"), size - 1, job), Error);
    }
    void cancelled() {
        Job job;
        job.cancel();
        QVERIFY_EXCEPTION_THROWN(unpack_gzip_file(at("bomb.tsv.gz"), std::size_t{1} << 40U, job), Cancelled);
    }
};

QTEST_APPLESS_MAIN(PackedPriorTest)
#include "tst_packed_prior.moc"
