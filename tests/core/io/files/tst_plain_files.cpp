// Atomic files, CSV and checksums.
#include <QTemporaryDir>
#include <QTest>

#include <unistd.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <limits>

#include "core/base/error.h"
#include "core/io/files/atomic_file.h"
#include "core/io/files/checksum.h"
#include "core/io/files/csv_writer.h"
#include "tests/support/test_data.h"

using namespace regulus;
namespace fs = std::filesystem;

class PlainFilesTest : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;

    std::string path(const char* name) const { return m_folder.filePath(name).toStdString(); }
    static std::string content(const std::string& file) {
        std::ifstream in(file, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }

  private Q_SLOTS:
    void atomic_file_appears_at_once() {
        std::ofstream(path("a")) << "old";
        {
            AtomicFile file(path("a"));
            file.write("new");
            QCOMPARE(content(path("a")), std::string("old"));
        }
        QCOMPARE(content(path("a")), std::string("old"));
        {
            AtomicFile file(path("a"));
            file.write("new");
            file.commit();
        }
        QCOMPARE(content(path("a")), std::string("new"));
        fs::create_symlink(path("a"), path("link"));
        AtomicFile through(path("link"));
        through.write("newer");
        through.commit();
        QVERIFY(fs::is_symlink(path("link")));
        QCOMPARE(content(path("a")), std::string("newer"));
        QCOMPARE(
            std::distance(fs::directory_iterator(m_folder.path().toStdString()), fs::directory_iterator()),
            2);
    }
    void atomic_file_keeps_rights() {
        std::ofstream(path("rights")) << "x";
        fs::permissions(path("rights"), fs::perms::owner_read | fs::perms::owner_write);
        AtomicFile file(path("rights"));
        file.commit();
        QVERIFY(fs::status(path("rights")).permissions() == (fs::perms::owner_read | fs::perms::owner_write));
    }
    void atomic_file_refuses() {
        for (const std::string& target : {std::string("/dev/null"), m_folder.path().toStdString(),
                                          path("no/folder"), m_folder.path().toStdString() + "/"}) {
            try {
                const AtomicFile file(target);
                QFAIL(target.c_str());
            } catch (const Error& error) {
                QCOMPARE(error.kind(), ErrorKind::Storage);
            }
        }
        QVERIFY(fs::is_character_file("/dev/null"));
    }
    void sha256_of_known_texts() {
        // FIPS 180-4 examples.
        QCOMPARE(sha256(""), std::string("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
        QCOMPARE(sha256("abc"),
                 std::string("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
        std::ofstream(path("million"), std::ios::binary) << std::string(1000000, 'a');
        Job job;
        QCOMPARE(sha256_of_file(path("million"), job),
                 std::string("cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"));
        QVERIFY_EXCEPTION_THROWN(sha256_of_file(path("absent"), job), Error);
    }
    void csv_is_read_by_python() {
        {
            CsvWriter csv(path("t.csv"));
            csv.names({"name", "x,y", "n"});
            csv.field("plain");
            csv.field(0.1);
            csv.field(7);
            csv.end_row();
            csv.field("a \"quoted\", one\nwith lines");
            csv.field(std::numeric_limits<double>::quiet_NaN());
            csv.field(std::uint64_t{18446744073709551615ULL});
            csv.end_row();
            csv.field("");
            csv.field(0.1F);
            csv.field(-1);
            csv.end_row();
            csv.commit();
        }
        QCOMPARE(content(path("t.csv")),
                 std::string("name,\"x,y\",n\nplain,0.1,7\n\"a \"\"quoted\"\", one\nwith "
                             "lines\",,18446744073709551615\n,0.1,-1\n"));
        const auto read = test::run_python(
            "import csv,sys\nr=list(csv.reader(open(sys.argv[1],newline='')))\n"
            "assert r[2]==['a \"quoted\", one\\nwith lines','','18446744073709551615'], r\nassert len(r)==4",
            {QString::fromStdString(path("t.csv"))});
        if (read.exit_code != -1) QVERIFY2(read.exit_code == 0, qPrintable(read.errors));
        CsvWriter tabs(path("t.tsv"));
        tabs.names({"a,b", "c\td"});
        tabs.commit();
        QCOMPARE(content(path("t.tsv")), std::string("a,b\t\"c\td\"\n"));
    }
    void csv_without_commit_leaves_nothing() {
        {
            CsvWriter csv(path("gone.csv"));
            for (int i = 0; i < 100000; ++i) {
                csv.field("some text");
                csv.end_row();
            }
        }
        QVERIFY(!fs::exists(path("gone.csv")));
    }
};

QTEST_APPLESS_MAIN(PlainFilesTest)
#include "tst_plain_files.moc"
